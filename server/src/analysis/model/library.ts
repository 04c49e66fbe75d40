import type { LibraryNames } from '../index/affected.ts';
import { ItemSearch } from '../index/interest.ts';
import type { Library } from '../index/project.ts';
import type { Model } from './effects.ts';
import { lookup, trackedPattern } from './match.ts';

const searches = new WeakMap<Model, RegExp>();
const enders = new WeakMap<Model, ItemSearch>();

/** Finds a name of the library in a text. */
export function searchOf(model: Model): RegExp {
  let search = searches.get(model);
  if (search === undefined) searches.set(model, search = trackedPattern(model));
  return search;
}

/** Finds calls of functions that do not return. */
function endersOf(model: Model): ItemSearch {
  let search = enders.get(model);
  if (search === undefined) enders.set(model, search = new ItemSearch([...model.functions].flatMap(([name, entry]) => (entry.noreturn ? [name] : []))));
  return search;
}

/** What looking for uses of the library needs to know of the model. O(functions of the model). */
export function libraryOf(model: Model): Library & LibraryNames {
  const names = new Set(model.types.map((type) => type.replace(/^struct\s+/, '')));
  for (const [name, entry] of model.functions) if (entry.tracked) names.add(name);
  const types = [...model.types, ...model.ownerTypes].flatMap((type) => type.split(/\s+/));
  return {
    names, enders: endersOf(model), fixed: new Set([...[...model.functions].flatMap(([name, entry]) => (entry.weak === true ? [] : [name])), ...types]),
    pattern: searchOf(model), types: model.types, macros: model.macros,
    functions: (name) => lookup(model, name) !== undefined,
    leaves: (name) => model.leaverNames.test(name),
    weak: (name) => lookup(model, name)?.weak === true,
    tracked: (name) => lookup(model, name)?.tracked === true,
  };
}

const tracked = new WeakMap<Model, ReadonlySet<string>>();

/** Names of the library that a text must still call after it was parsed. */
export function trackedNames(model: Model): ReadonlySet<string> {
  let names = tracked.get(model);
  if (names === undefined) tracked.set(model, names = new Set([...model.functions.values()].filter((entry) => entry.tracked).map((entry) => entry.name)));
  return names;
}

/** Names under which the libraries define their release function: a file that defines one is a part of such a library. */
export function releaseNames(model: Model): string[] {
  return [...model.functions.values()].filter((entry) => entry.tracked && entry.origin === 'built-in' && entry.parameters.length === 1 && entry.parameters[0]?.effect === 'release').map((entry) => entry.name);
}
