import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

type Wrapper = (module: { exports: unknown }, require: NodeJS.Require, filename: string, dirname: string, moduleUrl: string) => void;

/**
 * Starts a bundled program from compiled code that the build has stored beside it: compiling half a megabyte of JavaScript would take
 * as long as analysing a small project. V8 refuses code of another version of itself and compiles then. `bundle` is the name of the
 * program without its ending, `beside` the URL of a file in its folder. The answer is what the program exports.
 */
export function load(bundle: string, beside: string): unknown {
  const file = fileURLToPath(new URL(`${bundle}.cjs`, beside));
  let cachedData: Buffer | undefined;
  try {
    cachedData = readFileSync(file.replace(/cjs$/, 'cache'));
  } catch {
    // Not built on this machine: slower, nothing else.
  }
  // The bundle is ASCII; read as Latin-1 it takes one byte a character and no decoding.
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module: { exports: unknown } = { exports: {} };
  (script.runInThisContext() as Wrapper)(module, createRequire(beside), file, dirname(file), beside);
  return module.exports;
}
