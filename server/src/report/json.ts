import type { Finding, TextRange } from '../analysis/verdict/finding.ts';
import { countSeverities, pageAddress } from './report.ts';
import type { Report, Reporter } from './report.ts';

/** Raised only when a key is changed or removed. */
const SCHEMA_VERSION = 1;

/** One object with everything; keys are described in docs/output.md and never change their meaning within a schema version. */
export const json: Reporter = (report) => {
  const document = { ...header(report), findings: findingObjects(report), incomplete: incompleteObjects(report) };
  return `${JSON.stringify(document, null, 2)}\n`;
};

/** One finding a line, then one line of type `summary`. */
export const jsonl: Reporter = (report) => {
  const lines = findingObjects(report).map((finding) => JSON.stringify(finding));
  lines.push(JSON.stringify({ type: 'summary', ...header(report), incomplete: incompleteObjects(report) }));
  return `${lines.join('\n')}\n`;
};

function header(report: Report): object {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'ssl-lint', version: report.version },
    columnUnit: 'utf16',
    summary: {
      files: report.files, ...countSeverities(report.findings),
      suppressed: report.suppressed, baselined: 0, incomplete: report.incomplete.length,
    },
  };
}

function findingObjects(report: Report): object[] {
  const fingerprints = report.fingerprints();
  return report.findings.map((finding, i) => findingObject(finding, fingerprints[i] ?? '', report));
}

function findingObject(finding: Finding, fingerprint: string, report: Report): object {
  return {
    ruleId: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    path: finding.path,
    range: position(finding.range),
    function: finding.function,
    fingerprint,
    helpUri: pageAddress(report, finding.rule),
    cwe: finding.cwe,
    steps: finding.steps.map((step, i) => ({
      index: i + 1, kind: step.kind, message: step.message, path: step.path, range: position(step.range), depth: step.depth,
    })),
    fixes: finding.fixes.map((fix) => ({
      title: fix.title,
      safety: fix.applicability,
      edits: fix.edits.map((edit) => ({ path: edit.path, range: position(edit.range), newText: edit.newText })),
    })),
    status: 'open',
  };
}

function incompleteObjects(report: Report): object[] {
  return report.incomplete.map((entry) => ({
    path: entry.path,
    ...(entry.function === undefined ? {} : { function: entry.function }),
    reason: entry.reason,
    ...(entry.line === undefined ? {} : { line: entry.line }),
  }));
}

const position = ({ startLine, startColumn, endLine, endColumn }: TextRange): object => ({ startLine, startColumn, endLine, endColumn });
