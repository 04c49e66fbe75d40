import type { Item, SourceFile } from '../../code/item.ts';
import type { FunctionIr } from '../../ir/instructions.ts';
import type { Problem } from '../../ownership/state/problem.ts';
import type { Found, Solver } from '../../ownership/program/solve.ts';
import { applyEdits, moved, type TextEdit } from './text-edit.ts';

/** What is needed to analyse one function again as it would read after an edit. */
export interface RecheckOptions {
  readonly solver: Pick<Solver, 'attempt'>;
  /** All problems of the project as it is, and what they would be after a trial. */
  readonly problems: readonly Problem[];
  readonly judge: (found: Found) => readonly Problem[];
  /** The item of a function that was lowered, undefined when it is not known. */
  readonly itemOf: (f: FunctionIr) => Item | undefined;
  /** Text of a function to control flow, as in the first analysis. */
  readonly lower: (item: Item) => { readonly functions: readonly FunctionIr[]; readonly opaque: string | null };
}

/** Proves edits by analysing what they would make of a function. */
export class Rechecker {
  readonly #options: RecheckOptions;

  constructor(options: RecheckOptions) { this.#options = options; }

  /**
   * What the project would have to complain of after the edits and has not now: none when they make every problem of
   * `group` disappear and bring up no other. `group` are the problems of one cause. Null when it cannot be told, or when
   * the edits go beyond the body of that function. Costs one parse and one analysis of the function, and an analysis of
   * each caller that can tell the difference.
   */
  left(group: readonly Problem[], edits: readonly TextEdit[]): Problem[] | null {
    const subject = group[0]?.function;
    const item = subject === undefined ? undefined : this.#options.itemOf(subject);
    if (subject === undefined || item === undefined || edits.length === 0) return null;
    if (!edits.every((edit) => edit.start > item.body && edit.end < item.end)) return null;
    const text = applyEdits(item.file.text, edits);
    if (text === null || text === item.file.text) return null;
    const file: SourceFile = { path: item.file.path, text };
    const { functions, opaque } = this.#options.lower({ ...item, file, end: item.end + text.length - item.file.text.length });
    if (opaque !== null || functions.length === 0) return null;
    const found = this.#options.solver.attempt(subject, functions);
    if (found === null) return null;
    const known = new Set<string>();
    for (const problem of this.#options.problems) {
      if (!group.includes(problem)) known.add(keyOf(problem, isWithin(problem, item) ? (offset) => moved(offset, edits) : (offset) => offset));
    }
    return this.#options.judge(found).filter((problem) => !known.has(keyOf(problem, (offset) => offset)));
  }
}

function isWithin(problem: Problem, item: Item): boolean {
  return problem.file === item.file && problem.range.start >= item.start && problem.range.end <= item.end;
}

/** Two problems with one key are the same before and after an edit. */
function keyOf(problem: Problem, at: (offset: number) => number): string {
  const origin = problem.account?.origin ?? null;
  return [problem.kind, problem.rule ?? '', problem.file.path, problem.function.name, at(problem.range.start), origin === null ? '' : at(origin.range.start)].join('|');
}
