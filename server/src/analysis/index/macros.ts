import type { Item, MacroDefinition, MacroTable } from '../code/item.ts';
import { parseMacro } from '../code/macro.ts';
import { evaluateConstant } from './constant.ts';
import type { Known } from './index.ts';

const IDENTIFIER = /^\(?\s*([A-Za-z_$][\w$]*)\s*\)?$/;
const MAXIMUM_CHAIN = 12;

/** The macros of a project, taken apart when they are asked for. */
export class MacroIndex {
  readonly table: MacroTable;
  /** Values of enumerators, for macros that are defined through them; set by the owner. */
  enumerators: (name: string) => number | undefined = () => undefined;
  private readonly items = new Map<string, Item[]>();
  private readonly parsed = new Map<string, readonly MacroDefinition[]>();
  private readonly seen = new Map<string, readonly MacroDefinition[]>();
  private readonly integers = new Map<string, number | undefined>();
  private readonly aliases = new Map<string, string>();

  constructor(items: readonly Item[], private readonly known: Known) {
    for (const item of items) {
      const list = this.items.get(item.name);
      if (list === undefined) this.items.set(item.name, [item]);
      else list.push(item);
    }
    this.table = new LazyTable(this.items, (name) => this.definitions(name));
  }

  definitions(name: string): readonly MacroDefinition[] {
    const items = this.items.get(name);
    if (items === undefined) return [];
    let list = this.parsed.get(name);
    if (list === undefined) {
      list = items.map(parseMacro).filter((macro) => macro !== null);
      this.parsed.set(name, list);
    }
    return list;
  }

  /** Definitions that a use of the name in `file` can mean: of that file, else of headers, nearest directory first. */
  visible(name: string, file: string): readonly MacroDefinition[] {
    if (!this.items.has(name)) return [];
    const key = `${name} ${file}`;
    let list = this.seen.get(key);
    if (list === undefined) {
      list = this.known.functions(name) && this.known.weak?.(name) !== true ? [] : this.choose(this.definitions(name), file);
      this.seen.set(key, list);
    }
    return list;
  }

  private choose(all: readonly MacroDefinition[], file: string): readonly MacroDefinition[] {
    if (file === '') return all;
    const own = all.filter((macro) => macro.item.file.path === file);
    if (own.length > 0) return own;
    const headers = all.filter((macro) => !isSource(macro.item.file.path));
    if (headers.length < 2) return headers;
    // two headers that say different things: the one closest to the file that asks, with all its alternatives
    let best = -1;
    let path = '';
    for (const macro of headers) {
      const closeness = commonPrefix(macro.item.file.path, file);
      if (closeness > best) [best, path] = [closeness, macro.item.file.path];
    }
    return headers.filter((macro) => macro.item.file.path === path);
  }

  aliasOf(name: string, file: string): string {
    if (!this.items.has(name)) return name;
    const key = `${name} ${file}`;
    const cached = this.aliases.get(key);
    if (cached !== undefined) return cached;
    let current = name;
    for (let i = 0; i < MAXIMUM_CHAIN; i++) {
      const target = this.target(current, file);
      if (target === undefined || target === current) break;
      current = target;
      if (current === name) break;
    }
    this.aliases.set(key, current);
    return current;
  }

  /** The identifier an object-like macro stands for; when `#if` offers several, one the library knows, else the first. */
  private target(name: string, file: string): string | undefined {
    let first: string | undefined;
    for (const macro of this.visible(name, file)) {
      const target = macro.parameters === null ? IDENTIFIER.exec(macro.body)?.[1] : undefined;
      if (target === undefined) continue;
      if (this.known.functions(target)) return target;
      first ??= target;
    }
    return first;
  }

  /** All object-like definitions agree on one number. */
  integerOf(name: string, file: string, depth = 0): number | undefined {
    if (!this.items.has(name)) return undefined;
    const key = `${name} ${file}`;
    if (this.integers.has(key)) return this.integers.get(key);
    if (depth > MAXIMUM_CHAIN) return undefined;
    // a definition that leads back to itself has no value
    this.integers.set(key, undefined);
    let agreed: number | undefined;
    const definitions = this.visible(name, file);
    for (const macro of definitions) {
      const value = macro.parameters === null && macro.body.length < 200
        ? evaluateConstant(macro.body, (inner) => this.integerOf(inner, file, depth + 1) ?? this.enumerators(inner)) : undefined;
      if (value === undefined || (agreed !== undefined && agreed !== value)) return undefined;
      agreed = value;
    }
    this.integers.set(key, agreed);
    return agreed;
  }
}

function isSource(path: string): boolean {
  return /\.(?:c|cc|cpp|cxx|m)$/i.test(path);
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  for (let i = 0; i < a.length && i < b.length && a[i] === b[i]; i++) if (a[i] === '/') length = i + 1;
  return length;
}

/** A map that takes a macro apart only when it is looked up. */
class LazyTable implements ReadonlyMap<string, readonly MacroDefinition[]> {
  constructor(
    private readonly items: ReadonlyMap<string, readonly Item[]>,
    private readonly definitions: (name: string) => readonly MacroDefinition[],
  ) {}

  get size(): number { return this.items.size; }
  has(name: string): boolean { return this.items.has(name); }
  get(name: string): readonly MacroDefinition[] | undefined { return this.items.has(name) ? this.definitions(name) : undefined; }
  keys(): MapIterator<string> { return this.items.keys(); }
  entries(): MapIterator<[string, readonly MacroDefinition[]]> { return this.all().entries(); }
  values(): MapIterator<readonly MacroDefinition[]> { return this.all().values(); }
  [Symbol.iterator](): MapIterator<[string, readonly MacroDefinition[]]> { return this.entries(); }
  forEach(action: (value: readonly MacroDefinition[], key: string, map: ReadonlyMap<string, readonly MacroDefinition[]>) => void): void {
    for (const [name, value] of this.all()) action(value, name, this);
  }

  private all(): Map<string, readonly MacroDefinition[]> {
    return new Map([...this.items.keys()].map((name) => [name, this.definitions(name)]));
  }
}
