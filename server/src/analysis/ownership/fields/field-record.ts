import type { FunctionIr } from '../../ir/instructions.ts';
import type { FieldUse } from './field-uses.ts';
import type { FieldEvent } from '../state/field-events.ts';

/** What the project declares about fields and globals. */
export interface Declarations {
  /** Structs with a member of this name that holds sessions. */
  owners(name: string): number;
  /** Some struct has a member of this name, whatever its type. */
  isDeclared(name: string): boolean;
  /** The path, when a global of this name is visible in that file only; '' otherwise. */
  home(name: string, path: string): string;
  /** The file is part of a library that defines the tracked type: its fields follow rules of its own. */
  isLibrary(path: string): boolean;
}

/** All that is known of one field. */
export class FieldRecord {
  readonly field: string;
  readonly owned: FieldEvent[] = [];
  readonly borrowed: FieldEvent[] = [];
  readonly released: FieldEvent[] = [];
  readonly withdrawn: FieldEvent[] = [];
  readonly written: FieldEvent[] = [];
  readonly uses: FieldUse[] = [];
  readonly #owners = new Set<string>();
  readonly #usesOf = new Map<string, FieldUse[]>();
  #stores: readonly FieldEvent[] | null = null;

  constructor(field: string) { this.field = field; }

  add(event: FieldEvent): void {
    switch (event.kind) {
      case 'owned': this.owned.push(event); this.written.push(event); this.#owners.add(keyOf(event.function)); break;
      case 'borrowed': this.borrowed.push(event); this.written.push(event); break;
      case 'cleared': case 'unknown': this.written.push(event); break;
      case 'release': this.released.push(event); break;
      case 'withdrawn': this.withdrawn.push(event); break;
      case 'handed-over': break; // the uses say so
    }
  }

  addUse(use: FieldUse): void {
    this.uses.push(use);
    const known = this.#usesOf.get(keyOf(use.function));
    if (known === undefined) this.#usesOf.set(keyOf(use.function), [use]);
    else known.push(use);
  }

  /** The uses in one function. */
  usesIn(f: FunctionIr): readonly FieldUse[] { return this.#usesOf.get(keyOf(f)) ?? []; }

  /** A function that puts an owned session in the place of the one it releases. */
  replaces(f: FunctionIr): boolean { return this.#owners.has(keyOf(f)); }

  /** The stores themselves, in order; callers of a function that stores see them too, and are left out where it is known. */
  get stores(): readonly FieldEvent[] {
    if (this.#stores !== null) return this.#stores;
    const writers = new Set(this.uses.filter((use) => use.kind === 'written').map((use) => placeOf(use)));
    const direct = this.owned.filter((event) => writers.has(placeOf(event)));
    this.#stores = onePerPlace(direct.length > 0 ? direct : this.owned);
    return this.#stores;
  }
}

/** The analysis works on shortened copies of functions: this is the same for all of them. */
export function keyOf(f: FunctionIr): string { return `${f.file.path}:${f.nameRange.start}`; }

export function placeOf(at: { readonly function: FunctionIr; readonly range: { readonly start: number } }): string { return `${at.function.file.path}:${at.range.start}`; }

/** The first of each place, in order of path and position. */
export function onePerPlace<T extends { readonly function: FunctionIr; readonly range: { readonly start: number } }>(all: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(placeOf(one))) first.set(placeOf(one), one);
  return [...first.values()].sort((a, b) => {
    const x = a.function.file.path;
    const y = b.function.file.path;
    return x === y ? a.range.start - b.range.start : x < y ? -1 : 1;
  });
}

/** One record for each member name and each global; globals that a file keeps to itself are told apart. O(events + uses). */
export function recordsOf(events: readonly FieldEvent[], uses: readonly FieldUse[], declarations: Declarations): Map<string, FieldRecord> {
  const records = new Map<string, FieldRecord>();
  const recordOf = (field: string, f: FunctionIr): FieldRecord => {
    const key = field.startsWith('.') || field.startsWith('{') ? field : `${field} ${declarations.home(field, f.file.path)}`;
    let record = records.get(key);
    if (record === undefined) records.set(key, record = new FieldRecord(field));
    return record;
  };
  for (const event of events) recordOf(event.field, event.function).add(event);
  for (const use of uses) recordOf(use.field, use.function).addUse(use);
  return records;
}
