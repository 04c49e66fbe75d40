import type { Item, MacroDefinition, MacroTable } from '../code/item.ts';
import { isCapital, type MacroRole } from '../code/words.ts';
import { MacroIndex } from './macros.ts';
import { TypeIndex, type Field } from './types.ts';
import { GlobalIndex } from './globals.ts';

export type { Field } from './types.ts';

/** What the model knows; the index has no names of its own. */
export interface Known {
  /** Spelled types of the tracked object without `*`, as in `Model.types`. */
  readonly types: readonly string[];
  /** Is this a function of the library? Such a name is never expanded as a macro. */
  readonly functions: (name: string) => boolean;
  /** Functions of the library for which a definition in the project wins. */
  readonly weak?: (name: string) => boolean;
  /** Is this a function that has to do with the tracked object, not a generic helper such as `free`? */
  readonly tracked?: (name: string) => boolean;
  /** Macros known without a definition, as in `Model.macros`. */
  readonly macros?: ReadonlyMap<string, MacroRole>;
  /** May a macro of which nothing else is known leave the function, by its name? */
  readonly leaves?: (name: string) => boolean;
}

/**
 * What the names of a project mean. Everything is looked up lazily: building costs one pass over the list of items and
 * looks at prototypes only, an answer costs the text of the items that define the name, once.
 *
 * `file` in the questions below is the path that asks: what is defined in that file wins, then what headers define;
 * a macro, static function or type of another `.c` file is not seen.
 */
export interface ProjectIndex {
  /** Every `#define` of the project by name. */
  readonly macros: MacroTable;
  /** Definitions of a macro that can be meant in a file, best first; [] when the library's own name is meant. */
  macrosFor(name: string, file: string): readonly MacroDefinition[];
  /** What an undefined macro is known to do. */
  roleOf(name: string): MacroRole | undefined;
  /** Whether a name that is written as macros are, and neither defined nor declared anywhere, is that of one that may leave the function. */
  mayLeave(name: string): boolean;
  /** Follows object-like macros whose body is one identifier (`#define my_free LIB_free`); the name itself when there are none. */
  aliasOf(name: string, file?: string): string;
  /** Value of an enumerator or of an object-like macro that is an integer expression; undefined if unknown or definitions disagree. */
  integerOf(name: string, file?: string): number | undefined;
  isEnumerator(name: string): boolean;
  /** A typedef or tag of the project, a tracked type, or a macro alias of one. */
  isType(name: string): boolean;
  /** Defined or declared in the project, or of the library. */
  isFunction(name: string): boolean;
  /** A function of the library, whatever the project defines. */
  isLibraryName(name: string): boolean;
  /** As `isLibraryName`, without generic helpers. */
  isTrackedName(name: string): boolean;
  /** Function definitions by name. */
  readonly functions: ReadonlyMap<string, readonly Item[]>;
  readonly prototypes: ReadonlyMap<string, readonly Item[]>;
  /** Declared type of a global variable, normalised like `Variable.type`; undefined when there is no such variable. */
  globalType(name: string, file?: string): string | undefined;
  /** Whether a file has a `static` global variable of this name. */
  isFileLocal(name: string, file: string): boolean;
  /** As `Variable.depth`: -1 unknown, 0 not related, 1 `T *`, 2 `T **` or an array of `T *`. Memoised. */
  depthOfType(type: string): number;
  /** Members of a struct or union type in order; undefined when it is not defined in the project, or twice and differently. */
  fieldsOf(type: string): readonly Field[] | undefined;
  /** Whether some members of a type lie over each other: a union, or a struct with one inside. */
  overlaps(type: string): boolean;
  /** Types that members of this name have anywhere in the project. */
  fieldTypes(name: string): ReadonlySet<string>;
  /** Depth that all members of this name agree on, -1 when they differ or there are none. */
  fieldDepth(name: string): number;
  /** All members whose type is a tracked pointer. */
  trackedFields(): readonly Field[];
}

/**
 * Builds the index of a project from all its items.
 * Costs O(items) and a look at the prototypes; reads no other text until asked.
 */
export function buildIndex(items: readonly Item[], given: Known): ProjectIndex {
  const known: Known = { ...given, functions: remembered(given.functions) };
  const functions = new Map<string, Item[]>();
  const prototypes = new Map<string, Item[]>();
  const macros: Item[] = [];
  const types: Item[] = [];
  const globals: Item[] = [];
  for (const item of items) {
    switch (item.kind) {
      case 'function': addTo(functions, item); break;
      case 'prototype':
        // T table[N]; has no parentheses and is no function
        if (hasParenthesis(item)) addTo(prototypes, item);
        else globals.push(item);
        break;
      case 'macro': macros.push(item); break;
      case 'type': types.push(item); break;
      case 'global': globals.push(item); break;
    }
  }
  const macroIndex = new MacroIndex(macros, known);
  const typeIndex = new TypeIndex(types, known, macroIndex);
  const globalIndex = new GlobalIndex(globals);
  macroIndex.enumerators = (name) => typeIndex.enumerator(name);
  // #define run lib_run before a definition of run: the definition is found under the name that is written
  const aliasOf = (name: string, file?: string): string => (functions.has(name) ? name : macroIndex.aliasOf(name, file ?? ''));
  const isFunction = (name: string): boolean => functions.has(name) || prototypes.has(name) || known.functions(name);
  return {
    macros: macroIndex.table,
    macrosFor: (name, file) => macroIndex.visible(name, file),
    roleOf: (name) => known.macros?.get(name),
    mayLeave: (name) => isCapital(name) && known.leaves?.(name) === true && known.macros?.has(name) !== true && !macroIndex.table.has(name) && !isFunction(name),
    aliasOf,
    integerOf: (name, file) => macroIndex.integerOf(name, file ?? '') ?? typeIndex.enumerator(name),
    isEnumerator: (name) => typeIndex.isEnumerator(name),
    isType: (name) => typeIndex.isType(name),
    isFunction,
    isLibraryName: known.functions,
    isTrackedName: (name) => known.tracked?.(name) === true,
    functions,
    prototypes,
    globalType: (name, file) => globalIndex.typeOf(name, file ?? ''),
    isFileLocal: (name, file) => globalIndex.isLocal(name, file),
    depthOfType: (type) => typeIndex.depthOf(type),
    fieldsOf: (type) => typeIndex.fieldsOf(type),
    overlaps: (type) => typeIndex.overlaps(type),
    fieldTypes: (name) => typeIndex.fieldTypes(name),
    fieldDepth: (name) => typeIndex.fieldDepth(name),
    trackedFields: () => typeIndex.trackedFields(),
  };
}

function hasParenthesis(item: Item): boolean {
  const open = item.file.text.indexOf('(', item.start);
  return open >= 0 && open < item.end;
}

/** The answer for each name, asked for once: it may cost a test of many patterns, and every identifier asks. */
function remembered(question: (name: string) => boolean): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return (name) => {
    let answer = answers.get(name);
    if (answer === undefined) {
      answer = question(name);
      answers.set(name, answer);
    }
    return answer;
  };
}

function addTo(map: Map<string, Item[]>, item: Item): void {
  const list = map.get(item.name);
  if (list === undefined) map.set(item.name, [item]);
  else list.push(item);
}
