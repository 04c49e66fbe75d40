import { UsageError } from '../../workspace/usage-error.ts';
import type { Arguments } from '../arguments.ts';
import type { Console } from '../console.ts';

/** `ssl-lint lsp`: the language server, until the editor ends it. */
export function lsp(args: Arguments, argv: readonly string[], console: Console): Promise<never> {
  if (args.positional.length > 0) throw new UsageError('lsp takes no path: the editor names the folders');
  return console.serve(argv);
}
