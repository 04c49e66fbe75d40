import type { SourceFile } from '../../code/item.ts';
import type { FunctionModel, Model } from '../../model/effects.ts';
import { familyNames } from '../../model/family.ts';
import type { Problem } from '../../ownership/state/problem.ts';
import type { Fix, TextRange } from '../finding.ts';
import { CANDIDATES } from './candidates.ts';
import type { Candidate, Derivation } from './derivation.ts';
import { Layout } from './layout.ts';
import type { Rechecker } from './recheck.ts';
import { releaseBeforeExits } from './release.ts';
import { unmoved } from './text-edit.ts';

/** Fixes offered for one finding, and edits tried in search of them. */
const MOST_FIXES = 3, MOST_TRIES = 8;

export interface FixerOptions {
  readonly model: Model;
  readonly modelOf: (name: string) => FunctionModel | undefined;
  readonly rechecker: Rechecker;
  readonly textRange: (file: SourceFile, start: number, end: number) => TextRange;
}

/** Finds edits that mend a finding, and offers those that a second analysis proves right. */
export class Fixer {
  readonly #options: FixerOptions;

  constructor(options: FixerOptions) { this.#options = options; }

  /** `problem` speaks for `group`, the problems of one cause. The fix to prefer comes first. Costs up to MOST_TRIES analyses of one function. */
  fixesOf(problem: Problem, group: readonly Problem[]): Fix[] {
    const derive = CANDIDATES[problem.kind];
    // Problems of one cause in several functions are not mended by an edit of one.
    if (derive === undefined || group.some((other) => other.file !== problem.file || other.function.range.start !== problem.function.range.start)) return [];
    const derivation: Derivation = {
      problem, group, file: problem.file, function: problem.function, ...familyNames(this.#options.model, problem.account?.source ?? ''), modelOf: this.#options.modelOf,
      layout: new Layout(problem.file.text, problem.function.range),
    };
    const fixes: Fix[] = [];
    /** Those that had to be completed come last. */
    const longer: Fix[] = [];
    let tries = 0;
    for (const candidate of derive.flatMap((each) => each(derivation))) {
      if (fixes.some((fix) => fix.title === candidate.title)) continue;
      if (tries++ >= MOST_TRIES || fixes.length >= MOST_FIXES) break;
      const proved = this.#proved(derivation, candidate);
      if (proved === candidate) fixes.push(this.#fix(problem.file, proved));
      else if (proved !== null) longer.push(this.#fix(problem.file, proved));
    }
    return [...fixes, ...longer].slice(0, MOST_FIXES);
  }

  /** The candidate, if need be with the releases that the reference it takes then needs; null when it does not mend. */
  #proved(derivation: Derivation, candidate: Candidate): Candidate | null {
    const { group, file } = derivation;
    const left = this.#options.rechecker.left(group, candidate.edits);
    if (left === null || left.length === 0) return left === null ? null : candidate;
    const first = left[0];
    if (candidate.owes !== true || first === undefined || first.file.path !== file.path) return null;
    const isLeak = (problem: Problem): boolean => problem.kind === 'leak' && problem.file === first.file && problem.function.range.start === first.function.range.start;
    if (!left.every(isLeak)) return null;
    const after: Derivation = { ...derivation, problem: first, group: left, file: first.file, function: first.function, layout: new Layout(first.file.text, first.function.range) };
    for (const release of releaseBeforeExits(after)) {
      const edits = release.edits.map((edit) => {
        const [start, end] = [unmoved(edit.start, candidate.edits), unmoved(edit.end, candidate.edits)];
        return start === null || end === null ? null : { start, end, text: edit.text };
      });
      if (edits.some((edit) => edit === null)) continue;
      const both = [...candidate.edits, ...edits.filter((edit) => edit !== null)];
      if (this.#options.rechecker.left(group, both)?.length === 0) return { ...candidate, title: `${candidate.title} and free it`, edits: both };
    }
    return null;
  }

  #fix(file: SourceFile, { title, applicability, edits }: Candidate): Fix {
    const ordered = edits.map((edit, i) => ({ edit, i })).sort((a, b) => a.edit.start - b.edit.start || a.i - b.i);
    return { title, applicability, edits: ordered.map(({ edit }) => ({ path: file.path, range: this.#options.textRange(file, edit.start, edit.end), newText: edit.text })) };
  }
}
