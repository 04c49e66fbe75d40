import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { packageRoot } from './package-root.ts';

/** Files of the parser beside the bundle; `grammars/install.mjs` puts them there at build time. */
export const WASM_FILES = { runtime: 'web-tree-sitter.wasm', grammar: 'tree-sitter-c.wasm' } as const;

export const wasmPath = (name: string): string => `${packageRoot()}/server/out/${name}`;

/** Bytes of the parser's modules. Throws an Error that says how to get them when they are missing. */
export function readWasm(): { runtime: Uint8Array; grammar: Uint8Array } {
  try {
    return { runtime: readFileSync(wasmPath(WASM_FILES.runtime)), grammar: readFileSync(wasmPath(WASM_FILES.grammar)) };
  } catch (error) {
    throw new Error(`the parser is not there (${(error as Error).message}); run 'npm run build'`);
  }
}

/**
 * Lets V8 compile WebAssembly once, with its quick compiler: half the CPU time for a short run, less speed in a long one.
 * Works only before the first module is compiled.
 */
export const compileQuickly = (): void => setFlagsFromString('--liftoff-only');
