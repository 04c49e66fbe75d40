import type { Arguments } from './arguments.ts';
import type { Console } from './console.ts';

/** Whether to colour what goes to standard output: the option, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then the terminal. */
export function useColor(args: Arguments, console: Console): boolean {
  const { env } = console;
  const asked = args.last('color');
  if (asked === 'always') return true;
  if (asked === 'never') return false;
  if (env['NO_COLOR']) return false;
  for (const name of ['FORCE_COLOR', 'CLICOLOR_FORCE']) {
    const value = env[name];
    if (value !== undefined && value !== '') return value !== '0' && value !== 'false';
  }
  return console.isStdoutTerminal && env['TERM'] !== 'dumb';
}
