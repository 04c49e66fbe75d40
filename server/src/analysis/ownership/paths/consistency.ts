import type { FunctionIr } from '../../ir/instructions.ts';
import { listEvents } from '../state/event.ts';
import type { Problem } from '../state/problem.ts';
import type { OutcomeSummary, Summary } from '../state/summary.ts';

/**
 * What a function does differently although its callers cannot tell the cases apart: it returns an owned session here
 * and a borrowed one there, or releases only when a call that takes nothing from the caller gave one answer.
 */
export function inconsistencies(ir: FunctionIr, summary: Summary | null, problems: readonly Problem[]): Problem[] {
  return [...(summary === null ? [] : mixedResults(ir, summary)), ...releasesByAnswer(problems)];
}

function mixedResults(ir: FunctionIr, summary: Summary): Problem[] {
  const giving = (kind: 'owned' | 'borrowed'): OutcomeSummary[] => summary.outcomes.filter((outcome) => outcome.result?.kind === 'object' && outcome.objects[outcome.result.index]?.provenance === kind);
  const [owned, borrowed] = [giving('owned'), giving('borrowed')];
  const first = borrowed[0];
  if (owned.length === 0 || first === undefined || borrowed.some((b) => owned.some((o) => saidByFlag(ir, b, o)))) return [];
  const object = first.result?.kind === 'object' ? first.objects[first.result.index] : undefined;
  const step = object?.steps.find((s) => s.file === ir.file && s.depth === 1);
  const range = step?.range ?? ir.nameRange;
  return [{
    kind: 'mixed-results', function: ir, file: ir.file, range, statement: range, name: `${ir.name}()`, holder: '', callee: '', trace: null, about: [],
    account: null, doubts: [], detail: '', more: 0,
  }];
}

/** A caller that passes `counted` knows what it gets: the two cases differ in a parameter that is no pointer and is tested for truth. */
function saidByFlag(ir: FunctionIr, a: OutcomeSummary, b: OutcomeSummary): boolean {
  const isFlag = (outcome: OutcomeSummary): boolean => outcome.conditions.some(({ path, fact }) => {
    if (path.root.kind === 'configuration') return true;
    const variable = path.root.kind === 'parameter' && path.steps.length === 0 ? ir.variables[ir.parameters[path.root.index] ?? -1] : undefined;
    const truth = fact.not.includes(0) || (fact.low === 0 && fact.high === 0);
    return variable !== undefined && !variable.type.includes('*') && truth;
  });
  return isFlag(a) || isFlag(b);
}

/** `if (!SSL_CTX_add_session(ctx, s)) SSL_SESSION_free(s);`: the leak on the other answer rests on a misreading of the call. */
function releasesByAnswer(problems: readonly Problem[]): Problem[] {
  const found: Problem[] = [];
  for (const problem of problems) {
    if (problem.kind !== 'leak' || problem.account === null || !problem.account.others.some((other) => other.startsWith('owner:'))) continue;
    const events = listEvents(problem.trace);
    const at = events.findIndex((event) => event.kind === 'use' && event.about.some((value) => problem.about.includes(value)));
    const taken = events[at];
    const tested = events.slice(at + 1).find((event) => event.kind === 'branch');
    // The leak is on the side where the call succeeded: somebody thinks that it took the reference over.
    if (taken === undefined || tested?.message !== 'true' || tested.range.start !== taken.range.start || tested.range.end !== taken.range.end) continue;
    if (!problem.releasedElsewhere) continue;
    found.push({ ...problem, kind: 'release-depends-on-answer', range: taken.range, statement: taken.statement, trace: taken, callee: calleeAt(problem, taken.range), doubts: [] });
  }
  return found;
}

function calleeAt(problem: Problem, range: { start: number; end: number }): string {
  return /[A-Za-z_]\w*/.exec(problem.file.text.slice(range.start, range.end))?.[0] ?? '';
}
