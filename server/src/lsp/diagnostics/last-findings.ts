import { LineTable } from '../../analysis/code/position.ts';
import type { TextEdit } from '../../analysis/verdict/fixes/text-edit.ts';
import type { TextRange } from '../../analysis/verdict/finding.ts';
import { rangeOf } from '../../analysis/verdict/range.ts';
import type { FileReport, ReportedFinding } from '../../workspace/service/service.ts';

/** How long a finding may outlive the analysis of its function, in ms. */
export const GRACE = 2000;

interface Offsets { start: number; end: number }

/** A finding of an earlier text, and where it is now. `own` are the places of its steps in the same file. */
interface Kept {
  readonly finding: ReportedFinding;
  readonly at: Offsets;
  readonly own: ReadonlyMap<number, Offsets>;
  /** When it has to go, once its function could not be analysed. */
  expires: number | null;
}

export interface Shown {
  readonly findings: readonly ReportedFinding[];
  /** When the next of them has to go (by the clock that was passed in); null when all are of the text itself. */
  readonly expires: number | null;
}

/**
 * What was last found in each document, moved by the edits since. While somebody types, a function has syntax errors for a moment
 * and nothing can be said about it; its findings then stay where they are for `GRACE` ms, unless their own text was edited.
 */
export class LastFindings {
  readonly #documents = new Map<string, { readonly base: string; kept: readonly Kept[] }>();

  /** `now` is a monotonic clock in ms; `grace` is how long a finding may stay, 0 for a client that cannot be told when it goes. */
  constructor(private readonly now: () => number, private readonly grace: number = GRACE) {}

  /** The text of a document was edited. A finding whose own text was touched is forgotten. */
  edit(name: string, edits: readonly TextEdit[]): void {
    const document = this.#documents.get(name);
    if (document === undefined) return;
    for (const edit of edits) {
      document.kept = document.kept.filter(({ at }) => !touches(edit, at));
      for (const { at, own } of document.kept) for (const offsets of [at, ...own.values()]) move(offsets, edit);
    }
  }

  forget(name: string): void {
    this.#documents.delete(name);
  }

  /** What to show for a report of `text`: its findings, and earlier ones of functions that could not be analysed this time. */
  settle(name: string, text: string, report: FileReport): Shown {
    const now = this.now();
    const analysed = new Set(report.analysed);
    const held = report.skipped !== null ? [] : (this.#documents.get(name)?.kept ?? []).filter((kept) => {
      const { finding } = kept;
      if (finding.function === '' || analysed.has(finding.function)) return false;
      if (report.findings.some((fresh) => isSame(fresh, finding, kept.at))) return false;
      kept.expires ??= now + this.grace;
      return kept.expires > now;
    });
    this.#documents.set(name, { base: report.base, kept: [...report.findings.map(keep), ...held] });
    if (held.length === 0) return { findings: report.findings, expires: null };
    const lines = new LineTable(text);
    return {
      findings: [...report.findings, ...held.map((kept) => moved(kept, lines))].sort((a, b) => a.range.start - b.range.start),
      expires: Math.min(...held.map((kept) => kept.expires ?? now)),
    };
  }

  /** What was last shown, moved to where it stands in `text` now: for documents that are not analysed at each edit. */
  frozen(name: string, text: string): FileReport {
    const lines = new LineTable(text);
    const document = this.#documents.get(name);
    const findings = (document?.kept ?? []).map((kept) => moved(kept, lines));
    return { name, base: document?.base ?? '', stamp: '', findings, incomplete: [], analysed: [], skipped: null, preliminary: false };
  }
}

/** An insertion right before or right behind does not touch. */
function touches(edit: TextEdit, at: Offsets): boolean {
  return edit.start === edit.end ? edit.start > at.start && edit.start < at.end : edit.start < at.end && edit.end > at.start;
}

function move(offsets: Offsets, edit: TextEdit): void {
  const by = edit.text.length - (edit.end - edit.start);
  const to = (offset: number): number => (offset >= edit.end ? offset + by : Math.min(offset, edit.start));
  const start = to(offsets.start);
  offsets.end = edit.start === edit.end && edit.start === offsets.end ? offsets.end : Math.max(start, to(offsets.end));
  offsets.start = start;
}

/** The same mistake, perhaps in a function that has another name by now. */
const isSame = (fresh: ReportedFinding, old: ReportedFinding, at: Offsets): boolean =>
  fresh.fingerprint === old.fingerprint || (fresh.rule === old.rule && fresh.range.start < at.end && fresh.range.end > at.start);

function keep(finding: ReportedFinding): Kept {
  const own = new Map<number, Offsets>();
  finding.steps.forEach((step, i) => {
    if (step.path === finding.path) own.set(i, { start: step.range.start, end: step.range.end });
  });
  return { finding, at: { start: finding.range.start, end: finding.range.end }, own, expires: null };
}

function moved({ finding, at, own }: Kept, lines: LineTable): ReportedFinding {
  const range = (offsets: Offsets): TextRange => rangeOf(lines, offsets.start, offsets.end);
  return {
    ...finding,
    range: range(at),
    steps: finding.steps.map((step, i) => {
      const offsets = own.get(i);
      return offsets === undefined ? step : { ...step, range: range(offsets) };
    }),
  };
}
