import { RULE_BY_ID } from '../../analysis/verdict/rules.ts';
import { compareFindings } from '../../analysis/verdict/order.ts';
import type { Finding } from '../../analysis/verdict/finding.ts';
import { loadReporter } from '../../report/index.ts';
import { HOMEPAGE, VERSION } from '../../version.ts';
import type { FileReport } from '../../workspace/service/service.ts';
import { joined } from '../documents/names.ts';
import type { Session } from '../session.ts';

/** All findings of all folders as a SARIF document. With several repositories each path begins with the name of its own. */
export async function exportSarif(session: Session): Promise<string> {
  const reports = (await session.service.reports()).filter((report) => report.base !== '');
  const bases = new Set(reports.map((report) => report.base));
  const prefix = (report: FileReport): string => (bases.size < 2 ? '' : `${report.base.slice(report.base.lastIndexOf('/') + 1)}/`);
  const texts = new Map<string, string>();
  const all: { finding: Finding; fingerprint: string }[] = [];
  for (const report of reports) {
    const at = <T extends { readonly path: string }>(place: T): T => ({ ...place, path: prefix(report) + place.path });
    // Remarks about comments are no results; the command leaves them out as well.
    for (const found of report.findings.filter(({ rule }) => RULE_BY_ID.has(rule))) {
      const finding = {
        ...at(found), steps: found.steps.map(at),
        fixes: found.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(at) })),
      };
      all.push({ finding, fingerprint: found.fingerprint });
      if (!texts.has(finding.path)) texts.set(finding.path, await session.service.text(joined(report.base, found.path)) ?? '');
    }
  }
  all.sort((a, b) => compareFindings(a.finding, b.finding));
  const reporter = await loadReporter('sarif');
  return reporter({
    version: VERSION, homepage: HOMEPAGE, findings: all.map(({ finding }) => finding), fingerprints: () => all.map(({ fingerprint }) => fingerprint),
    incomplete: reports.flatMap((report) => report.incomplete.map((entry) => ({ ...entry, path: prefix(report) + entry.path }))),
    files: reports.length, suppressed: 0, exitCode: all.length === 0 ? 0 : 1, success: true,
    shown: (path) => path, textOf: (path) => texts.get(path) ?? null,
    severityOf: (rule) => RULE_BY_ID.get(rule)?.severity ?? 'off',
    pageOf: (rule) => session.host.rulePage(rule),
    style: { color: false, width: 160, maxSteps: 25, summary: false },
  });
}
