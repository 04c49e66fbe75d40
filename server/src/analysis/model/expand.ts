import type { MacroRole } from '../code/words.ts';
import type { CallbackContract, ContractParameter, Effect, FunctionModel, ParameterModel, ReturnModel } from './effects.ts';
import { compileShape, type ModelFile, type NameWords } from './model-file.ts';

/** A model file as the schema defines it: words may stand for objects, and what has a default may be left out. */
export interface RawModelFile {
  readonly name?: string;
  readonly tracked?: boolean;
  readonly weak?: boolean;
  readonly flavors?: readonly string[];
  readonly headers?: readonly string[];
  readonly types?: readonly string[];
  readonly ownerTypes?: readonly string[];
  readonly hints?: readonly string[];
  readonly countFields?: readonly string[];
  readonly release?: string;
  readonly retain?: string;
  readonly functions?: Readonly<Record<string, RawFunction>>;
  readonly overrides?: Readonly<Record<string, RawFunction>>;
  readonly families?: readonly (RawFunction & { readonly match: string })[];
  readonly contracts?: Readonly<Record<string, RawContract>>;
  readonly readerNames?: Partial<NameWords>;
  readonly retainerNames?: Partial<NameWords>;
  readonly leaverNames?: Partial<NameWords>;
  readonly zeroConstants?: Partial<NameWords>;
  readonly nonzeroConstants?: Partial<NameWords>;
  readonly assumptions?: readonly { readonly name: string; readonly atLeast: number }[];
  readonly macros?: Readonly<Partial<Record<MacroRole, readonly string[]>>>;
}

type RawFunction = Partial<Omit<FunctionModel, 'name' | 'origin' | 'parameters' | 'rest' | 'returns'>> & {
  readonly also?: readonly string[];
  readonly parameters?: readonly (Effect | ParameterModel)[];
  readonly rest?: Effect | ParameterModel;
  readonly returns?: ReturnModel['kind'] | ReturnModel;
};

type RawContract = Partial<Omit<CallbackContract, 'name' | 'parameters' | 'shape'>> & {
  readonly shape?: { readonly types: string; readonly name?: string };
  readonly parameters?: readonly (ContractParameter['role'] | ContractParameter)[];
};

/**
 * A model file that is known to be right, without checking it: the shipped files are read so, because checking
 * them costs several times as much at each start. `readModelFile` gives the same for the same file (a test compares).
 */
export function expandModelFile(file: RawModelFile, origin: string): ModelFile {
  const expand = (table: Readonly<Record<string, RawFunction>> | undefined): FunctionModel[] => {
    const result: FunctionModel[] = [];
    for (const name in table) {
      const { also = [], ...raw } = table[name] ?? {};
      const entry = expandFunction(name, raw, file.tracked ?? true, file.weak ?? false, origin);
      result.push(entry);
      for (const other of also) result.push({ ...entry, name: other });
    }
    return result;
  };
  return {
    name: file.name ?? '',
    flavors: file.flavors ?? [],
    headers: file.headers ?? [],
    types: file.types ?? [],
    ownerTypes: file.ownerTypes ?? [],
    hints: file.hints ?? [],
    countFields: file.countFields ?? [],
    release: file.release,
    retain: file.retain,
    functions: expand(file.functions),
    overrides: expand(file.overrides),
    families: (file.families ?? []).map(({ match, ...raw }) => {
      const pattern = new RegExp(match);
      return { pattern, model: expandFunction(pattern.source, raw, false, file.weak ?? false, origin) };
    }),
    contracts: Object.entries(file.contracts ?? {}).map(([name, raw]) => ({
      ...(raw.shape === undefined ? {} : { shape: compileShape(raw.shape) }),
      name,
      rule: raw.rule ?? '',
      parameters: (raw.parameters ?? []).map((p) => (typeof p === 'string' ? { role: p } : p)),
      returnsTracked: raw.returnsTracked ?? false,
      forbidden: raw.forbidden ?? [],
      page: raw.page ?? '',
    })),
    readerNames: nameWords(file.readerNames),
    retainerNames: nameWords(file.retainerNames),
    leaverNames: nameWords(file.leaverNames),
    zeroConstants: nameWords(file.zeroConstants),
    nonzeroConstants: nameWords(file.nonzeroConstants),
    assumptions: file.assumptions ?? [],
    macros: Object.entries(file.macros ?? {}).flatMap(([kind, names]) => names.map((name) => [name, kind as MacroRole] as const)),
  };
}

function expandFunction(name: string, raw: Omit<RawFunction, 'also'>, tracked: boolean, weak: boolean, origin: string): FunctionModel {
  const { parameters, rest, returns, ...same } = raw;
  return {
    tracked,
    noreturn: false,
    registers: [],
    says: '',
    page: '',
    ...(weak ? { weak } : {}),
    ...same,
    name,
    parameters: (parameters ?? []).map(expandParameter),
    ...(rest === undefined ? {} : { rest: expandParameter(rest) }),
    returns: expandReturn(returns ?? 'status'),
    origin,
  };
}

const expandParameter = (raw: Effect | ParameterModel): ParameterModel => (typeof raw === 'string' ? { effect: raw } : raw);

/** The kinds that may be written as one word are those without obligatory parts. */
function expandReturn(raw: ReturnModel['kind'] | ReturnModel): ReturnModel {
  if (typeof raw !== 'string') return raw;
  switch (raw) {
    case 'status':
    case 'static':
    case 'sentinel':
    case 'holder':
      return { kind: raw };
    default:
      return { kind: 'unknown' };
  }
}

const nameWords = (raw: Partial<NameWords> | undefined): NameWords | undefined =>
  raw === undefined ? undefined : { exact: raw.exact ?? [], words: raw.words ?? [], except: raw.except ?? [] };
