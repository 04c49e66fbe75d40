import { CLOSE_PAREN, COLON, COMMA, DOT, EQUALS, OPEN_BRACKET, OPEN_PAREN, STAR } from './characters.ts';
import type { Edits } from './edits.ts';
import type { Tokens } from './tokens.ts';
import { LITERAL } from './tokens.ts';
import { isCapital, isControl, isKeyword, isOperatorWord, isQualifier, isTagKeyword, isTypeKeyword } from './words.ts';

const OPERATORS = '+-*/%^|&<>!=~.';

/** True when the `(` at `at` opens the arguments of a call, as far as tokens tell. */
export function opensArguments(tokens: Tokens, at: number): boolean {
  if (!tokens.isName(at - 1)) return false;
  const word = tokens.word(at - 1);
  if (isKeyword(word) || isOperatorWord(word)) return false;
  // int compare(T *, T *);
  return !tokens.isName(at - 2) || isControl(tokens.word(at - 2)) || tokens.breaksAfter(at - 2);
}

/** `call(a, , b)` and `call(a, )` have an empty argument before the `,` or `)` at token `at`. */
export function repairEmptyArgument(tokens: Tokens, at: number, edits: Edits): void {
  if (tokens.kind(at - 1) !== COMMA) return;
  if (edits.replace(tokens.end(at - 1), tokens.start(at), '0') || tokens.kind(at) !== CLOSE_PAREN) return;
  edits.blank(tokens.start(at - 1), tokens.end(at - 1));
}

/** `ROUND(a, +, ^)`: operators as arguments. `at` is the `,` or `)` after one. */
export function repairOperatorArgument(tokens: Tokens, at: number, edits: Edits): void {
  let from = at;
  while (at - from < 3 && OPERATORS.includes(tokens.word(from - 1)) && tokens.kind(from - 1) > LITERAL) from--;
  if (from === at || (tokens.kind(from - 1) !== COMMA && tokens.kind(from - 1) !== OPEN_PAREN)) return;
  edits.replace(tokens.start(from), tokens.end(at - 1), '0');
}

/** Repairs what ends at the `,` or `)` at token `at` when that is a type used as an argument: `va_arg(list, T *)`. */
export function repairTypeArgument(tokens: Tokens, at: number, edits: Edits): void {
  let from = at, typed = false, stars = false;
  for (; from > 0 && at - from < 12; from--) {
    const kind = tokens.kind(from - 1);
    if (kind === STAR) { if (from !== at && !stars && tokens.isName(from)) return; stars = true; continue; }
    if (!tokens.isName(from - 1)) break;
    const word = tokens.word(from - 1);
    if (isTypeKeyword(word) || isTagKeyword(word)) typed = true;
    else if (isKeyword(word) && !isQualifier(word)) return;
  }
  const before = tokens.kind(from - 1);
  if (from >= at || (before !== COMMA && before !== OPEN_PAREN)) return;
  const words = [...Array(at - from).keys()].map((i) => from + i).filter((i) => tokens.isName(i));
  if (words.length === 0 || !(typed || stars) || (stars && tokens.kind(at - 1) !== STAR)) return;
  // (void) alone is an empty parameter list.
  if (words.length === 1 && tokens.word(from) === 'void' && !stars) return;
  const name = words.find((i) => !isTypeKeyword(tokens.word(i)) && !isTagKeyword(tokens.word(i)) && !isQualifier(tokens.word(i)));
  if (name === undefined) { edits.replace(tokens.start(from), tokens.end(at - 1), '0'); return; }
  for (let i = from; i < at; i++) if (i !== name) edits.blank(tokens.start(i), tokens.end(i));
}

/** Macro calls between string literals: `"a" FORMAT(x) "b"`. */
export function repairLiteral(tokens: Tokens, at: number, edits: Edits): void {
  if (tokens.isName(at + 1) && tokens.kind(at + 2) === OPEN_PAREN) {
    const close = tokens.closing(at + 2);
    if (close > 0) edits.blank(tokens.start(at + 1), tokens.end(close));
  }
  if (tokens.kind(at - 1) !== CLOSE_PAREN) return;
  const open = tokens.opening(at - 1);
  if (!tokens.isName(open - 1) || isKeyword(tokens.word(open - 1))) return;
  const before = tokens.kind(open - 2);
  if (before === OPEN_PAREN || before === COMMA || before === EQUALS || before === LITERAL || tokens.word(open - 2) === 'return') edits.blank(tokens.start(open - 1), tokens.end(at - 1));
}

/** `print(PREFIX MESSAGE)`: of two macros that stand for literals the first is kept. */
export function repairTwoNames(tokens: Tokens, at: number, edits: Edits): void {
  const before = tokens.kind(at - 1), after = tokens.kind(at + 2);
  if ((before === OPEN_PAREN || before === COMMA) && (after === COMMA || after === CLOSE_PAREN) && isCapital(tokens.word(at)) && isCapital(tokens.word(at + 1))) {
    edits.blank(tokens.start(at + 1), tokens.end(at + 1));
  }
}

/** `case A ... B:` keeps its first value; `at` is the first dot. */
export function repairRange(tokens: Tokens, at: number, edits: Edits): void {
  if (tokens.kind(at + 1) !== DOT || tokens.kind(at + 2) !== DOT) return;
  let end = at + 3;
  while (end < tokens.count && end - at < 20 && tokens.kind(end) !== COLON && tokens.kind(end) !== 93) end++;
  if (tokens.kind(end) === COLON || tokens.kind(end) === 93) edits.blank(tokens.start(at), tokens.start(end));
}

/** `offsetof(T, a.b[0])` keeps the first member; `at` is the `(`. */
export function repairMemberPath(tokens: Tokens, at: number, edits: Edits): void {
  const close = tokens.closing(at);
  for (let i = at + 1; i < close; i++) {
    const kind = tokens.kind(i);
    if (kind === DOT || kind === OPEN_BRACKET) { edits.blank(tokens.start(i), tokens.start(close)); return; }
  }
}
