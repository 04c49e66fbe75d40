import type { MacroRole } from '../code/words.ts';
import type { CallbackContract, FunctionFamily, FunctionModel, Model } from './effects.ts';
import type { ModelFile, NameWords } from './model-file.ts';

/** A pattern that matches no name. */
export const NEVER = /(?!)/i;

/**
 * Puts model files on top of each other: lists are joined, tables are merged and a later entry replaces an earlier
 * one; overrides of a file hold only when `flavor` is one of its libraries, and win over every plain entry.
 */
export function layer(files: readonly ModelFile[], flavor?: string): Model {
  const functions = new Map<string, FunctionModel>();
  const contracts = new Map<string, CallbackContract>();
  const macros = new Map<string, MacroRole>();
  const families: FunctionFamily[] = [];
  let release = '';
  let retain = '';
  let readers: NameWords | undefined;
  let retainers: NameWords | undefined;
  let leavers: NameWords | undefined;
  let zeros: NameWords | undefined;
  let nonzeros: NameWords | undefined;
  for (const file of files) {
    for (const entry of file.functions) functions.set(entry.name, entry);
    for (const contract of file.contracts) contracts.set(contract.name, contract);
    for (const [name, kind] of file.macros) macros.set(name, kind);
    families.push(...file.families);
    release = file.release ?? release;
    retain = file.retain ?? retain;
    readers = file.readerNames ?? readers;
    retainers = file.retainerNames ?? retainers;
    leavers = file.leaverNames ?? leavers;
    zeros = file.zeroConstants ?? zeros;
    nonzeros = file.nonzeroConstants ?? nonzeros;
  }
  if (flavor !== undefined) {
    for (const file of files) if (file.flavors.includes(flavor)) for (const entry of file.overrides) functions.set(entry.name, entry);
  }
  return {
    types: unique(files.flatMap((f) => f.types)),
    ownerTypes: unique(files.flatMap((f) => f.ownerTypes)),
    hints: unique(files.flatMap((f) => f.hints)),
    functions,
    families,
    libraries: flavor === undefined ? files.filter((file) => file.headers.length > 0) : [],
    contracts,
    readerNames: namePattern(readers),
    retainerNames: namePattern(retainers),
    leaverNames: namePattern(leavers),
    zeroConstants: namePattern(zeros),
    nonzeroConstants: namePattern(nonzeros),
    assumptions: files.flatMap((f) => f.assumptions),
    countFields: unique(files.flatMap((f) => f.countFields)),
    macros,
    release,
    retain,
  };
}

/**
 * `^(?!.*(?:except)).*_word_.*$`, without regard to case. Linear for each alternative: there is one `.*` before the
 * word, and names are short.
 */
export function namePattern(words: NameWords | undefined): RegExp {
  if (words === undefined || words.words.length + words.exact.length === 0) return NEVER;
  const any = (list: readonly string[]): string => list.map(escape).join('|');
  const exact = words.exact.length > 0 ? `^(?:${any(words.exact)})$|` : '';
  const except = words.except.length > 0 ? `(?!.*(?:${any(words.except)}))` : '';
  return new RegExp(words.words.length > 0 ? `${exact}^${except}(?:.*_)?(?:${any(words.words)})(?:_.*)?$` : exact.slice(0, -1), 'i');
}

export const unique = (list: readonly string[]): string[] => [...new Set(list)];

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
