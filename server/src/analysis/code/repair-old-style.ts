import { CLOSE_PAREN, COMMA, OPEN_PAREN, SEMICOLON } from './characters.ts';
import type { Edits } from './edits.ts';
import type { Tokens } from './tokens.ts';
import { NAME } from './tokens.ts';

/**
 * Rewrites a definition in the old style, whose single parameter the grammar takes for an attribute:
 *
 *     char *name(a, b) int a; char *b; {          char *name(int a,char * b)       {
 *
 * `open` and `close` are the parentheses, `body` the `{`. False when there is nothing to rewrite or it does not fit.
 */
export function repairOldStyle(tokens: Tokens, open: number, close: number, body: number, edits: Edits): boolean {
  if (tokens.kind(close + 1) !== NAME || tokens.kind(body - 1) !== SEMICOLON) return false;
  const declared = new Map<string, string>();
  for (let from = close + 1; from < body;) {
    let end = from;
    while (end < body && tokens.kind(end) !== SEMICOLON) end++;
    readDeclaration(tokens, from, end, declared);
    from = end + 1;
  }
  const parameters: string[] = [];
  for (let i = open + 1; i < close; i++) {
    if (tokens.kind(i) === COMMA) continue;
    const name = tokens.word(i);
    // An undeclared parameter is an int.
    parameters.push(declared.get(name) ?? `int ${name}`);
  }
  return edits.replace(tokens.start(open), tokens.start(body), `(${parameters.join(',')})`);
}

/** `const char *a, b[2]` declares a as `const char * a` and b as `const char b [ 2 ]`. */
function readDeclaration(tokens: Tokens, from: number, end: number, declared: Map<string, string>): void {
  let specifiers = from;
  while (tokens.kind(specifiers) === NAME && tokens.kind(specifiers + 1) === NAME) specifiers++;
  // The last word before `*` or `(` is still part of the type; before anything else it is the name.
  const next = tokens.kind(specifiers + 1);
  if (next === 42 || next === OPEN_PAREN) specifiers++;
  const type = wordsBetween(tokens, from, specifiers);
  let depth = 0, start = specifiers;
  for (let i = specifiers; i <= end; i++) {
    const kind = tokens.kind(i);
    if (kind === OPEN_PAREN) depth++;
    else if (kind === CLOSE_PAREN) depth--;
    if (i < end && (kind !== COMMA || depth > 0)) continue;
    let name = '';
    for (let j = start; j < i && name === ''; j++) if (tokens.kind(j) === NAME && tokens.word(j) !== 'const') name = tokens.word(j);
    if (name !== '') declared.set(name, `${type} ${wordsBetween(tokens, start, i)}`);
    start = i + 1;
  }
}

function wordsBetween(tokens: Tokens, from: number, to: number): string {
  const words: string[] = [];
  for (let i = from; i < to; i++) if (tokens.word(i) !== 'register') words.push(tokens.word(i));
  return words.join(' ');
}
