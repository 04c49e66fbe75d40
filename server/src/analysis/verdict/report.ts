import { LineTable } from '../code/position.ts';
import type { SourceFile } from '../code/item.ts';
import type { Model } from '../model/effects.ts';
import { familyNames } from '../model/family.ts';
import { lookup } from '../model/match.ts';
import { listEvents, type Event } from '../ownership/state/event.ts';
import type { Problem, ProblemKind } from '../ownership/state/problem.ts';
import { confidenceOf } from './confidence.ts';
import type { Finding, Step, StepKind, TextRange } from './finding.ts';
import { WORDINGS, type Words } from './messages.ts';
import { rangeOf } from './range.ts';
import { RULE_BY_ID } from './rules.ts';

const MOST_BRANCHES = 5;

/** Turns problems into findings: one per cause, the shortest path to it, words for people. */
export class Reporter {
  readonly #model: Model;
  readonly #lines = new Map<SourceFile, LineTable>();

  constructor(model: Model) { this.#model = model; }

  /** O(problems log problems). Order: first seen first. With each finding the problem that speaks and all of its cause. No fixes yet. */
  report(problems: readonly Problem[]): { readonly finding: Finding; readonly problem: Problem; readonly cause: readonly Problem[] }[] {
    return causes(problems).map(({ problem, all, more }) => ({ finding: this.#finding({ ...problem, more }), problem, cause: all }));
  }

  textRange(file: SourceFile, start: number, end: number): TextRange {
    let lines = this.#lines.get(file);
    if (lines === undefined) this.#lines.set(file, lines = new LineTable(file.text));
    return rangeOf(lines, start, end);
  }

  #finding(problem: Problem): Finding {
    const wording = WORDINGS[problem.kind];
    const id = wording.rule === 'contract' ? problem.rule ?? 'leak' : problem.rule ?? wording.rule;
    const rule = RULE_BY_ID.get(id);
    const words = this.#words(problem);
    const message = wording.message(problem, words);
    const range = this.textRange(problem.file, problem.range.start, problem.range.end);
    const severity = rule === undefined || rule.severity === 'off' ? 'note' : rule.severity;
    const origin = problem.account?.origin ?? null;
    const more = problem.more === 0 ? '' : `; the same on ${problem.more} other way${problem.more === 1 ? '' : 's'} out`;
    return {
      rule: id,
      // A borrow that only input or output may have ended is a hazard, not a certainty.
      severity: problem.kind === 'use-after-owner' && problem.account?.perhaps === true ? 'warning' : severity,
      confidence: confidenceOf(problem),
      path: problem.file.path,
      range,
      statement: this.textRange(problem.file, problem.statement.start, problem.statement.end),
      statementText: squeeze(problem.file.text.slice(problem.statement.start, problem.statement.end)),
      originText: origin === null ? '' : squeeze(origin.file.text.slice(origin.statement.start, origin.statement.end)),
      function: problem.function.name,
      message: `${message}${more}`,
      help: wording.help(problem, words),
      why: wording.why,
      cwe: [...(wording.cwe === undefined ? [] : [wording.cwe]), ...(rule?.cwe ?? []).filter((id) => id !== wording.cwe)],
      steps: this.#steps(problem, message, range),
      fixes: [],
    };
  }

  #words(problem: Problem): Words {
    const source = problem.account === null || problem.account.source === '' ? undefined : lookup(this.#model, problem.account.source);
    return { ...familyNames(this.#model, problem.account?.source ?? ''), owningTwin: source?.owningTwin ?? '' };
  }

  #steps(problem: Problem, message: string, range: TextRange): Step[] {
    const steps: Step[] = [];
    for (const event of relevantEvents(problem)) {
      const branch = event.kind === 'branch';
      const text = squeeze(event.file.text.slice(event.range.start, event.range.end));
      // The branch of a path that ends on the very line of the finding says nothing.
      if (event.range.start === problem.range.start && event.range.end === problem.range.end && event.file === problem.file) continue;
      steps.push({
        kind: event.kind, path: event.file.path, range: this.textRange(event.file, event.range.start, event.range.end),
        message: branch ? `\`${text}\` is ${event.message}` : event.message, depth: 0,
      });
      for (const inner of event.inner) {
        steps.push({ kind: inner.kind, path: inner.file.path, range: this.textRange(inner.file, inner.range.start, inner.range.end), message: inner.message, depth: inner.depth });
      }
    }
    steps.push({ kind: LAST_STEP[problem.kind] ?? 'use', path: problem.file.path, range, message, depth: 0 });
    return steps;
  }
}

const LAST_STEP: Partial<Record<ProblemKind, StepKind>> = {
  'release-of-borrowed': 'release', 'release-of-lent': 'release', 'release-twice': 'release', 'release-of-sentinel': 'release',
  'leak': 'exit', 'result-dropped': 'exit', 'leak-on-overwrite': 'alias', 'borrow-stored': 'escape', 'wrong-deallocator': 'release', 'interior-freed': 'release',
  'callback-released-and-returned': 'return', 'callback-not-kept': 'return', 'callback-stored-without-reference': 'return', 'callback-overwrites': 'return', 'callback-answers-differ': 'return',
  'flag-owned-kept': 'return', 'flag-borrowed-given': 'return', 'flag-not-written': 'return', 'out-leaked': 'return', 'out-not-owned': 'return', 'out-released': 'return',
  'field-never-released': 'escape', 'field-left-dangling': 'release', 'field-overwritten': 'alias', 'field-released-borrow': 'release',
};

/** What happened to the value, and the decisions after it came into being, oldest first. */
function relevantEvents(problem: Problem): Event[] {
  const all = listEvents(problem.trace);
  const first = all.findIndex((event) => event.about.some((value) => problem.about.includes(value)));
  const end = problem.account?.end ?? null;
  const kept = all.filter((event, index) => {
    if (end !== null && isSame(event, end)) return true;
    if (event.kind === 'branch') return index > first && first >= 0;
    return event.about.some((value) => problem.about.includes(value));
  });
  const branches = kept.filter((event) => event.kind === 'branch');
  const dropped = new Set(branches.slice(0, Math.max(0, branches.length - MOST_BRANCHES)));
  return kept.filter((event) => !dropped.has(event));
}

/** Events are copied where paths meet. */
function isSame(a: Event, b: Event): boolean {
  return a.kind === b.kind && a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end && a.message === b.message;
}

/** Seen where the function is left, caused before: every way out would say the same again. */
const AT_EVERY_EXIT: ReadonlySet<ProblemKind> = new Set(['leak', 'result-dropped', 'callback-stored-without-reference']);

/** One problem for each cause: same kind, same origin, same place (of what is seen at exits at any place). The shortest path speaks. */
function causes(problems: readonly Problem[]): { problem: Problem; all: readonly Problem[]; more: number }[] {
  const byCause = new Map<string, Group>();
  for (const problem of problems) {
    const origin = problem.account?.origin ?? null;
    const anywhere = AT_EVERY_EXIT.has(problem.kind);
    const rule = WORDINGS[problem.kind].rule;
    const place = anywhere && origin !== null ? `origin ${origin.file.path}:${origin.range.start}` : `${problem.range.start}`;
    // One release too many is one cause, whoever still counted on the reference.
    const over = problem.kind === 'release-twice' || problem.kind === 'release-of-borrowed';
    const key = over ? `over ${problem.file.path} ${place}` : `${rule} ${anywhere ? '' : problem.kind} ${problem.file.path} ${place}`;
    const known = byCause.get(key);
    if (known === undefined) { byCause.set(key, { problem, all: [problem], places: new Set([problem.range.start]) }); continue; }
    known.all.push(problem);
    known.places.add(problem.range.start);
    if (isBetter(problem, known.problem)) known.problem = problem;
  }
  return onePerPlace([...byCause.values()]).map(({ problem, all, places }) => ({ problem, all, more: places.size - 1 }));
}

/** The same name lost at the same place, whichever of two calls it came from (`#if` chose): one release mends both. */
function onePerPlace(groups: readonly Group[]): Group[] {
  const byPlace = new Map<string, Group>();
  for (const group of groups) {
    const { problem } = group;
    const key = `${problem.kind} ${problem.rule ?? ''} ${problem.file.path} ${problem.range.start} ${problem.range.end} ${problem.name}`;
    const known = byPlace.get(key);
    if (known === undefined) { byPlace.set(key, { ...group }); continue; }
    known.all.push(...group.all);
    for (const place of group.places) known.places.add(place);
    if (isBetter(problem, known.problem)) known.problem = problem;
  }
  return [...byPlace.values()];
}

/** Problems of one cause; the shortest speaks. */
interface Group { problem: Problem; readonly all: Problem[]; readonly places: Set<number> }

function isBetter(a: Problem, b: Problem): boolean {
  if (a.doubts.length !== b.doubts.length) return a.doubts.length < b.doubts.length;
  const x = a.trace?.length ?? 0;
  const y = b.trace?.length ?? 0;
  return x !== y ? x < y : a.range.start < b.range.start;
}

export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 400);
}
