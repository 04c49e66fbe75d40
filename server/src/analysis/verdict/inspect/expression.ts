import { CLOSE_BRACKET, DOT, OPEN_BRACKET, OPEN_PAREN, STAR } from '../../code/characters.ts';
import { isKeyword } from '../../code/words.ts';
import type { Tokens } from '../../code/tokens.ts';
import type { Range } from '../../ir/instructions.ts';

const GREATER = 62;
const MINUS = 45;
const LONGEST = 16;

/** A variable or member as it is written, up to and including one of its names. */
export interface Written {
  /** Without white space, what stands in `[]` left out: `c->tab[].sess`. */
  readonly text: string;
  readonly range: Range;
  /** `*` stands before it. */
  readonly dereferenced: boolean;
}

/** The variable or member expression that ends with the name at token `i`; null where it begins with something else, as `f()->s` does. */
export function expressionAt(tokens: Tokens, i: number): Written | null {
  if (!tokens.isName(i) || isKeyword(tokens.word(i))) return null;
  let text = tokens.word(i);
  let first = i;
  for (let steps = 0; steps < LONGEST; steps++) {
    const arrow = tokens.kind(first - 1) === GREATER && tokens.kind(first - 2) === MINUS;
    if (!arrow && tokens.kind(first - 1) !== DOT) break;
    let before = first - (arrow ? 3 : 2);
    let index = '';
    for (; tokens.kind(before) === CLOSE_BRACKET; before = tokens.opening(before) - 1) index += '[]';
    if (!tokens.isName(before)) return null;
    text = `${tokens.word(before)}${index}${arrow ? '->' : '.'}${text}`;
    first = before;
  }
  return { text, range: { start: tokens.start(first), end: tokens.end(i) }, dereferenced: tokens.kind(first - 1) === STAR };
}

/** Whether the name at token `i` is a member (`o->name`, `.name =`). */
export function isMember(tokens: Tokens, i: number): boolean {
  return tokens.kind(i - 1) === DOT || (tokens.kind(i - 1) === GREATER && tokens.kind(i - 2) === MINUS);
}

/** Whether an argument list follows the name at token `i`. */
export function isFollowedByArguments(tokens: Tokens, i: number): boolean { return tokens.kind(i + 1) === OPEN_PAREN; }

/** A place as it is printed, in the spelling of `Written.text`: numbers of variables and what stands in `[]` left out. */
export function plainText(printed: string): string {
  let text = '';
  let depth = 0;
  for (const c of printed.replace(/'\d+/g, '')) {
    if (c.charCodeAt(0) === CLOSE_BRACKET) depth--;
    if (depth === 0) text += c;
    if (c.charCodeAt(0) === OPEN_BRACKET) depth++;
  }
  return text;
}
