import { scan } from '../../server/src/analysis/code/scan.ts';
import { createParser, type Parser } from '../../server/src/analysis/cst/parser.ts';
import { buildIndex, type ProjectIndex } from '../../server/src/analysis/index/index.ts';
import type { FunctionIr } from '../../server/src/analysis/ir/instructions.ts';
import { lower, type LoweredItem } from '../../server/src/analysis/ir/lower-function.ts';
import { printFunction } from '../../server/src/analysis/ir/print.ts';
import { readWasm } from '../tools/wasm.ts';

/** A small library of its own for the tests: the lowering has no names built in. */
export const LIBRARY: ReadonlySet<string> = new Set(['ses_get', 'ses_free', 'ses_ref', 'ses_set', 'ses_read']);
export const TYPES: readonly string[] = ['SES', 'struct ses_st'];

export const parser: Parser = await createParser(readWasm());

export function indexOf(...files: readonly { readonly path: string; readonly text: string }[]): ProjectIndex {
  return buildIndex(files.flatMap((file) => scan(file).items), { types: TYPES, functions: (name) => LIBRARY.has(name) });
}

/** The last function of a text, lowered. */
export function lowered(text: string): LoweredItem & { readonly text: string } {
  const file = { path: 'a.c', text };
  const { items } = scan(file);
  const index = indexOf(file);
  const item = items.findLast((candidate) => candidate.kind === 'function');
  if (item === undefined) throw new Error('no function');
  const parsed = parser.parseItem(item, { macros: index.macros, words: new Map() });
  return { ...lower(item, parsed, index, parser), text };
}

/** The only variant of the last function of a text. */
export function functionOf(text: string): FunctionIr {
  const { functions, opaque } = lowered(text);
  const [first] = functions;
  if (first === undefined) throw new Error(opaque ?? 'nothing');
  return first;
}

/** Dump of a body of statements, without head; `before` stands in front of the function. */
export function dump(body: string, parameters = 'SES *s, struct conn *c, int n', before = ''): string {
  const text = `${before}\nint f(${parameters})\n{\n${body}\n}\n`;
  return printFunction(functionOf(text)).split('\n').slice(1).join('\n');
}
