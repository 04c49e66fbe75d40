import { suggestion } from '../../analysis/model/nearest.ts';
import { RULES } from '../../analysis/verdict/rules.ts';
import { UsageError } from '../../workspace/usage-error.ts';
import type { Arguments } from '../arguments.ts';
import type { Console, ExitCode } from '../console.ts';

const FORMATS = ['table', 'json', 'markdown'];

/** `ssl-lint rules`: every rule with its severity by default. */
export function rules(args: Arguments, console: Console): ExitCode {
  if (args.positional.length > 0) throw new UsageError('rules takes no argument', `a single rule: 'ssl-lint explain ${args.positional[0] ?? ''}'`);
  const format = args.last('format') ?? 'table';
  if (!FORMATS.includes(format)) throw new UsageError(`unknown format '${format}'${suggestion(format, FORMATS)}`);
  if (format === 'json') {
    const list = RULES.map(({ id, severity, cwe, summary }) => ({ id, severity, cwe, summary }));
    console.out(`${JSON.stringify(list, null, 2)}\n`);
  } else if (format === 'markdown') {
    const rows = RULES.map((rule) => `| [\`${rule.id}\`](docs/rules/${rule.id}.md) | ${rule.severity} | ${rule.cwe.join(', ')} | ${rule.summary} |\n`);
    console.out(`| rule | severity | CWE | reports |\n|---|---|---|---|\n${rows.join('')}`);
  } else {
    const width = Math.max(...RULES.map((rule) => rule.id.length));
    console.out(RULES.map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`).join(''));
  }
  return 0;
}
