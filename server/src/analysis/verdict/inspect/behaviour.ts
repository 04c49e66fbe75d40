import type { FunctionIr } from '../../ir/instructions.ts';
import { isNonzero, isZero } from '../../ownership/state/facts.ts';
import { showPath, type Path } from '../../ownership/state/path.ts';
import type { OutcomeSummary, Summary } from '../../ownership/state/summary.ts';
import { argumentNumber } from './library-hover.ts';

/** One thing a function does to references. `subject` is what it is done to. */
interface Act { readonly text: string; /** Without where it is kept. */ readonly short: string; readonly subject: Path | null }

/** A sentence without full stop about a function, and a shorter one. */
export interface Sentence { readonly text: string; readonly short: string }

/**
 * What a summary says of a function, result first, arguments counted from 1; empty when it says nothing about sessions.
 * `f` is a definition of the function, for the names of its parameters.
 */
export function sentencesOf(summary: Summary, f: FunctionIr): Sentence[] {
  const { outcomes } = summary;
  const result = resultOf(outcomes, f);
  const sentences: Sentence[] = result === '' ? [] : [{ text: `returns ${result}`, short: `returns ${result}` }];
  const acts = new Map<string, Act>();
  const of = outcomes.map((outcome) => {
    const own = actsOf(outcome, f);
    for (const act of own) if (!acts.has(act.text)) acts.set(act.text, act);
    return new Set(own.map((act) => act.text));
  });
  for (const act of acts.values()) {
    const when = conditionOf(act, outcomes, (index) => of[index]?.has(act.text) === true, f);
    sentences.push({ text: act.text + when, short: act.short + when });
  }
  return sentences;
}

/** `c->sess`, with the names of the function's own parameters; the parameter itself is `argument 2`. */
export function nameOfPath(path: Path, f: FunctionIr): string {
  if (path.root.kind === 'parameter' && path.steps.length === 0) return argumentNumber(path.root.index);
  const slot = path.steps.findIndex((step) => step.startsWith('{'));
  // What hangs on a connection by index has no spelling in C.
  if (slot >= 0) return `what hangs on ${nameOfPath({ root: path.root, steps: path.steps.slice(0, slot).filter((step, index, all) => step !== '*' || index < all.length - 1) }, f)}`;
  let name = path.root.kind === 'parameter' ? f.variables[f.parameters[path.root.index] ?? -1]?.name ?? argumentNumber(path.root.index) : path.root.name;
  path.steps.forEach((step, index) => {
    const next = path.steps[index + 1];
    if (step !== '*') name += path.steps[index - 1] === '*' && step.startsWith('.') ? `->${step.slice(1)}` : step;
    else if (next === undefined) name = `*${name}`;
    else if (!next.startsWith('.') && !next.startsWith('[')) name = `(*${name})`;
  });
  return `\`${name}\``;
}

function resultOf(outcomes: readonly OutcomeSummary[], f: FunctionIr): string {
  const kinds = new Set<string>();
  let mayBeNull = false;
  for (const outcome of outcomes) {
    const { result, objects } = outcome;
    if (result?.kind === 'object') {
      const object = objects[result.index];
      if (object?.provenance === 'owned') kinds.add('an owned session');
      if (object?.provenance === 'borrowed') kinds.add(object.lender === null ? 'a borrowed session' : `a session borrowed from ${nameOfPath(object.lender, f)}`);
      if (object?.provenance === 'sentinel') kinds.add('a marker that is no session');
      if (object?.nonnull === false && object.provenance !== 'sentinel') mayBeNull = true;
    }
    if (f.returnDepth <= 0) continue;
    if (result?.kind === 'integer' && result.value === 0) mayBeNull = true;
    if (result?.kind === 'path' && isCounted(outcome, result.path)) kinds.add('an owned session');
    else if (result?.kind === 'path') kinds.add(result.path.steps.length === 0 && result.path.root.kind === 'parameter' ? nameOfPath(result.path, f) : `what ${nameOfPath(result.path, f)} holds`);
  }
  if (kinds.size === 0) return '';
  return [...kinds, ...(mayBeNull ? ['NULL'] : [])].join(' or ');
}

function isSession(path: Path, f: FunctionIr): boolean {
  return path.root.kind === 'parameter' && path.steps.length === 0 && (f.variables[f.parameters[path.root.index] ?? -1]?.depth ?? 0) > 0;
}

/** A reference was added to what a path leads to: with a result that is this path it is the caller's. */
function isCounted(outcome: OutcomeSummary, path: Path): boolean {
  const target = showPath(path);
  return outcome.effects.some((effect) => effect.retained > 0 && showPath(effect.target) === target);
}

function actsOf(outcome: OutcomeSummary, f: FunctionIr): Act[] {
  const acts: Act[] = [];
  const add = (subject: Path | null, text: string, short = text): void => { acts.push({ text, short, subject }); };
  const kept = new Set<string>();
  if (outcome.result?.kind === 'path' && f.returnDepth > 0) kept.add(showPath(outcome.result.path));
  for (const { path, value } of outcome.writes) {
    if (value.kind === 'path' && isSession(value.path, f)) {
      kept.add(showPath(value.path));
      const own = isCounted(outcome, value.path) ? ' with a reference of its own' : '';
      const name = nameOfPath(value.path, f);
      // `*out = s` gives it to the caller's variable.
      if (path.steps.length === 1) add(value.path, `stores ${name} in ${nameOfPath(path, f)}${own}`);
      else add(value.path, `keeps ${name} in ${nameOfPath(path, f)}${own}`, `keeps ${name}${own}`);
    }
    const object = value.kind === 'object' ? outcome.objects[value.index] : undefined;
    if (object?.provenance === 'owned') add(null, `puts an owned session in ${nameOfPath(path, f)}`);
    if (object?.provenance === 'borrowed') add(null, `puts a borrowed session in ${nameOfPath(path, f)}`);
  }
  for (const { target, released, retained, lost, heldBy } of outcome.effects) {
    const name = nameOfPath(target, f);
    if (released > 0) add(target, `releases ${name}`);
    if (retained > 0 && !kept.has(showPath(target))) add(target, `adds a reference to ${name}`);
    if (lost && isSession(target, f)) add(target, `hands ${name} to code that is not known`, '');
    for (const holder of heldBy) add(target, `lets ${nameOfPath(holder, f)} take a reference of its own to ${name}`, '');
  }
  for (const { path, certainty } of outcome.ended) add(null, `${certainty === 'always' ? 'ends' : 'may end'} what was borrowed from ${nameOfPath(path, f)}`, '');
  return acts;
}

/** ` when it returns 0`, '' when it always happens (to what is not NULL), ` on some paths` when the result does not tell. */
function conditionOf(act: Act, outcomes: readonly OutcomeSummary[], has: (index: number) => boolean, f: FunctionIr): string {
  const answers = { yes: new Set<string>(), no: new Set<string>() };
  outcomes.forEach((outcome, index) => {
    if (has(index)) answers.yes.add(answerOf(outcome, f));
    else if (!isForNull(outcome, act.subject)) answers.no.add(answerOf(outcome, f));
  });
  if (answers.no.size === 0) return '';
  return areApart(answers.yes, answers.no) ? ` when it returns ${[...answers.yes].join(' or ')}` : ' on some paths';
}

/** The outcome is the one for an argument that is NULL, or leads to nothing. */
function isForNull(outcome: OutcomeSummary, subject: Path | null): boolean {
  if (subject === null) return false;
  const whole = showPath(subject);
  return outcome.conditions.some(({ path, fact }) => isZero(fact) && (whole === showPath(path) || whole.startsWith(`${showPath(path)} `)));
}

const NOT_ZERO = 'not 0';

function answerOf({ result }: OutcomeSummary, f: FunctionIr): string {
  const none = f.returnDepth > 0 ? 'NULL' : '0';
  switch (result?.kind) {
    case 'integer': return result.value === 0 ? none : String(result.value);
    case 'constant': return result.name;
    case 'object': case 'path': return f.returnDepth > 0 ? 'a session' : '';
    case 'unknown': {
      const { fact } = result;
      if (isZero(fact)) return none;
      if (fact.low === fact.high) return String(fact.low);
      if (fact.equals !== null) return fact.equals.join(' or ');
      return isNonzero(fact) ? NOT_ZERO : '';
    }
    default: return '';
  }
}

/** Whether somebody who sees the result knows which of the two it was. */
function areApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const clear = (own: ReadonlySet<string>, other: ReadonlySet<string>): boolean => [...own].every((answer) => answer !== '' && !other.has(answer)
    && (answer !== NOT_ZERO || [...other].every((one) => one === '0' || one === 'NULL')));
  return clear(a, b) && clear(b, a);
}
