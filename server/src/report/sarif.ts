import type { ArtifactLocation, CodeFlow, Fix as SarifFix, Log, Notification, PhysicalLocation, Region, Result, Run } from 'sarif';
import type { Confidence, Finding, Incomplete, Severity, Step, StepKind, TextRange } from '../analysis/verdict/finding.ts';
import { compareFindings } from '../analysis/verdict/order.ts';
import { RULES } from '../analysis/verdict/rules.ts';
import { lineHashes } from './line-hash.ts';
import type { Report, Reporter } from './report.ts';
import { sarifRule } from './sarif-rule.ts';

/** Code hosts refuse more results in one run. */
const MAX_RESULTS = 25_000;
const RANK: Readonly<Record<Confidence, number>> = { high: 95, medium: 70, low: 40 };
const SEVERITY_ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };
const IMPORTANCE: Readonly<Record<StepKind, 'essential' | 'important' | 'unimportant'>> = {
  'acquire-owned': 'essential', 'acquire-borrowed': 'essential', 'upref': 'essential', 'release': 'essential', 'transfer': 'essential',
  'escape': 'essential', 'use': 'essential', 'exit': 'essential', 'alias': 'important', 'branch': 'important',
  'call': 'unimportant', 'return': 'unimportant',
};
/** How a message refers to the first step of its path. */
const ORIGIN: Readonly<Partial<Record<StepKind, string>>> = {
  'acquire-borrowed': 'It was [borrowed here](1)', 'acquire-owned': 'The reference was [acquired here](1)', 'upref': 'The reference was [added here](1)',
  'release': 'It was [released here](1)',
};

/** SARIF 2.1.0: one run, every rule, one location and one code flow a result; no time, user, machine or absolute path in it. */
export const sarif: Reporter = (report) => {
  const fingerprints = report.fingerprints();
  const hashes = new Map<string, string[]>();
  const results = report.findings
    .map((finding, i) => ({ finding, fingerprint: fingerprints[i] ?? '' }))
    .sort((a, b) => SEVERITY_ORDER[a.finding.severity] - SEVERITY_ORDER[b.finding.severity] || compareFindings(a.finding, b.finding));
  const notifications = report.incomplete.map(notification);
  const dropped = results.length - MAX_RESULTS;
  if (dropped > 0) notifications.push({ level: 'warning', message: { text: `${dropped} results of lower severity are left out` }, descriptor: { id: 'too-many-results' } });
  const run: Run = {
    tool: {
      driver: {
        name: 'ssl-lint',
        semanticVersion: report.version,
        ...(report.homepage === null ? {} : { informationUri: report.homepage }),
        rules: RULES.map((rule) => sarifRule(rule, report)),
      },
    },
    automationDetails: { id: 'ssl-lint/' },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'Repository root.' } } },
    invocations: [{ executionSuccessful: report.success, exitCode: report.exitCode, toolExecutionNotifications: notifications }],
    results: results.slice(0, MAX_RESULTS).map(({ finding, fingerprint }) => result(finding, fingerprint, lineHash(finding, report, hashes))),
  };
  const log: Log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function lineHash(finding: Finding, report: Report, known: Map<string, string[]>): string | null {
  let hashes = known.get(finding.path);
  if (hashes === undefined) {
    const text = report.textOf(finding.path);
    if (text === null) return null;
    hashes = lineHashes(text);
    known.set(finding.path, hashes);
  }
  return hashes[finding.range.startLine - 1] ?? null;
}

function result(finding: Finding, fingerprint: string, hash: string | null): Result {
  const [first] = finding.steps;
  const hasPath = finding.steps.length > 1 && first !== undefined;
  const origin = hasPath ? `. ${ORIGIN[first.kind] ?? 'It begins [here](1)'}.` : '.';
  return {
    ruleId: finding.rule,
    ruleIndex: RULES.findIndex((rule) => rule.id === finding.rule),
    level: finding.severity,
    kind: 'fail',
    rank: RANK[finding.confidence],
    message: { text: escapeLinks(finding.message) + origin },
    locations: [{ physicalLocation: physical(finding.path, finding.range) }],
    ...(hasPath ? { relatedLocations: [{ id: 1, physicalLocation: physical(first.path, first.range), message: { text: escapeLinks(first.message) } }] } : {}),
    ...(finding.steps.length === 0 ? {} : { codeFlows: [codeFlow(finding.steps)] }),
    partialFingerprints: { ...(hash === null ? {} : { primaryLocationLineHash: hash }), 'sslLint/v1': fingerprint },
    ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map(fixObject) }),
    properties: { confidence: finding.confidence, function: finding.function },
  };
}

function codeFlow(steps: readonly Step[]): CodeFlow {
  return {
    message: { text: `Path of the session (${steps.length} step${steps.length === 1 ? '' : 's'}).` },
    threadFlows: [{
      locations: steps.map((step, i) => ({
        executionOrder: i + 1,
        nestingLevel: step.depth,
        importance: i === steps.length - 1 ? 'essential' : IMPORTANCE[step.kind],
        kinds: [step.kind],
        location: { physicalLocation: physical(step.path, step.range), message: { text: escapeLinks(step.message) } },
      })),
    }],
  };
}

function fixObject(fix: Finding['fixes'][number]): SarifFix {
  const paths = [...new Set(fix.edits.map((edit) => edit.path))];
  return {
    description: { text: fix.title },
    artifactChanges: paths.map((path) => ({
      artifactLocation: artifact(path),
      replacements: fix.edits.filter((edit) => edit.path === path).map((edit) => ({
        deletedRegion: region(edit.range), insertedContent: { text: edit.newText },
      })),
    })),
  };
}

function notification(entry: Incomplete): Notification {
  const what = entry.function === undefined ? 'not analysed' : `function '${entry.function}' not fully analysed`;
  return {
    level: 'warning',
    message: { text: `${what}: ${entry.reason}` },
    descriptor: { id: 'incomplete-analysis' },
    locations: [{
      physicalLocation: { artifactLocation: artifact(entry.path), ...(entry.line === undefined ? {} : { region: { startLine: entry.line } }) },
    }],
  };
}

const physical = (path: string, range: TextRange): PhysicalLocation => ({ artifactLocation: artifact(path), region: region(range) });
const artifact = (path: string): ArtifactLocation => ({ uri: path.split('/').map(encodeSegment).join('/'), uriBaseId: '%SRCROOT%' });
const region = ({ startLine, startColumn, endLine, endColumn }: TextRange): Region => ({ startLine, startColumn, endLine, endColumn });

/** A lone surrogate in a file name would make encodeURIComponent throw. */
const encodeSegment = (segment: string): string => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd'));

/** Square brackets are link syntax in a SARIF message: `table[i]` must not read as one. */
const escapeLinks = (text: string): string => text.replace(/[\\[\]]/g, '\\$&');
