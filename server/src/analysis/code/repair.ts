import type { ItemKind, MacroTable } from './item.ts';

/** What a name means to the parser. */
export class WordMeaning {
  constructor(readonly macros: MacroTable, readonly words: ReadonlyMap<string, 'loop' | 'ignore' | 'noreturn'>) {}
}

export function repairAlways(text: string, _kind: ItemKind, _name: string, _meaning: WordMeaning): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

export function* repairDamage(_text: string, _places: readonly number[], _meaning: WordMeaning): Generator<string> {
}
