import type { Item } from '../../code/item.ts';
import type { Effect, FunctionModel } from '../../model/effects.ts';
import type { Problem, ProblemKind } from '../state/problem.ts';

/** What is known of the project when all of it was read. */
export interface MeddlingContext {
  /** Definitions of a function in the project. */
  definitionsOf(name: string): readonly Item[];
  /** Whether a function was read because it has to do with sessions. */
  isRead(item: Item): boolean;
  modelOf(name: string): FunctionModel | undefined;
}

/** What is wrong because something is stored without a reference. */
const STORES: ReadonlySet<ProblemKind> = new Set(['borrow-stored', 'callback-stored-without-reference', 'callback-released-and-returned', 'callback-overwrites']);
const WIPES: ReadonlySet<Effect> = new Set(['zero', 'copy']);
const CALL = /\b[A-Za-z_]\w*(?=\s*\()/g;
/** `*c = none;` */
const WHOLE = /[;{})]\s*\*\s*\(?\w+\)?\s*=(?!=)/;
/** Functions looked at behind one call; behind more there may be anything. */
const MOST_FUNCTIONS = 200;

/**
 * A borrow that stays in `c->sess` while `settle(c)` is called is only reported when settle() can have done nothing about it: code from
 * outside the project, or a function that was not read, for it has nothing to do with sessions, that does not write whole structs, and
 * that leads to no function that was read or that mentions the member. O(problems), and once the text of the functions that are asked for.
 */
export function withoutMeddling(problems: readonly Problem[], context: MeddlingContext): Problem[] {
  return problems.filter(({ kind, name, account }) => {
    if (!STORES.has(kind) || account === null || account.seenBy.length === 0) return true;
    const member = new RegExp(`\\b${/\w*$/.exec(name)?.[0] ?? ''}\\b`);
    return !account.seenBy.some((called) => meddles(called, member, context));
  });
}

function meddles(called: string, member: RegExp, context: MeddlingContext): boolean {
  const names = new Set([called]);
  let looked = 0;
  // A set that grows while it is walked.
  for (const name of names) {
    for (const item of context.definitionsOf(name)) {
      if (++looked > MOST_FUNCTIONS || context.isRead(item)) return true;
      const text = item.file.text.slice(item.start, item.end);
      const calls = text.match(CALL) ?? [];
      if (member.test(text) || (name === called && (WHOLE.test(text) || calls.some((each) => wipes(context.modelOf(each)))))) return true;
      for (const each of calls) names.add(each);
    }
  }
  return false;
}

function wipes(model: FunctionModel | undefined): boolean { return model?.parameters.some((parameter) => WIPES.has(parameter.effect)) === true; }
