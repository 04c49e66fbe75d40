import type { Model } from '../../model/effects.ts';
import type { Declarations } from './field-record.ts';

interface Declared { readonly file: { readonly path: string; readonly text: string }; readonly start: number; readonly body: number; readonly end: number }

/** The part of the project's index that judging fields needs; taken by shape, so that this layer asks no more. */
export interface DeclaredNames {
  trackedFields(): readonly { readonly owner: string; readonly name: string }[];
  fieldDepth(name: string): number;
  fieldTypes(name: string): ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, readonly Declared[]>;
  readonly prototypes: ReadonlyMap<string, readonly Declared[]>;
  isFileLocal(name: string, file: string): boolean;
  fieldsOf(type: string): readonly { readonly name: string; readonly depth: number }[] | undefined;
}

/** Answers about members that hold sessions. Built once a project, O(tracked fields). */
export function declarationsOf(index: DeclaredNames, model: Model): Declarations & { membersBehind(type: string): readonly string[]; takesSessions(name: string): boolean } {
  const owners = new Map<string, Set<string>>();
  for (const field of index.trackedFields()) {
    const known = owners.get(field.name);
    if (known === undefined) owners.set(field.name, new Set([field.owner]));
    else known.add(field.owner);
  }
  const library = new Set<string>();
  for (const [name, entry] of model.functions) {
    if (!entry.tracked || entry.weak === true || entry.parameters[0]?.effect !== 'release') continue;
    for (const definition of index.functions.get(name) ?? []) library.add(folderOf(definition.file.path));
  }
  return {
    isLibrary: (path) => [...library].some((folder) => path.startsWith(folder)),
    owners: (name) => (index.fieldDepth(name) > 0 ? owners.get(name)?.size ?? 0 : 0),
    isDeclared: (name) => index.fieldTypes(name).size > 0,
    home: (name, path) => (index.isFileLocal(name, path) ? path : ''),
    takesSessions: (name) => [...index.functions.get(name) ?? [], ...index.prototypes.get(name) ?? []].some((item) => {
      const head = item.file.text.slice(item.start, item.body < 0 ? item.end : item.body);
      return /\*\s*\*|\[/.test(head) || model.types.some((type) => head.includes(type));
    }),
    membersBehind: (type) => {
      const pointer = /^([^*[\]()]+?)\s*\*$/.exec(type)?.[1];
      if (pointer === undefined) return [];
      const fields = index.fieldsOf(pointer.replace(/\bconst\b/g, '').trim()) ?? [];
      return fields.filter((field) => field.depth > 0).map((field) => field.name);
    },
  };
}

function folderOf(path: string): string { return path.slice(0, path.lastIndexOf('/') + 1); }
