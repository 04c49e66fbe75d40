import { ConfigFinder } from '../../workspace/config.ts';
import { discover } from '../../workspace/discover.ts';
import type { LintRequest } from '../../workspace/lint.ts';
import { leftOut } from '../../workspace/no-files.ts';
import { relativeTo } from '../../workspace/paths.ts';
import type { Console, ExitCode } from '../console.ts';

/** `--show-files`: the files that would be checked, one a line, relative to the current folder. */
export async function showFiles(request: LintRequest, console: Console): Promise<ExitCode> {
  const configs = new ConfigFinder({ cwd: request.cwd, file: request.configFile, isolated: request.isolated });
  const found = await discover(request, configs);
  console.out(found.files.map(({ path }) => `${relativeTo(request.cwd, path)}\n`).join(''));
  for (const text of leftOut(found)) console.err(`ssl-lint: note: ${text}\n`);
  return 0;
}
