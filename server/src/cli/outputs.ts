import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suggestion } from '../analysis/model/nearest.ts';
import { FORMAT_NAMES, isFormat } from '../report/index.ts';
import type { FormatName } from '../report/index.ts';
import { UsageError } from '../workspace/usage-error.ts';
import type { Arguments } from './arguments.ts';
import type { Console } from './console.ts';

export interface Output {
  readonly format: FormatName;
  /** File to write, null for standard output. */
  readonly path: string | null;
}

/** The reports that are asked for. Throws UsageError for an unknown format and for two that want standard output. */
export function outputs(args: Arguments, console: Console): Output[] {
  const words = args.values.get('format') ?? (console.env['SSL_LINT_FORMAT'] ? console.env['SSL_LINT_FORMAT'].split(',') : ['full']);
  const file = args.last('output-file');
  if (file !== null && words.length > 1) throw new UsageError('--output-file goes with a single --format; write --format NAME=PATH for each');
  const list = words.map((word): Output => {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (!isFormat(name)) throw new UsageError(`unknown format '${name}'${suggestion(name, FORMAT_NAMES)}`);
    const path = equals < 0 ? file : word.slice(equals + 1);
    if (equals >= 0 && file !== null) throw new UsageError(`--output-file and --format ${word} name a file each; write either`);
    if (path === '') throw new UsageError(`--format ${word}: the path is missing`);
    return { format: name, path };
  });
  const direct = list.filter((output) => output.path === null);
  if (direct.length > 1) {
    throw new UsageError(`only one format can go to standard output, not ${direct.map((output) => output.format).join(' and ')}`, 'write --format NAME=PATH for the others');
  }
  return list;
}

/** Writes a report into a file. Throws UsageError when that fails. */
export function writeReport(path: string, text: string, console: Console): void {
  try {
    writeFileSync(resolve(console.cwd, path), text);
  } catch (error) {
    throw new UsageError(`cannot write '${path}' (${String((error as NodeJS.ErrnoException).code)})`);
  }
}
