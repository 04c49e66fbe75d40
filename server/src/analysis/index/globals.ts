import type { Item } from '../code/item.ts';
import { declarationsIn } from './declarations.ts';

/** The global variables of a project and their types. */
export class GlobalIndex {
  private readonly items = new Map<string, Item[]>();
  private readonly types = new Map<string, string | undefined>();

  constructor(items: readonly Item[]) {
    for (const item of items) {
      const list = this.items.get(item.name);
      if (list === undefined) this.items.set(item.name, [item]);
      else list.push(item);
    }
  }

  /** Whether the variable that a file means by the name is visible in that file only. */
  isLocal(name: string, file: string): boolean {
    return this.items.get(name)?.some((item) => item.file.path === file && /^\s*static\b/.test(headOf(item))) ?? false;
  }

  /** Type of the variable that a file means by the name: its own, else one that is not static elsewhere. */
  typeOf(name: string, file: string): string | undefined {
    const items = this.items.get(name);
    if (items === undefined) return undefined;
    const key = `${name} ${file}`;
    if (this.types.has(key)) return this.types.get(key);
    const own = items.find((item) => item.file.path === file) ?? items.find((item) => !/^\s*static\b/.test(headOf(item)));
    const type = own === undefined ? undefined : declarationsIn(headOf(own)).find((declaration) => declaration.name === name)?.type ?? '';
    this.types.set(key, type);
    return type;
  }
}

/** The text before the initialiser, of bounded length: a table of a megabyte has a short head. */
function headOf(item: Item): string {
  const text = item.file.text.slice(item.start, Math.min(item.end, item.start + 2000));
  const equals = text.indexOf('=');
  return equals < 0 ? text : `${text.slice(0, equals)};`;
}
