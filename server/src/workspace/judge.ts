import type { AnalysisResult } from '../analysis/analyze.ts';
import type { SourceFile } from '../analysis/code/item.ts';
import type { Finding, Incomplete } from '../analysis/verdict/finding.ts';
import { compareFindings, compareText } from '../analysis/verdict/order.ts';
import { choose } from '../analysis/verdict/select.ts';
import type { Suppression } from '../analysis/verdict/suppress.ts';
import type { Selections } from './selections.ts';
import type { Settings } from './settings.ts';
import type { Sources } from './sources.ts';

/** What is shown of what was found. */
export interface Judged {
  /** In order; severities are final. */
  readonly findings: readonly Finding[];
  /** How many would be shown, but for a comment. */
  readonly suppressed: number;
  readonly incomplete: readonly Incomplete[];
  /** What is wrong with suppression comments but no finding, in order. */
  readonly remarks: readonly Finding[];
}

export interface JudgeOptions {
  /** Absolute folder that paths of findings are relative to. */
  readonly base: string;
  readonly selections: Selections;
  /** Settings where a finding is in none of the sources. */
  readonly main: Settings;
  /** Whether suppression comments count. */
  readonly inlineConfig: boolean;
  /** False when only a part of the project was looked at: that a comment suppresses nothing is not said then. */
  readonly isWhole?: boolean;
}

/** Applies suppression comments and selects, by the settings of each file. */
export async function judge(result: AnalysisResult, sources: Sources, options: JudgeOptions): Promise<Judged> {
  const settingsOf = new Map(sources.files.map((file, i) => [file.path, sources.settings[i] ?? options.main]));
  const shown = (finding: Finding): Finding | null =>
    choose(finding, options.selections.of(`${options.base}/${finding.path}`, settingsOf.get(finding.path) ?? options.main));
  const { kept, suppressed, about, remarks } = await applyComments(result, sources.files, settingsOf, options);
  return {
    findings: [...kept, ...about].map(shown).filter((finding) => finding !== null).sort(compareFindings),
    suppressed: suppressed.filter(({ finding }) => shown(finding) !== null).length,
    incomplete: [...sources.incomplete, ...result.incomplete].sort(compareIncomplete),
    remarks: [...remarks].sort(compareFindings),
  };
}

async function applyComments(
  result: AnalysisResult, files: readonly SourceFile[], settingsOf: ReadonlyMap<string, Settings>, { inlineConfig, isWhole = true }: JudgeOptions,
): Promise<Suppression> {
  const commented = inlineConfig ? files.filter((file) => file.text.includes('ssl-lint-') || file.text.includes('NOLINT')) : [];
  if (commented.length === 0) return { kept: result.findings, suppressed: [], about: [], remarks: [] };
  const { suppress } = await import('../analysis/verdict/suppress.ts');
  const partial = new Set(result.incomplete.map((entry) => entry.path));
  return suppress(result.findings, commented, (path) => {
    const settings = settingsOf.get(path);
    return { nolint: settings?.nolint ?? 'named', requireReason: settings?.requireReason ?? false };
  }, (path) => !isWhole || partial.has(path));
}

const compareIncomplete = (a: Incomplete, b: Incomplete): number =>
  compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || compareText(a.function ?? '', b.function ?? '') || compareText(a.reason, b.reason);
