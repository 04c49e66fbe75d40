import type { Condition } from '../../server/src/analysis/code/condition.ts';
import { show } from '../../server/src/analysis/code/condition.ts';
import type { Item, MacroDefinition } from '../../server/src/analysis/code/item.ts';
import { parseMacro } from '../../server/src/analysis/code/macro.ts';
import { scan } from '../../server/src/analysis/code/scan.ts';
import type { ParsedItem, Parser } from '../../server/src/analysis/cst/parser.ts';
import { createParser } from '../../server/src/analysis/cst/parser.ts';
import type { SyntaxTree } from '../../server/src/analysis/cst/tree.ts';
import { readWasm } from '../tools/wasm.ts';

export const parser: Parser = await createParser(readWasm());

export function items(text: string): Item[] {
  return scan({ path: 'test.c', text }).items;
}

/** Each item that is no macro as `kind name lines condition`. */
export function outline(text: string): string[] {
  const line = (offset: number): number => text.slice(0, offset).split(/\r\n|\n|\r/).length;
  return items(text).filter((i) => i.kind !== 'macro').map((i) => `${i.kind} ${i.name} ${line(i.start)}-${line(i.end - 1)}${i.presence.kind === 'true' ? '' : ` if ${show(i.presence)}`}`);
}

/** Parses the item of the given name (the first function without one), with the macros of the same text. */
export function parse(text: string, name?: string, expectCalls: readonly string[] = ['drop', 'get', 'use']): { item: Item; parsed: ParsedItem } {
  const all = items(text);
  const macros = new Map<string, MacroDefinition[]>();
  for (const item of all) {
    const macro = parseMacro(item);
    if (macro) macros.set(macro.name, [...macros.get(macro.name) ?? [], macro]);
  }
  const item = all.find((i) => (name === undefined ? i.kind === 'function' : i.name === name && i.kind !== 'macro'));
  if (!item) throw new Error(`no such item: ${outline(text).join(', ')}`);
  return { item, parsed: parser.parseItem(item, { macros, words: new Map([['PRIVATE', 'ignore'], ['repeat_for', 'loop']]), expectCalls: new Set(expectCalls) }) };
}

/** Names that are called, in order; the only reading of a function unless `variant` says which. */
export function calls(tree: SyntaxTree): string[] {
  const result: string[] = [];
  for (let i = 0; i < tree.size; i++) if (tree.type(i) === 'call_expression') result.push(tree.text(tree.child(i, 'function')));
  return result;
}

/** Statements of the body of the function in a tree, as types. */
export function statements(tree: SyntaxTree): string[] {
  const definition = tree.children(0).find((c) => tree.type(c) === 'function_definition') ?? 0;
  return tree.children(tree.child(definition, 'body')).map((c) => tree.type(c));
}

/** Parses one body, expects one trusted reading. */
export function body(text: string, before = ''): SyntaxTree {
  const { parsed } = parse(`${before}\nvoid f(struct s *s, int n)\n{\n${text}\n}\n`, 'f');
  if (parsed.opaque !== null) throw new Error(parsed.opaque);
  const first = parsed.variants[0];
  if (!first || parsed.variants.length !== 1) throw new Error(`${parsed.variants.length} readings`);
  return first.tree;
}

export function shown(condition: Condition): string { return show(condition); }
