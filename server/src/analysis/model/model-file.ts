import type { MacroRole } from '../code/words.ts';
import type { CallbackContract, ContractParameter, FunctionFamily, FunctionModel, Model } from './effects.ts';
import { readFunction, type EntryDefaults } from './function-entry.ts';
import { ObjectReader, type JsonPath, type Report } from './reader.ts';
import { MACRO_TEXT, OUTCOME_TEXT, ROLE_TEXT } from './words.ts';

/** Names of unknown functions that are taken to behave in one way: `words` are components between underscores. */
export interface NameWords {
  readonly exact: readonly string[];
  readonly words: readonly string[];
  /** Texts that must not occur anywhere in the name. */
  readonly except: readonly string[];
}

/** One model file, checked. Lists are empty and texts undefined where the file says nothing. */
export interface ModelFile {
  readonly name: string;
  /** Configured libraries for which `overrides` hold; [] for none. */
  readonly flavors: readonly string[];
  /** Folders of headers; a file that includes one from below uses this library. */
  readonly headers: readonly string[];
  readonly types: readonly string[];
  readonly ownerTypes: readonly string[];
  readonly hints: readonly string[];
  readonly countFields: readonly string[];
  readonly release: string | undefined;
  readonly retain: string | undefined;
  readonly functions: readonly FunctionModel[];
  readonly overrides: readonly FunctionModel[];
  readonly families: readonly FunctionFamily[];
  readonly contracts: readonly CallbackContract[];
  readonly readerNames: NameWords | undefined;
  readonly retainerNames: NameWords | undefined;
  readonly leaverNames: NameWords | undefined;
  readonly zeroConstants: NameWords | undefined;
  readonly nonzeroConstants: NameWords | undefined;
  readonly assumptions: Model['assumptions'];
  readonly macros: readonly (readonly [string, MacroRole])[];
}

/**
 * Reads a parsed model file. Whatever is wrong goes to `report` and is left out or gets its default; nothing throws.
 * `origin` is written into every entry. Time linear in the file.
 */
export function readModelFile(value: unknown, origin: string, report: Report): ModelFile {
  const file = new ObjectReader(value, [], report);
  file.any('$schema');
  const defaults: EntryDefaults = { tracked: file.flag('tracked') ?? true, weak: file.flag('weak') ?? false, origin };
  const result: ModelFile = {
    name: file.text('name') ?? '',
    flavors: file.texts('flavors') ?? [],
    headers: file.texts('headers') ?? [],
    types: file.texts('types') ?? [],
    ownerTypes: file.texts('ownerTypes') ?? [],
    hints: file.texts('hints') ?? [],
    countFields: file.texts('countFields') ?? [],
    release: file.text('release'),
    retain: file.text('retain'),
    functions: readFunctions(file, 'functions', defaults, report),
    overrides: readFunctions(file, 'overrides', defaults, report),
    families: readFamilies(file, { ...defaults, tracked: false }, report),
    contracts: file.table('contracts').map(([name, contract]) => readContract(name, contract, ['contracts', name], report)),
    readerNames: readNameWords(file, 'readerNames', report),
    retainerNames: readNameWords(file, 'retainerNames', report),
    leaverNames: readNameWords(file, 'leaverNames', report),
    zeroConstants: readNameWords(file, 'zeroConstants', report),
    nonzeroConstants: readNameWords(file, 'nonzeroConstants', report),
    assumptions: file.list('assumptions').map((value, i) => readAssumption(value, ['assumptions', i], report)),
    macros: readMacros(file, report),
  };
  file.finish();
  return result;
}

function readFunctions(file: ObjectReader, key: string, defaults: EntryDefaults, report: Report): FunctionModel[] {
  const result: FunctionModel[] = [];
  for (const [name, value] of file.table(key)) {
    const entry = new ObjectReader(value, [key, name], report);
    const also = entry.texts('also') ?? [];
    const model = readFunction(name, entry, defaults, report);
    entry.finish();
    result.push(model);
    for (const other of also) result.push({ ...model, name: other });
  }
  return result;
}

function readFamilies(file: ObjectReader, defaults: EntryDefaults, report: Report): FunctionFamily[] {
  return file.list('families').flatMap((value, i) => {
    const entry = new ObjectReader(value, ['families', i], report);
    const match = entry.text('match');
    const model = readFunction('family', entry, defaults, report);
    entry.finish();
    const pattern = match === undefined ? undefined : compile(match);
    if (pattern === undefined) {
      report({ path: ['families', i, 'match'], at: 'value', message: `'match': expected a regular expression` });
      return [];
    }
    return [{ pattern, model: { ...model, name: pattern.source } }];
  });
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

function readContract(name: string, value: unknown, path: JsonPath, report: Report): CallbackContract {
  const reader = new ObjectReader(value, path, report);
  const shape = readShape(reader, path, report);
  const contract: CallbackContract = {
    ...(shape === undefined ? {} : { shape }),
    name,
    rule: reader.text('rule') ?? '',
    parameters: reader.list('parameters').map((p, i) => readContractParameter(p, [...path, 'parameters', i], report)),
    returnsTracked: reader.flag('returnsTracked') ?? false,
    forbidden: reader.texts('forbidden') ?? [],
    page: reader.text('page') ?? '',
  };
  reader.finish();
  return contract;
}

const TAKEN_WHEN = { ...OUTCOME_TEXT, always: 'always' };

function readContractParameter(value: unknown, path: JsonPath, report: Report): ContractParameter {
  const reader = new ObjectReader(typeof value === 'string' ? { role: value } : value, path, report);
  const role = reader.word('role', ROLE_TEXT) ?? 'other';
  const keptWhen = reader.word('keptWhen', OUTCOME_TEXT);
  const initial = reader.integer('initial');
  const givenWhen = reader.word('givenWhen', OUTCOME_TEXT);
  const takenWhen = reader.word('takenWhen', TAKEN_WHEN);
  reader.finish();
  return {
    role,
    ...(keptWhen === undefined ? {} : { keptWhen }),
    ...(initial === undefined ? {} : { initial }),
    ...(givenWhen === undefined ? {} : { givenWhen }),
    ...(takenWhen === undefined ? {} : { takenWhen }),
  };
}

function readAssumption(value: unknown, path: JsonPath, report: Report): Model['assumptions'][number] {
  const reader = new ObjectReader(value, path, report);
  const result = { name: reader.text('name') ?? '', atLeast: reader.integer('atLeast') ?? 0 };
  reader.finish();
  return result;
}

function readShape(reader: ObjectReader, path: JsonPath, report: Report): CallbackContract['shape'] {
  if (!reader.has('shape')) return undefined;
  const shape = new ObjectReader(reader.any('shape'), [...path, 'shape'], report);
  const result = compileShape({ types: shape.text('types') ?? '(?!)', name: shape.text('name') });
  shape.finish();
  return result;
}

/** Regular expressions of a shape; names without regard to case. */
export function compileShape(shape: { readonly types: string; readonly name?: string | undefined }): NonNullable<CallbackContract['shape']> {
  return { types: new RegExp(`^(?:${shape.types})$`), ...(shape.name === undefined ? {} : { name: new RegExp(shape.name, 'i') }) };
}

function readNameWords(file: ObjectReader, key: string, report: Report): NameWords | undefined {
  if (!file.has(key)) return undefined;
  const reader = new ObjectReader(file.any(key), [key], report);
  const result = { exact: reader.texts('exact') ?? [], words: reader.texts('words') ?? [], except: reader.texts('except') ?? [] };
  reader.finish();
  return result;
}

function readMacros(file: ObjectReader, report: Report): ModelFile['macros'] {
  if (!file.has('macros')) return [];
  const reader = new ObjectReader(file.any('macros'), ['macros'], report);
  const kinds = Object.keys(MACRO_TEXT) as readonly MacroRole[];
  const result = kinds.flatMap((kind) => (reader.texts(kind) ?? []).map((name) => [name, kind] as const));
  reader.finish();
  return result;
}
