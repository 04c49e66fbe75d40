import { nearest, suggestion } from './nearest.ts';

/** Where in a JSON value: object keys and array indexes from the root. */
export type JsonPath = readonly (string | number)[];

/** Something wrong in a model: `at` says whether the key at the end of `path` or its value is meant. */
export interface ModelProblem {
  readonly path: JsonPath;
  readonly at: 'key' | 'value';
  readonly message: string;
}

export type Report = (problem: ModelProblem) => void;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Checked access to one JSON object. Each getter marks its key as known and answers undefined (after a report) when
 * the value is of the wrong kind; `finish` reports keys nobody asked for. Nothing throws.
 */
export class ObjectReader {
  private readonly known: string[] = [];
  readonly value: Readonly<Record<string, unknown>>;

  constructor(value: unknown, readonly path: JsonPath, private readonly report: Report) {
    this.value = isObject(value) ? value : {};
    if (!isObject(value)) this.report({ path, at: 'value', message: `expected an object, found ${kindOf(value)}` });
  }

  has(key: string): boolean {
    return Object.hasOwn(this.value, key);
  }

  /** The raw value; the caller checks it. */
  any(key: string): unknown {
    this.known.push(key);
    return this.has(key) ? this.value[key] : undefined;
  }

  text(key: string): string | undefined {
    return this.typed(key, (v): v is string => typeof v === 'string', 'a text');
  }

  flag(key: string): boolean | undefined {
    return this.typed(key, (v): v is boolean => typeof v === 'boolean', 'true or false');
  }

  integer(key: string): number | undefined {
    return this.typed(key, (v): v is number => Number.isSafeInteger(v), 'an integer');
  }

  /** Number of an argument, from 0. */
  argument(key: string): number | undefined {
    return this.typed(key, isArgument, 'the number of an argument (from 0)');
  }

  texts(key: string): readonly string[] | undefined {
    return this.typed(key, (v): v is string[] => Array.isArray(v) && v.every((x) => typeof x === 'string'), 'a list of texts');
  }

  integers(key: string): readonly number[] | undefined {
    return this.typed(key, (v): v is number[] => Array.isArray(v) && v.every((x) => Number.isSafeInteger(x)), 'a list of integers');
  }

  /** A word of a closed vocabulary. */
  word<W extends string>(key: string, words: Readonly<Record<W, unknown>>): W | undefined {
    const value = this.text(key);
    return value === undefined ? undefined : checkWord(value, words, [...this.path, key], this.report);
  }

  list(key: string): readonly unknown[] {
    return this.typed(key, (v): v is unknown[] => Array.isArray(v), 'a list') ?? [];
  }

  /** Entries of an object used as a table; [] when absent. */
  table(key: string): readonly (readonly [string, unknown])[] {
    const value = this.typed(key, isObject, 'an object');
    return value === undefined ? [] : Object.entries(value);
  }

  problem(key: string, message: string): void {
    this.report({ path: [...this.path, key], at: 'value', message });
  }

  finish(): void {
    for (const key of Object.keys(this.value)) {
      if (this.known.includes(key)) continue;
      const close = nearest(key.slice(0, 80), this.known);
      const hint = close === undefined ? suggestion(key, this.known) : `. Did you mean '${close}'?`;
      this.report({ path: [...this.path, key], at: 'key', message: `unknown key '${key}'${hint}` });
    }
  }

  private typed<T>(key: string, test: (value: unknown) => value is T, expected: string): T | undefined {
    const value = this.any(key);
    if (value === undefined || test(value)) return value;
    this.report({ path: [...this.path, key], at: 'value', message: `'${key}': expected ${expected}, found ${kindOf(value)}` });
    return undefined;
  }
}

/** `value` if it is one of the keys of `words`; otherwise undefined, reported at `path`. */
export function checkWord<W extends string>(value: string, words: Readonly<Record<W, unknown>>, path: JsonPath, report: Report): W | undefined {
  if (isKey(value, words)) return value;
  report({ path, at: 'value', message: `unknown word '${value}'${suggestion(value, Object.keys(words))}` });
  return undefined;
}

export const isArgument = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < 64;

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return value.length <= 40 ? `'${value}'` : 'a text';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'an object';
}

const isKey = <W extends string>(value: string, words: Readonly<Record<W, unknown>>): value is W => Object.hasOwn(words, value);
