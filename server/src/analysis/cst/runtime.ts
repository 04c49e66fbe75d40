import { Language, Parser as TreeSitter } from 'web-tree-sitter';
import type { Tree } from 'web-tree-sitter';
import { EXTRA, HAS_ERROR, MISSING, allocate, reserve } from './flat-tree.ts';
import type { FlatArrays, Names } from './flat-tree.ts';
import { flatten, readTables } from './flatten.ts';
import type { Memory, Tables } from './flatten.ts';

/** The part of WebAssembly that is used; the library types of neither Node nor the browser are assumed. */
const { Module, Instance } = (globalThis as unknown as {
  WebAssembly: { Module: new (bytes: Uint8Array) => object; Instance: new (module: object, imports: object) => object };
}).WebAssembly;

/** Bytes of the two WebAssembly modules: tree-sitter itself and its C grammar. */
export interface Wasm { readonly runtime: Uint8Array; readonly grammar: Uint8Array }

/** The parser of the runtime, and what it takes to read its trees. */
export interface Runtime {
  readonly parser: TreeSitter;
  readonly names: Names;
  /** Fills `out` from a tree, offsets plus `base`. */
  readonly read: (tree: Tree, base: number, out: FlatArrays) => void;
  /** False when trees are walked with cursors because the memory layout is not the expected one. */
  readonly direct: boolean;
}

/** What the runtime's type declarations leave out: objects carry the address of their C struct under key 0. */
interface Addressed { readonly 0: number }

// Only the first initialisation of a process fills its module object, so it is kept for all parsers.
let loading: Promise<Memory> | null = null;

async function initialise(runtime: Uint8Array): Promise<Memory> {
  const options = {
    // Without it the runtime resolves import.meta.url, which not every bundle has.
    locateFile: (file: string): string => file,
    instantiateWasm(imports: object, done: (instance: object, module: object) => void): object {
      const module = new Module(runtime);
      done(new Instance(module, imports), module);
      return {};
    },
  };
  await TreeSitter.init(options);
  return options as unknown as Memory;
}

/** Loads both modules and checks once that trees can be read from memory. Rejects when a module cannot be compiled. */
export async function loadRuntime(wasm: Wasm): Promise<Runtime> {
  loading ??= initialise(wasm.runtime);
  const memory = await loading;
  const language = Language.loadSync(new Module(wasm.grammar));
  const parser = new TreeSitter();
  parser.setLanguage(language);
  const names: Names = {
    types: language.types,
    named: Uint8Array.from(language.types, (_, id) => (language.nodeTypeIsNamed(id) ? 1 : 0)),
    fields: language.fields.map((name) => name ?? ''),
  };
  const direct = directReader(memory, language);
  if (direct && passesSelfTest(parser, names, direct)) return { parser, names, read: direct, direct: true };
  return { parser, names, read: readWithCursor, direct: false };
}

function directReader(memory: Memory, language: Language): Runtime['read'] | null {
  try {
    const tables: Tables = readTables(memory, (language as unknown as Addressed)[0]);
    return (tree, base, out) => { flatten(memory, tables, (tree as unknown as Addressed)[0], base, out); };
  } catch {
    return null;
  }
}

/** The slow public way with the same result. */
export function readWithCursor(tree: Tree, base: number, out: FlatArrays): void {
  reserve(out, tree.rootNode.descendantCount);
  const cursor = tree.walk();
  try {
    let node = -1, up = -1;
    for (;;) {
      node++;
      const current = cursor.currentNode;
      out.kind[node] = cursor.nodeTypeId;
      out.start[node] = base + cursor.startIndex;
      out.end[node] = base + cursor.endIndex;
      out.parent[node] = up;
      out.field[node] = cursor.currentFieldId;
      out.flags[node] = (current.isMissing ? MISSING : 0) | (current.isExtra ? EXTRA : 0) | (current.hasError ? HAS_ERROR : 0);
      if (cursor.gotoFirstChild()) { up = node; continue; }
      out.skip[node] = node + 1;
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) { out.size = node + 1; return; }
        out.skip[up] = node + 1;
        up = out.parent[up] as number;
      }
    }
  } finally {
    cursor.delete();
  }
}

/**
 * A few lines that touch every part of the layout: aliases, fields handed down through hidden nodes, repeats, comments,
 * ERROR and MISSING, a token of more than 127 units, padding of more than 15 rows and of more than 255 bytes.
 */
export const SELF_TEST = `${'\n'.repeat(20)}${' '.repeat(140)}struct s { int a, *b; };\nstatic T *f(S *s, int n) { // c\n  for (;;) { if (!s->up(n)) goto out; g(1, "${'x'.repeat(130)}") }\nout: @ return (T *)s;\n}\n`;

/** Checksum of the arrays that `SELF_TEST` gives with the pinned grammar; a test compares it with what cursors give. */
export const SELF_TEST_SUM = 42260721;

/** One number out of everything that `SyntaxTree` is made of. */
export function checksum(arrays: FlatArrays, names: Names): number {
  let sum = 2166136261;
  const mix = (value: number): void => { sum = Math.imul(sum ^ value, 16777619) >>> 0; };
  for (let i = 0; i < arrays.size; i++) {
    for (const column of [arrays.kind, arrays.start, arrays.end, arrays.parent, arrays.skip, arrays.field, arrays.flags]) mix((column[i] as number) >>> 0);
    mix((names.types[arrays.kind[i] as number] ?? '').length);
  }
  return sum;
}

function passesSelfTest(parser: TreeSitter, names: Names, read: Runtime['read']): boolean {
  const tree = parser.parse(SELF_TEST);
  if (!tree) return false;
  try {
    const out = allocate(256);
    read(tree, 0, out);
    return checksum(out, names) === SELF_TEST_SUM;
  } catch {
    return false;
  } finally {
    tree.delete();
  }
}
