import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Wasm } from '../../server/src/analysis/cst/parser.ts';

const require = createRequire(import.meta.url);

/** The two WebAssembly modules out of the installed packages. */
export function readWasm(): Wasm {
  return {
    runtime: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammar: readFileSync(require.resolve('tree-sitter-c/tree-sitter-c.wasm')),
  };
}
