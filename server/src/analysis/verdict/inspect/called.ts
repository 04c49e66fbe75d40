import type { FunctionIr } from '../../ir/instructions.ts';
import type { Tokens } from '../../code/tokens.ts';
import { isFollowedByArguments, isMember } from './expression.ts';
import type { Locator } from './locate.ts';

/** The function that a name in the text stands for, and what the name itself is. */
export interface Called { readonly name: string; /** '' unless the name is that of a macro. */ readonly macro: string }

/**
 * The functions called at the name of token `i`, by the instructions of the functions around it: the callee of a call
 * that begins with this name, else what the macro of this name calls, outermost use first. Empty when it is no call.
 */
export function calledAt(functions: readonly FunctionIr[], tokens: Tokens, i: number, locator: Locator): readonly Called[] {
  const name = tokens.word(i);
  const range = { start: tokens.start(i), end: tokens.end(i) };
  const found = new Map<string, Called>();
  for (const f of functions) {
    for (const block of f.blocks) {
      for (const instruction of block.instructions) {
        if (instruction.op !== 'call' || typeof instruction.callee !== 'string' || !locator.covers(f, instruction.range, range)) continue;
        if (instruction.macro === name) found.set(instruction.callee, { name: instruction.callee, macro: instruction.callee === name ? '' : name });
        else if (instruction.macro === undefined && locator.begins(f, instruction.range, range)) found.set(instruction.callee, { name: instruction.callee, macro: instruction.callee === name ? '' : name });
      }
    }
  }
  return [...found.values()];
}

/** Tokens before the name of a function that is passed on: `on_new` in `= on_new`, `&on_new`, `f(ctx, on_new)`, `{ on_new }`. */
const BEFORE_VALUE: ReadonlySet<string> = new Set(['=', '&', '(', ',', '{']);

/** Whether a name can mean a function by the text alone: it is called or passed on, and no member or variable. */
export function canBeFunction(functions: readonly FunctionIr[], tokens: Tokens, i: number): boolean {
  if (isMember(tokens, i) || !(isFollowedByArguments(tokens, i) || BEFORE_VALUE.has(tokens.word(i - 1)))) return false;
  const name = tokens.word(i);
  return !functions.some((f) => f.variables.some((variable) => variable.name === name && variable.kind !== 'global'));
}
