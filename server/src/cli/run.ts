import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { harmless } from '../report/harmless.ts';
import type { OpenEngine } from '../workspace/engine.ts';
import { openEngine } from '../workspace/open-engine.ts';
import { UsageError } from '../workspace/usage-error.ts';
import { parseArguments } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { check } from './commands/check.ts';
import type { Console, ExitCode } from './console.ts';

/**
 * The whole command: arguments in, exit code out. 0: nothing found that counts; 1: findings; 2: the user has to mend something, or
 * an internal error. Never rejects. `open` can be replaced by tests.
 */
export async function run(argv: readonly string[], console: Console, open: OpenEngine = openEngine): Promise<ExitCode> {
  try {
    const args = parseArguments(argv, (path) => existsSync(resolve(console.cwd, path)));
    if (args.has('help')) {
      const { help } = await import('./help.ts');
      console.out(help(args.isNamed ? args.command : null));
      return 0;
    }
    if (args.has('version')) {
      const { VERSION } = await import('../version.ts');
      console.out(`ssl-lint ${VERSION}\n`);
      return 0;
    }
    return await dispatch(args, argv, console, open);
  } catch (error) {
    if (error instanceof UsageError) {
      console.err(error.text(harmless));
    } else {
      const at = error instanceof Error ? /\n\s*(at .*)/.exec(error.stack ?? '')?.[1] : undefined;
      console.err(`ssl-lint: internal error: ${error instanceof Error ? error.message : String(error)}${at === undefined ? '' : ` (${at})`}\n`);
    }
    return 2;
  }
}

async function dispatch(args: Arguments, argv: readonly string[], console: Console, open: OpenEngine): Promise<ExitCode> {
  switch (args.command) {
    case 'check': return check(args, console, open);
    case 'explain': return (await import('./commands/explain.ts')).explain(args, console);
    case 'rules': return (await import('./commands/rules.ts')).rules(args, console);
    case 'model': return (await import('./commands/model.ts')).model(args, console);
    case 'doctor': return (await import('./commands/doctor.ts')).doctor(args, console);
    case 'lsp': return (await import('./commands/lsp.ts')).lsp(args, console);
  }
}
