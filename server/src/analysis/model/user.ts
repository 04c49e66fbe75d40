import { unique } from './layers.ts';
import type { Effect, FunctionModel, Model, Outcome, ParameterModel, ReturnModel } from './effects.ts';
import { suggestion } from './nearest.ts';
import { checkWord, ObjectReader, type JsonPath, type Report } from './reader.ts';
import { MACRO_TEXT, OUTCOME_TEXT } from './words.ts';

/** The `model` object of a configuration, and how to find its parts in the file. */
export interface UserModel {
  /** Path of the configuration as it is to be shown. */
  readonly file: string;
  /** The parsed `model` object. */
  readonly value: unknown;
  /** 1-based position of the key or value at `path`, counted from the `model` object. */
  readonly position: (path: JsonPath, at: 'key' | 'value') => { readonly line: number; readonly column: number };
}

/** What the words for an argument mean; the words follow the ownership attributes of clang. */
const ARGUMENT_EFFECT = {
  frees: 'release',
  takes: 'take',
  holds: 'take',
  borrows: 'use',
  upref: 'retain',
  'out-owned': 'out-owned',
  'out-borrowed': 'out-borrowed',
} as const satisfies Record<string, Effect>;

const ARGUMENT_SAYS: Readonly<Record<keyof typeof ARGUMENT_EFFECT, string>> = {
  frees: 'drops one reference',
  takes: 'takes over the reference of the caller',
  holds: 'takes over the reference of the caller, who may still use the session',
  borrows: 'only reads the session',
  upref: 'adds one reference for the caller',
  'out-owned': 'hands out a reference that the caller owns',
  'out-borrowed': 'hands out a session without a reference',
};

const RETURN_SAYS = { owned: 'gives the caller a reference of its own', borrowed: 'does not take a reference' } as const;

/**
 * `base` with the user's functions, aliases, macros and types on top. Wrong entries are reported and left out.
 * The origin of an entry is `<file>:<line>`.
 */
export function readUserModel(base: Model, user: UserModel, report: Report): Model {
  const reader = new ObjectReader(user.value, [], report);
  const functions = new Map(base.functions);
  const added: string[] = [];
  const origin = (path: JsonPath): string => `${user.file}:${user.position(path, 'key').line}`;

  for (const [name, value] of reader.table('functions')) {
    const path = ['functions', name];
    const entry = readEntry(name, new ObjectReader(value, path, report), origin(path), report);
    functions.set(name, entry);
    if (entry.tracked) added.push(name);
  }
  const aliases = new Map(reader.table('aliases').filter(([name, target]) => {
    if (typeof target === 'string') return true;
    report({ path: ['aliases', name], at: 'value', message: `'${name}': expected the name of a function` });
    return false;
  }).map(([name, target]) => [name, String(target)]));
  for (const name of aliases.keys()) {
    const target = resolveAlias(name, aliases, functions);
    if (target === undefined) {
      const wanted = aliases.get(name) ?? '';
      report({ path: ['aliases', name], at: 'value', message: `'${wanted}' is no known function${suggestion(wanted, functions.keys())}` });
      continue;
    }
    functions.set(name, { ...target, name, origin: origin(['aliases', name]) });
    if (target.tracked) added.push(name);
  }
  const macros = new Map(base.macros);
  for (const [name, kind] of reader.table('macros')) {
    const word = typeof kind === 'string' ? checkWord(kind, MACRO_TEXT, ['macros', name], report) : undefined;
    if (word !== undefined) macros.set(name, word);
    else if (typeof kind !== 'string') report({ path: ['macros', name], at: 'value', message: `'${name}': expected one of: ${Object.keys(MACRO_TEXT).join(', ')}` });
  }
  const types = reader.texts('sessionTypes') ?? [];
  reader.finish();
  return { ...base, functions, macros, types: unique([...base.types, ...types]), hints: unique([...base.hints, ...added, ...types]) };
}

/** Follows aliases of aliases; undefined for an unknown target or a circle. */
function resolveAlias(name: string, aliases: ReadonlyMap<string, string>, functions: ReadonlyMap<string, FunctionModel>): FunctionModel | undefined {
  const seen = new Set<string>();
  let current = name;
  for (let next = aliases.get(current); next !== undefined && !seen.has(current); next = aliases.get(current)) {
    seen.add(current);
    current = next;
  }
  return seen.has(current) ? undefined : functions.get(current);
}

function readEntry(name: string, entry: ObjectReader, origin: string, report: Report): FunctionModel {
  const returnWord = entry.word('returns', { owned: 0, borrowed: 0 });
  const from = entry.argument('borrowedFrom');
  if (from !== undefined && returnWord !== 'borrowed') entry.problem('borrowedFrom', `'borrowedFrom' needs "returns": "borrowed"`);
  const when = entry.word('takesWhenReturns', OUTCOME_TEXT);
  const noreturn = entry.flag('noreturn') ?? false;

  const parameters: ParameterModel[] = [];
  const says: string[] = returnWord === undefined ? [] : [RETURN_SAYS[returnWord]];
  let conditional = false;
  for (const [key, value] of entry.table('args')) {
    const path = [...entry.path, 'args', key];
    const index = /^\d{1,2}$/.test(key) ? Number(key) : -1;
    if (index < 0 || index > 63) {
      report({ path, at: 'key', message: `'${key}': expected the number of an argument, from "0"` });
      continue;
    }
    const word = typeof value === 'string' ? checkWord(value, ARGUMENT_EFFECT, path, report) : undefined;
    if (typeof value !== 'string') report({ path, at: 'value', message: `expected one of: ${Object.keys(ARGUMENT_EFFECT).join(', ')}` });
    if (word === undefined) continue;
    while (parameters.length <= index) parameters.push({ effect: 'use' });
    const takes = word === 'takes' || word === 'holds';
    conditional ||= takes && when !== undefined;
    parameters[index] = parameter(ARGUMENT_EFFECT[word], takes ? when : undefined);
    says.push(ARGUMENT_SAYS[word]);
  }
  if (when !== undefined && !conditional) entry.problem('takesWhenReturns', `'takesWhenReturns' needs an argument that the function 'takes' or 'holds'`);
  entry.finish();
  return {
    name,
    parameters,
    returns: returnModel(returnWord, from),
    noreturn,
    registers: [],
    tracked: returnWord !== undefined || parameters.length > 0,
    says: [...new Set(says)].join('; ') || (noreturn ? 'does not return' : ''),
    page: '',
    origin,
  };
}

function parameter(effect: Effect, when: Outcome | undefined): ParameterModel {
  if (effect === 'release') return { effect, null: 'ok' };
  return when === undefined ? { effect } : { effect, when };
}

function returnModel(word: 'owned' | 'borrowed' | undefined, from: number | undefined): ReturnModel {
  if (word === 'owned') return { kind: 'owned', nullable: true };
  if (word === 'borrowed') return { kind: 'borrowed', from: from ?? 0, nullable: true };
  return { kind: 'unknown' };
}
