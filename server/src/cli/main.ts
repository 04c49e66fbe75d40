import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import type * as Program from './program.ts';

/** Name of the bundled program without its ending; holds a hash of its content. Put in by the build. */
declare const BUNDLE: string;

type Wrapper = (module: { exports: typeof Program }, require: NodeJS.Require, filename: string, dirname: string, moduleUrl: string) => void;

/**
 * Starts the program from compiled code that the build has stored beside it: compiling half a megabyte of JavaScript would take as
 * long as analysing a small project. V8 refuses code of another version of itself and compiles then.
 */
function load(): typeof Program {
  const file = fileURLToPath(new URL(`${BUNDLE}.cjs`, import.meta.url));
  let cachedData: Buffer | undefined;
  try {
    cachedData = readFileSync(file.replace(/cjs$/, 'cache'));
  } catch {
    // Not built on this machine: slower, nothing else.
  }
  // The bundle is ASCII; read as Latin-1 it takes one byte a character and no decoding.
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} as typeof Program };
  (script.runInThisContext() as Wrapper)(module, createRequire(import.meta.url), file, dirname(file), import.meta.url);
  return module.exports;
}

const program = load();
process.exitCode = await program.run(process.argv.slice(2), program.processConsole());
