import { UsageError } from '../../workspace/usage-error.ts';
import type { Arguments } from '../arguments.ts';
import type { Console, ExitCode } from '../console.ts';
import { OPTIONS } from '../options.ts';

/** `ssl-lint lsp`: the language server, until the editor ends it. */
export function lsp(args: Arguments, console: Console): Promise<ExitCode> {
  if (args.positional.length > 0) throw new UsageError('lsp takes no path: the editor names the folders');
  const given = OPTIONS.filter(({ name, group }) => group === 'Server' && args.flag(name) !== null && args.flag(name) !== false);
  return console.serve(given.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${args.last(name) ?? ''}`)));
}
