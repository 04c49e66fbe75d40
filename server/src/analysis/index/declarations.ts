import { tokenise, type Token } from './tokens.ts';

/** One name declared by text, with its type normalised like `Variable.type`. */
export interface Declaration { readonly name: string; readonly type: string }

/** Words of a declaration that are no part of the type. */
const IGNORED: ReadonlySet<string> = new Set([
  'static', 'extern', 'register', 'volatile', 'restrict', '__restrict', '__extension__', 'inline', '_Thread_local', '__thread', 'typedef', '_Atomic',
]);

/** Comments and directives of a piece of C blanked. Linear. */
export function withoutNoise(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|(?<=^|\n)[ \t]*#(?:\\\r?\n|[^\n])*/g, (match) => (match.startsWith('"') ? match : ' '));
}

/**
 * The names that declarations declare (members of a struct body, a typedef, a global): `T *a, b[2]; int (*f)(T *);`.
 * Bodies in braces and initialisers are skipped over; a struct with a body counts as `struct tag`. Linear.
 */
export function declarationsIn(text: string): Declaration[] {
  const tokens = tokenise(withoutNoise(text));
  const found: Declaration[] = [];
  for (let start = 0; start < tokens.length;) {
    const end = endOfDeclaration(tokens, start);
    readDeclaration(tokens, start, end, found);
    start = end + 1;
  }
  return found;
}

/** Number of the `;` outside of brackets at or after `from`. */
function endOfDeclaration(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const text = tokens[i]?.text;
    if (text === '{' || text === '(' || text === '[') depth++;
    else if (text === '}' || text === ')' || text === ']') depth--;
    else if (text === ';' && depth <= 0) return i;
  }
  return tokens.length;
}

function readDeclaration(tokens: readonly Token[], start: number, end: number, found: Declaration[]): void {
  let at = start;
  const words: string[] = [];
  // specifiers: all words but the last one before a declarator begins
  for (; at < end; at++) {
    const token = tokens[at];
    if (token === undefined) return;
    if (token.text === '{') {
      at = skipBrackets(tokens, at, end);
      continue;
    }
    if (token.kind !== 'word') break;
    if (token.text.startsWith('__attribute') || token.text === '__declspec' || token.text === '_Alignas') {
      if (tokens[at + 1]?.text === '(') at = skipBrackets(tokens, at + 1, end);
      continue;
    }
    if (IGNORED.has(token.text)) continue;
    const next = tokens[at + 1];
    const isTag = token.text === 'struct' || token.text === 'union' || token.text === 'enum';
    // STACK_OF(X) *
    if (next?.text === '(' && words.length === 0 && tokens[skipBrackets(tokens, at + 1, end) + 1]?.text !== ';' && tokens[at + 2]?.text !== '*') {
      const close = skipBrackets(tokens, at + 1, end);
      words.push(tokens.slice(at, close + 1).map((t) => t.text).join(''));
      at = close;
      continue;
    }
    const endsSpecifiers = next === undefined || at + 1 >= end || next.text === ',' || next.text === '[' || next.text === ':' || next.text === '=' || next.text === ';' || next.text === '(';
    if (endsSpecifiers && !isTag && words.some((word) => word !== 'const')) break;
    words.push(token.text);
  }
  const isConst = words.includes('const');
  const base = (isConst ? 'const ' : '') + words.filter((word) => word !== 'const').join(' ');
  if (base === '') return;
  while (at < end) at = readDeclarator(tokens, at, end, base, found) + 1;
}

/** Reads one declarator up to its comma, adds what it declares, gives the number of the comma (or `end`). */
function readDeclarator(tokens: readonly Token[], start: number, end: number, base: string, found: Declaration[]): number {
  let steps = '';
  let name = '';
  let inner = '';
  let at = start;
  for (; at < end; at++) {
    const token = tokens[at];
    if (token === undefined || token.text === ',') break;
    if (token.text === '*') {
      steps += '*';
    } else if (token.text === '(') {
      const close = skipBrackets(tokens, at, end);
      if (name === '') {
        // ( *name ): what is inside comes last
        for (const t of tokens.slice(at + 1, close)) {
          if (t.text === '*') inner += '*';
          else if (t.text === '[') inner += '[]';
          else if (t.kind === 'word' && t.text !== 'const') name = t.text;
          if (t.text === '(') break;
        }
      } else if (!name.startsWith('__attribute')) {
        steps += '()';
      }
      at = close;
    } else if (token.text === '[') {
      steps += '[]';
      at = skipBrackets(tokens, at, end);
    } else if (token.text === '=' || token.text === ':') {
      let depth = 0;
      for (; at < end; at++) {
        const text = tokens[at]?.text ?? '';
        if (text === '(' || text === '{' || text === '[') depth++;
        else if (text === ')' || text === '}' || text === ']') depth--;
        else if (text === ',' && depth === 0) break;
      }
      break;
    } else if (token.kind === 'word' && token.text !== 'const' && !IGNORED.has(token.text) && name === '') {
      name = token.text;
    }
  }
  const all = steps + inner;
  if (name !== '') found.push({ name, type: all === '' ? base : `${base} ${all}` });
  return at;
}

/** Number of the bracket that closes the one at `open`, at most `end`. */
function skipBrackets(tokens: readonly Token[], open: number, end: number): number {
  let depth = 0;
  for (let i = open; i < end; i++) {
    const text = tokens[i]?.text;
    if (text === '(' || text === '{' || text === '[') depth++;
    else if ((text === ')' || text === '}' || text === ']') && --depth === 0) return i;
  }
  return end;
}
