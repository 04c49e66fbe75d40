import { COMMANDS, OPTIONS } from './options.ts';
import type { CommandName, OptionSpec } from './options.ts';

const USAGE: Readonly<Record<CommandName, readonly [string, string]>> = {
  check: ['[check] [OPTIONS] [PATH|GLOB|-]...', 'find misuse of session references in C files; default path .'],
  explain: ['explain <rule>', 'the page of a rule'],
  rules: ['rules [--format table|json|markdown]', 'every rule with its severity'],
  model: ['model [--format table|json] [FUNCTION]', 'what library calls do to references'],
  lsp: ['lsp [--stdio]', 'language server for editors'],
  doctor: ['doctor', 'versions, configuration and counts, for bug reports'],
};

const EXIT = `Exit codes: 0 nothing found that counts, 1 findings at or above --fail-on, 2 wrong usage, broken
configuration, a file that cannot be read, or an internal error.
`;

/** Help for one command, or for all of them. */
export function help(command: CommandName | null): string {
  const commands = command === null ? COMMANDS : [command];
  const usage = commands.map((name) => `  ssl-lint ${USAGE[name][0]}`);
  const widest = Math.max(...usage.map((line) => line.length));
  const lines = ['Usage:', ...usage.map((line, i) => `${line.padEnd(widest)}   ${USAGE[commands[i] ?? 'check'][1]}`)];
  if (command === null) lines.push('  ssl-lint --help | --version');
  const options = OPTIONS.filter((option) => option.commands.includes(command ?? 'check'));
  const names = options.map(spelling);
  const width = Math.max(...names.map((name) => name.length));
  let group = '';
  options.forEach((option, i) => {
    if (option.group !== group) {
      group = option.group;
      lines.push('', `${group}:`);
    }
    lines.push(`  ${(names[i] ?? '').padEnd(width)}  ${option.help}`);
  });
  return `${lines.join('\n')}\n${command === null || command === 'check' ? `\n${EXIT}` : ''}`;
}

function spelling(option: OptionSpec): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  const name = option.negatable && option.words === undefined ? `--[no-]${option.name}` : `--${option.name}`;
  if (option.value === undefined) return short + name;
  return short + (option.optional === undefined ? `${name} ${option.value}` : `${name}[=${option.value}]`);
}
