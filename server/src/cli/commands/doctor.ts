import { readFileSync } from 'node:fs';
import { RULES } from '../../analysis/verdict/rules.ts';
import { ConfigFinder } from '../../workspace/config.ts';
import { discover } from '../../workspace/discover.ts';
import { leftOut } from '../../workspace/no-files.ts';
import { openModel } from '../../workspace/open-model.ts';
import { gitTop, real } from '../../workspace/paths.ts';
import { UsageError } from '../../workspace/usage-error.ts';
import { WASM_FILES, wasmPath } from '../../workspace/wasm.ts';
import { HOMEPAGE, VERSION } from '../../version.ts';
import type { Arguments } from '../arguments.ts';
import type { Console, ExitCode } from '../console.ts';
import { configFile, lintRequest } from '../request.ts';
import { sha256OfBytes } from '../../workspace/sha256.ts';

const BROKEN = 'broken: ';

/** `ssl-lint doctor`: what a bug report needs. Exit code 2 when something is wrong, with the reason in its line. */
export async function doctor(args: Arguments, console: Console): Promise<ExitCode> {
  if (args.positional.length > 0) throw new UsageError('doctor takes no argument');
  const cwd = real(console.cwd);
  const lines: [string, string][] = [
    ['ssl-lint', VERSION + (HOMEPAGE === null ? '' : ` (${HOMEPAGE})`)],
    ['node', `${process.version} on ${process.platform}-${process.arch}`],
  ];
  const attempt = async (name: string, what: () => string | Promise<string>): Promise<void> => {
    try {
      lines.push([name, await what()]);
    } catch (error) {
      lines.push([name, `${BROKEN}${(error as Error).message}`]);
    }
  };
  for (const [name, file] of Object.entries(WASM_FILES)) {
    await attempt(name, () => `${file}, sha256 ${sha256OfBytes(readFileSync(wasmPath(file))).slice(0, 16)}`);
  }
  const configs = new ConfigFinder({ cwd, file: configFile(args, console), isolated: args.flag('isolated') === true });
  await attempt('configuration', async () => (await configs.of(cwd)).origin ?? 'none, defaults');
  await attempt('model', async () => {
    const settings = await configs.of(cwd);
    const model = openModel(settings.flavor, settings.models);
    return `${model.functions.size} functions, ${model.contracts.size} callback contracts, library ${settings.flavor ?? 'any'}`;
  });
  lines.push(['rules', `${RULES.length}, ${RULES.filter((rule) => rule.severity === 'off').length} of them off by default`]);
  lines.push(['git work tree', gitTop(cwd) === null ? 'none' : 'yes']);
  await attempt('files here', async () => {
    const found = await discover(lintRequest(args, console, false), configs);
    return [String(found.files.length), ...leftOut(found)].join('; ');
  });
  const width = Math.max(...lines.map(([name]) => name.length));
  console.out(lines.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join(''));
  return lines.some(([, text]) => text.startsWith(BROKEN)) ? 2 : 0;
}
