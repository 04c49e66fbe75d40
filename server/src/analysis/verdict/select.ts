import type { Confidence, Finding, Severity } from './finding.ts';
import { RULE_BY_ID } from './rules.ts';

/** Which findings are shown, and how severe each is. */
export interface Selection {
  /** Only these rules; null for all. Naming a rule that is off by default switches it on as a note. */
  readonly select: ReadonlySet<string> | null;
  readonly ignore: ReadonlySet<string>;
  /** Severities that were configured, the last word already applied. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly minSeverity: Severity;
  readonly confidence: Confidence;
}

const SEVERITY_RANK: Readonly<Record<Severity | 'off', number>> = { off: 0, note: 1, warning: 2, error: 3 };
const CONFIDENCE_RANK: Readonly<Record<Confidence, number>> = { low: 1, medium: 2, high: 3 };

/** True when `severity` is at least `least`. */
export const atLeast = (severity: Severity, least: Severity): boolean => SEVERITY_RANK[severity] >= SEVERITY_RANK[least];

/**
 * The severity a rule is reported with under a selection, `off` when it is not reported at all.
 * `given` is what the analysis said of one finding: it may be milder than the default of its rule.
 */
export function effectiveSeverity(rule: string, selection: Selection, given?: Severity): Severity | 'off' {
  if (selection.ignore.has(rule)) return 'off';
  if (selection.select !== null && !selection.select.has(rule)) return 'off';
  const configured = selection.severities.get(rule);
  if (configured !== undefined) return configured;
  const byDefault = RULE_BY_ID.get(rule)?.severity ?? 'warning';
  if (byDefault === 'off') return selection.select === null ? 'off' : 'note';
  return given ?? byDefault;
}

/** The finding as it is shown under a selection, or null when it is not. Pure; the finding is copied when its severity changes. */
export function choose(finding: Finding, selection: Selection): Finding | null {
  const severity = effectiveSeverity(finding.rule, selection, finding.severity);
  if (severity === 'off' || !atLeast(severity, selection.minSeverity)) return null;
  if (CONFIDENCE_RANK[finding.confidence] < CONFIDENCE_RANK[selection.confidence]) return null;
  return severity === finding.severity ? finding : { ...finding, severity };
}
