import { nearest, suggestion } from '../analysis/model/nearest.ts';
import { UsageError } from '../workspace/usage-error.ts';
import { ALIASES, COMMAND_ALIASES, COMMANDS, OPTIONS } from './options.ts';
import type { CommandName, OptionSpec } from './options.ts';

/** Parsed arguments. Values of an option in the order given; a switch has the value `true` or, negated, `false`. */
export class Arguments {
  constructor(readonly command: CommandName, readonly positional: readonly string[], readonly values: ReadonlyMap<string, readonly string[]>) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** The last value, or null. */
  last(name: string): string | null {
    return this.values.get(name)?.at(-1) ?? null;
  }

  /** All values, split at commas. */
  list(name: string): string[] {
    return (this.values.get(name) ?? []).flatMap((value) => value.split(',')).map((word) => word.trim()).filter((word) => word !== '');
  }

  /** A switch: null when it was not given. */
  flag(name: string): boolean | null {
    const value = this.last(name);
    return value === null ? null : value !== 'false';
  }
}

/** Parses what stands after the program's name. Throws UsageError for unknown words. `exists` says whether a path exists. */
export function parseArguments(argv: readonly string[], exists: (path: string) => boolean): Arguments {
  const { command, rest } = splitCommand(argv);
  const positional: string[] = [];
  const values = new Map<string, string[]>();
  const add = (option: OptionSpec, value: string, written: string): void => {
    if (!option.commands.includes(command)) throw new UsageError(`${written} is not an option of '${command}'`, `see 'ssl-lint ${command} --help'`);
    if (option.words !== undefined && !option.words.includes(value) && !(option.negatable && value === 'false')) {
      throw new UsageError(`unknown value '${value}' of ${written}${suggestion(value, option.words)}`);
    }
    values.set(option.name, [...(values.get(option.name) ?? []), value]);
  };
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? '';
    if (word === '--') {
      positional.push(...rest.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positional.push(word);
      continue;
    }
    const next = (option: OptionSpec, written: string): string => {
      const value = rest[++i];
      if (value === undefined) throw new UsageError(`${written} needs a value (${option.value ?? ''})`);
      return value;
    };
    if (word.startsWith('--')) parseLong(word, add, next);
    else parseShort(word, add, next);
  }
  if (command === 'check' && positional.length > 0 && rest === argv) checkCommandWord(positional[0] ?? '', exists);
  return new Arguments(command, positional, values);
}

type Add = (option: OptionSpec, value: string, written: string) => void;
type Next = (option: OptionSpec, written: string) => string;

function parseLong(word: string, add: Add, next: Next): void {
  const equals = word.indexOf('=');
  const written = equals < 0 ? word : word.slice(0, equals);
  const given = equals < 0 ? null : word.slice(equals + 1);
  const name = ALIASES[written.slice(2)] ?? written.slice(2);
  const positive = OPTIONS.find((option) => option.name === name);
  const negative = name.startsWith('no-') ? OPTIONS.find((option) => option.negatable && option.name === name.slice(3)) : undefined;
  if (positive === undefined && negative !== undefined) {
    if (given !== null) throw new UsageError(`${written} takes no value`);
    // `--no-color` is the word `never` of an option with words.
    add(negative, negative.words?.includes('never') ? 'never' : 'false', written);
    return;
  }
  if (positive === undefined) {
    const words = OPTIONS.flatMap((option) => (option.negatable ? [`--${option.name}`, `--no-${option.name}`] : [`--${option.name}`]));
    const near = nearest(written, words);
    throw new UsageError(`unknown option '${written}'${near === undefined ? '' : `. Did you mean '${near}'?`}`, near === undefined ? "see 'ssl-lint --help'" : undefined);
  }
  if (positive.value === undefined) {
    if (given !== null && given !== 'true' && given !== 'false') throw new UsageError(`${written} takes no value`);
    add(positive, given ?? 'true', written);
  } else {
    add(positive, given ?? positive.optional ?? next(positive, written), written);
  }
}

/** `-q`, `-qv`, `-f json`, `-fjson`. */
function parseShort(word: string, add: Add, next: Next): void {
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    const option = OPTIONS.find((candidate) => candidate.short === letter);
    if (option === undefined) throw new UsageError(`unknown option '-${letter}'`, "see 'ssl-lint --help'");
    if (option.value === undefined) {
      add(option, 'true', `-${letter}`);
      continue;
    }
    const rest = word.slice(at + 1);
    add(option, rest === '' ? next(option, `-${letter}`) : rest.replace(/^=/, ''), `-${letter}`);
    return;
  }
}

/** The command may stand first, or after options that stand first. */
function splitCommand(argv: readonly string[]): { command: CommandName; rest: readonly string[] } {
  const first = argv[0] ?? '';
  const alias = COMMAND_ALIASES[first];
  const command = alias ?? COMMANDS.find((name) => name === first);
  return command === undefined ? { command: 'check', rest: argv } : { command, rest: argv.slice(1) };
}

/** `ssl-lint expain leak`: a first word that is no path but looks like a command is a slip of the pen. */
function checkCommandWord(word: string, exists: (path: string) => boolean): void {
  if (!/^[a-z]+$/.test(word) || exists(word)) return;
  const near = nearest(word, [...COMMANDS, ...Object.keys(COMMAND_ALIASES)]);
  if (near !== undefined) throw new UsageError(`unknown command '${word}'. Did you mean '${near}'?`, `a file or folder of that name is written './${word}'`);
}
