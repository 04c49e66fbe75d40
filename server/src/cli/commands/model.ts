import { describe, describeJson } from '../../analysis/model/describe.ts';
import { suggestion } from '../../analysis/model/nearest.ts';
import { ConfigFinder } from '../../workspace/config.ts';
import { openModel } from '../../workspace/open-model.ts';
import { real } from '../../workspace/paths.ts';
import { UsageError } from '../../workspace/usage-error.ts';
import type { Arguments } from '../arguments.ts';
import type { Console, ExitCode } from '../console.ts';
import { configFile } from '../request.ts';

const FORMATS = ['table', 'json'];

/** `ssl-lint model [FUNCTION]`: what is believed about library calls here, with the origin of each entry. */
export async function model(args: Arguments, console: Console): Promise<ExitCode> {
  const format = args.last('format') ?? 'table';
  if (!FORMATS.includes(format)) throw new UsageError(`unknown format '${format}'${suggestion(format, FORMATS)}`);
  const cwd = real(console.cwd);
  const settings = await new ConfigFinder({ cwd, file: configFile(args, console), isolated: args.flag('isolated') === true }).of(cwd);
  const entries = openModel(settings.flavor, settings.models);
  const names = args.positional.length > 0 ? args.positional : [...entries.functions.values()].filter((entry) => entry.tracked).map((entry) => entry.name).sort();
  if (format === 'json') {
    const objects = names.map((name) => describeJson(entries, name) ?? unknownFunction(name, entries.functions.keys()));
    console.out(`${JSON.stringify(args.positional.length === 1 ? objects[0] : objects, null, 2)}\n`);
    return 0;
  }
  if (args.positional.length === 0) {
    const width = Math.max(...names.map((name) => name.length));
    console.out(names.map((name) => `${name.padEnd(width)}  ${entries.functions.get(name)?.says ?? ''}`.trimEnd() + '\n').join(''));
    return 0;
  }
  for (const name of names) {
    const text = describe(entries, name);
    if (text.includes('not in the model')) unknownFunction(name, entries.functions.keys());
    console.out(`${text}\n`);
  }
  return 0;
}

function unknownFunction(name: string, known: Iterable<string>): never {
  const near = suggestion(name, known);
  throw new UsageError(`nothing is known about '${name}'${near}`, "describe it under 'model' in .ssl-lint.json, or list what is known with 'ssl-lint model'");
}
