/** Names of the commands; `check` may be left out. */
export const COMMANDS = ['check', 'explain', 'rules', 'model', 'doctor', 'lsp'] as const;
export type CommandName = (typeof COMMANDS)[number];

export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** Name of the value in the help text; absent for a switch. */
  readonly value?: string;
  /** The value may be left out; then it is this. */
  readonly optional?: string;
  /** The words a value may be, for errors and help. */
  readonly words?: readonly string[];
  /** `--no-NAME` exists too. */
  readonly negatable?: true;
  readonly group: string;
  readonly help: string;
  /** The commands that it says something to. */
  readonly commands: readonly CommandName[];
  /** The other commands take it too, without effect: for aliases of a shell, and scripts that pass it on. */
  readonly everywhere?: true;
}

const CHECK = ['check'] as const;
const LSP = ['lsp'] as const;
const ANY = COMMANDS;
const SEVERITIES = ['error', 'warning', 'note'] as const;

const option = (group: string, name: string, help: string, more: Partial<OptionSpec> = {}): OptionSpec =>
  ({ group, name, help, commands: CHECK, ...more });

/** Every option: parsing, help and error texts derive from this table. */
export const OPTIONS: readonly OptionSpec[] = [
  option('Input', 'stdin', 'read one source from standard input (also: -)'),
  option('Input', 'stdin-filename', 'its name, for configuration, excludes and output', { value: 'PATH' }),
  option('Input', 'files-from', 'read paths from a file or - (separated by line ends, or by NUL if there is one)', { value: 'FILE' }),
  option('Input', 'ext', 'endings taken from folders (.c,.h)', { value: 'LIST' }),
  option('Input', 'exclude', 'leave out; replaces what is configured', { value: 'GLOB' }),
  option('Input', 'extend-exclude', 'leave out besides', { value: 'GLOB' }),
  option('Input', 'force-exclude', 'excludes hold for files that are named, too (on)', { negatable: true }),
  option('Input', 'respect-gitignore', 'leave out what git ignores (on)', { negatable: true }),
  option('Input', 'max-file-size', 'larger files are not analysed (2m)', { value: 'SIZE' }),
  option('Input', 'error-on-unmatched', 'no file to check is an error (on)', { negatable: true }),

  option('Rules', 'select', 'only these rules (ALL for every one)', { value: 'RULES' }),
  option('Rules', 'ignore', 'not these rules', { value: 'RULES' }),
  option('Rules', 'rule', 'severity of a rule: error, warning, note or off', { value: 'RULE=SEVERITY' }),
  option('Rules', 'min-severity', 'hide what is less severe: error, warning or note (note)', { value: 'SEVERITY', words: SEVERITIES }),
  option('Rules', 'confidence', 'least confidence shown: high, medium or low (medium)', { value: 'LEVEL', words: ['high', 'medium', 'low'] }),
  option('Rules', 'inline-config', 'suppression comments count (on)', { negatable: true }),
  option('Rules', 'report-unused-suppressions', 'severity of suppression comments that suppress nothing (note)', { value: 'SEVERITY', optional: 'note', words: [...SEVERITIES, 'off'] }),

  option('Output', 'format', 'full, concise, gcc, json, jsonl or sarif (full); with =PATH into a file; may be repeated', { short: 'f', value: 'NAME[=PATH]' }),
  option('Output', 'format', 'table, json or markdown (table)', { short: 'f', value: 'NAME', commands: ['rules'] }),
  option('Output', 'format', 'table or json (table)', { short: 'f', value: 'NAME', commands: ['model'] }),
  option('Output', 'output-file', 'write the one format into a file', { short: 'o', value: 'PATH' }),
  option('Output', 'path-base', 'folder that paths in machine formats are relative to (top of the git work tree, else the current folder)', { value: 'DIR' }),
  option('Output', 'color', 'auto, always or never (auto)', { value: 'WHEN', words: ['auto', 'always', 'never'], negatable: true, everywhere: true }),
  option('Output', 'quiet', 'findings only', { short: 'q', everywhere: true }),
  option('Output', 'verbose', 'configuration used, what was skipped and why', { short: 'v', everywhere: true }),
  option('Output', 'show-files', 'list the files that would be checked'),

  option('Exit', 'fail-on', 'least severity that exits with 1: error, warning, note or never (warning)', { value: 'SEVERITY', words: [...SEVERITIES, 'never'] }),
  option('Exit', 'max-warnings', 'more warnings than this exit with 1 (any number)', { value: 'N' }),
  option('Exit', 'exit-zero', 'findings never change the exit code', { short: 'e' }),

  option('Server', 'stdio', 'speak over standard input and output (on)', { commands: LSP }),
  option('Server', 'node-ipc', 'speak over the channel to the Node.js process that started this one', { commands: LSP }),
  option('Server', 'socket', 'connect to a port of this machine', { value: 'PORT', commands: LSP }),
  option('Server', 'pipe', 'connect to a named pipe or socket file', { value: 'NAME', commands: LSP }),
  option('Server', 'max-memory', 'megabytes for the data of the analysis (1024)', { value: 'MB', commands: LSP }),
  option('Server', 'clientProcessId', 'end when that process has ended', { value: 'PID', commands: LSP }),

  option('Run', 'config', 'use exactly this configuration file', { short: 'c', value: 'FILE', commands: ['check', 'model', 'doctor'] }),
  option('Run', 'isolated', 'use no configuration file', { commands: ['check', 'model', 'doctor'] }),
  option('Run', 'function-timeout', 'milliseconds of processor time for one function (1000)', { value: 'MS' }),
  option('Run', 'help', 'show help', { short: 'h', commands: ANY }),
  option('Run', 'version', 'show the version', { short: 'V', commands: ANY }),
];

/** Other spellings. */
export const ALIASES: ReadonlyMap<string, string> = new Map([['output-format', 'format'], ['colour', 'color'], ['rule-severity', 'rule']]);
export const COMMAND_ALIASES: ReadonlyMap<string, CommandName> = new Map([['rule', 'explain']]);
