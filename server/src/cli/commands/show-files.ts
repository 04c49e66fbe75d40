import { harmless } from '../../report/harmless.ts';
import { ConfigFinder } from '../../workspace/config.ts';
import { discover } from '../../workspace/discover.ts';
import type { LintRequest } from '../../workspace/lint.ts';
import { leftOut } from '../../workspace/no-files.ts';
import { relativeTo } from '../../workspace/paths.ts';
import type { Console, ExitCode } from '../console.ts';

/**
 * `--show-files`: the files that would be checked, one a line, relative to the current folder; on standard error what is left out and
 * why. Exit code 2 when something cannot be read.
 */
export async function showFiles(request: LintRequest, console: Console): Promise<ExitCode> {
  const configs = new ConfigFinder({ cwd: request.cwd, file: request.configFile, isolated: request.isolated });
  const found = await discover(request, configs);
  const shown = (path: string): string => relativeTo(request.cwd, path);
  // Another program wants names as they are.
  const written = (path: string): string => (console.isStdoutTerminal ? harmless(shown(path)) : shown(path));
  console.out(found.files.map(({ path }) => `${written(path)}\n`).join(''));
  const say = (level: string, text: string): void => console.err(`ssl-lint: ${level}: ${harmless(text)}\n`);
  for (const { path, code } of found.unreadable) say('error', `cannot read '${shown(path)}' (${code})`);
  for (const { path, reason } of found.skipped) say('note', `${shown(path)} skipped: ${reason}`);
  for (const text of leftOut(found)) say('note', text);
  return found.unreadable.length > 0 ? 2 : 0;
}
