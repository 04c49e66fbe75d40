import type { ReportingDescriptor } from 'sarif';
import type { Rule } from '../analysis/verdict/rules.ts';
import { pageAddress } from './report.ts';
import type { Report } from './report.ts';

/** The description of a rule in SARIF: enabled or not as configured, its page as help. */
export function sarifRule(rule: Rule, report: Report): ReportingDescriptor {
  const configured = report.severityOf(rule.id);
  const level = configured === 'off' ? (rule.severity === 'off' ? 'note' : rule.severity) : configured;
  const isSecurity = Number(rule.securitySeverity) > 0;
  const page = report.pageOf(rule.id);
  return {
    id: rule.id,
    name: rule.id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
    shortDescription: { text: `${rule.summary}.` },
    fullDescription: { text: (page === null ? null : firstParagraph(page)) ?? `${rule.summary}.` },
    ...(report.homepage === null ? {} : { helpUri: pageAddress(report, rule.id) }),
    help: { text: page ?? `${rule.summary}.`, markdown: page ?? `${rule.summary}.` },
    defaultConfiguration: { enabled: configured !== 'off', level },
    properties: {
      tags: [...(isSecurity ? ['security'] : []), 'correctness', 'openssl', ...rule.cwe.map((id) => `external/cwe/cwe-${String(id).padStart(3, '0')}`)],
      'precision': 'high',
      'problem.severity': level === 'note' ? 'recommendation' : level,
      ...(isSecurity ? { 'security-severity': rule.securitySeverity } : {}),
    },
  };
}

/** First paragraph of prose of a page: no heading, list, table or code. At most 1024 characters. */
function firstParagraph(page: string): string | null {
  const prose = page.split(/\n\s*\n/).find((part) => /^[A-Za-z`*]/.test(part.trim()) && !/^\*\s/.test(part.trim()) && !part.includes(' · '));
  return prose === undefined ? null : prose.trim().replace(/\s+/g, ' ').slice(0, 1024);
}
