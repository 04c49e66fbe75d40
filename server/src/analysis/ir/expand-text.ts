import type { MacroDefinition } from '../code/item.ts';
import { tokenise, type Token } from '../index/tokens.ts';

const bodies = new WeakMap<MacroDefinition, readonly Token[]>();

/** Tokens of a macro's replacement text, split once. */
export function bodyTokens(macro: MacroDefinition): readonly Token[] {
  let tokens = bodies.get(macro);
  if (tokens === undefined) {
    tokens = tokenise(macro.body);
    bodies.set(macro, tokens);
  }
  return tokens;
}

const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);

/**
 * Arguments of a macro call from the text between its parentheses: split at commas outside brackets, trimmed.
 * `( )` has no argument. Comments in arguments are dropped.
 */
export function splitArguments(text: string): string[] {
  const tokens = tokenise(withoutComments(text));
  if (tokens.length === 0) return [];
  const parts: string[] = [''];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0 && token.text === ',') {
      parts.push('');
      continue;
    }
    if (OPENING.has(token.text)) depth++;
    else if (CLOSING.has(token.text)) depth--;
    const last = parts.length - 1;
    const before = parts[last] ?? '';
    parts[last] = before === '' || !token.gap ? before + token.text : `${before} ${token.text}`;
  }
  return parts;
}

function withoutComments(text: string): string {
  if (!text.includes('/*') && !text.includes('//')) return text;
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\*[^]*?\*\/|\/\/[^\n]*/g, (match) => (match.startsWith('/') ? ' ' : match));
}

/** Names of a macro's parameters with the name of the rest (`__VA_ARGS__`, or `args` of GNU `args...`), '' when it takes none. */
function parametersOf(macro: MacroDefinition): { names: readonly string[]; rest: string } {
  const all = macro.parameters ?? [];
  const last = all.at(-1);
  if (last?.endsWith('...') !== true) return { names: all, rest: '' };
  return { names: all.slice(0, -1), rest: last === '...' ? '__VA_ARGS__' : last.slice(0, -3).trim() };
}

/**
 * The replacement text of one use of a macro: parameters replaced, `#x` a string, `a ## b` joined.
 * Gives null when the number of arguments does not fit. Macros inside the result are not expanded.
 */
export function substitute(macro: MacroDefinition, given: readonly string[]): string | null {
  const { names, rest } = parametersOf(macro);
  if (given.length < names.length && !(names.length === 1 && given.length === 0)) return null;
  if (given.length > names.length && rest === '' && macro.parameters !== null) return null;
  const values = new Map<string, string>();
  names.forEach((name, i) => values.set(name, given[i] ?? ''));
  if (rest !== '') values.set(rest, given.slice(names.length).join(', '));
  const tokens = bodyTokens(macro);
  let text = '';
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    if (token.text === '##') {
      text = text.trimEnd();
      const next = tokens[i + 1];
      if (next === undefined) break;
      i++;
      const joined = values.get(next.text) ?? next.text;
      // GNU: , ## rest vanishes with an empty rest
      if (joined === '' && next.text === rest && text.endsWith(',')) text = text.slice(0, -1);
      else if (next.text === rest && text.endsWith(',')) text += ` ${joined}`;
      else text += joined;
      continue;
    }
    const following = tokens[i + 1];
    if (token.text === '#' && following !== undefined && values.has(following.text)) {
      text += ' "s"';
      i++;
      continue;
    }
    if (token.text === '__VA_OPT__' && following?.text === '(') {
      const close = closing(tokens, i + 1);
      if ((values.get(rest) ?? '') === '') i = close;
      else text += ' ';
      continue;
    }
    const value = token.kind === 'word' ? values.get(token.text) : undefined;
    text += value === undefined ? (token.gap ? ' ' : '') + token.text : ` ${value}`;
  }
  return text;
}

/** Number of the token that closes the bracket at `open`, or of the last one. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (OPENING.has(text)) depth++;
    else if (CLOSING.has(text) && --depth === 0) return i;
  }
  return tokens.length - 1;
}

const PARTNER: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Every bracket in the body is closed in it. */
export function isBalanced(tokens: readonly Token[]): boolean {
  const open: string[] = [];
  for (const { text } of tokens) {
    if (OPENING.has(text)) open.push(text);
    else if (CLOSING.has(text) && open.pop() !== PARTNER[text]) return false;
  }
  return open.length === 0;
}
