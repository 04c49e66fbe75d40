import type { MacroDefinition } from '../code/item.ts';
import type { Lowering } from './context.ts';
import type { Token } from '../index/tokens.ts';
import { bodyTokens } from './expand-text.ts';

const CONTROL: ReadonlySet<string> = new Set(['return', 'goto', 'break', 'continue']);
const STATEMENT: ReadonlySet<string> = new Set(['if', 'for', 'while', 'do', 'switch', 'return', 'goto', 'break', 'continue', 'case', 'default', 'else', '__asm__', 'asm']);
const MAXIMUM_BODY = 4000;

interface Traits {
  /** Leaves the expansion: return, goto, break, continue. */
  readonly jumps: boolean;
  /** Writes to an argument or to a variable of the caller. */
  readonly writes: boolean;
  /** One expression, no statement. */
  readonly isExpression: boolean;
  /** Names in the body. */
  readonly words: readonly string[];
}

const known = new WeakMap<MacroDefinition, Traits>();

/**
 * Is it worth lowering what the macro stands for? Yes when it changes what happens to values here: it jumps, writes,
 * mentions the library (through other macros as well), is an expression, or gets a tracked variable as argument. No
 * for the rest, mostly logging, which would only add branches.
 */
export function shouldExpand(lowering: Lowering, macro: MacroDefinition, given: readonly string[]): boolean {
  if (macro.body.length > MAXIMUM_BODY) return false;
  const traits = traitsOf(macro);
  if (macro.parameters === null && traits.words.length === 0 && macro.body !== '') return false;
  if (traits.jumps || traits.writes || traits.isExpression) return true;
  if (mentionsLibrary(lowering, macro, 0)) return true;
  return given.some((text) => {
    const name = /^[\s(&*]*([A-Za-z_]\w*)[\s)]*$/.exec(text)?.[1];
    const id = name === undefined ? undefined : lowering.lookup(name);
    return id !== undefined && (lowering.variable(id)?.depth ?? 0) > 0;
  });
}

function mentionsLibrary(lowering: Lowering, macro: MacroDefinition, depth: number): boolean {
  for (const word of traitsOf(macro).words) {
    if (lowering.index.isLibraryName(lowering.index.aliasOf(word, lowering.file.path))) return true;
    if (depth >= 4 || word === macro.name) continue;
    const inner = lowering.index.macrosFor(word, lowering.file.path)[0];
    if (inner !== undefined && (traitsOf(inner).jumps || mentionsLibrary(lowering, inner, depth + 1))) return true;
  }
  return false;
}

function traitsOf(macro: MacroDefinition): Traits {
  let traits = known.get(macro);
  if (traits === undefined) {
    const tokens = bodyTokens(macro);
    traits = {
      jumps: tokens.some((token) => CONTROL.has(token.text)),
      writes: tokens.some((token, i) => isWrite(token) && !isDeclaration(tokens, i, macro)),
      isExpression: !tokens.some((token, i) => token.text === ';' || (STATEMENT.has(token.text) && token.kind === 'word')
        || (token.text === '{' && tokens[i - 1]?.text !== '(' && tokens[i - 1]?.text !== ')')),
      words: [...new Set(tokens.filter((token) => token.kind === 'word').map((token) => token.text))],
    };
    known.set(macro, traits);
  }
  return traits;
}

function isWrite(token: Token): boolean {
  const { text } = token;
  if (token.kind !== 'punctuation') return false;
  return text === '=' || text === '++' || text === '--' || (text.length > 1 && text.endsWith('=') && !'=!<>'.includes(text[0] ?? '')) || text === '<<=';
}

/** `T *x = y` inside the macro: the write begins a variable of its own. Two words in a row, or `word * word`, before the `=`. */
function isDeclaration(tokens: readonly Token[], at: number, macro: MacroDefinition): boolean {
  const name = tokens[at - 1];
  if (name?.kind !== 'word' || macro.parameters?.includes(name.text) === true) return false;
  let before = at - 2;
  while (tokens[before]?.text === '*') before--;
  const type = tokens[before];
  return type?.kind === 'word' && type.text !== 'return' && type.text !== 'else' && macro.parameters?.includes(type.text) !== true;
}
