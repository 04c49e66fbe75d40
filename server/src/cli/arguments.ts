import { nearest, suggestion } from '../analysis/model/nearest.ts';
import { UsageError } from '../workspace/usage-error.ts';
import { ALIASES, COMMAND_ALIASES, COMMANDS, OPTIONS } from './options.ts';
import type { CommandName, OptionSpec } from './options.ts';

/** Parsed arguments. Values of an option in the order given; a switch has the value `true` or, negated, `false`. */
export class Arguments {
  /** `isNamed`: the command was written out. */
  constructor(
    readonly command: CommandName, readonly isNamed: boolean, readonly positional: readonly string[], readonly values: ReadonlyMap<string, readonly string[]>,
  ) {}

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

interface Given {
  readonly option: OptionSpec;
  readonly value: string;
  /** The option as it was written. */
  readonly written: string;
}

/** Parses what stands after the program's name. Throws UsageError for unknown words. `exists` says whether a path exists. */
export function parseArguments(argv: readonly string[], exists: (path: string) => boolean): Arguments {
  const { words, rest, given } = split(argv);
  const [first] = words;
  const named = first === undefined ? undefined : COMMAND_ALIASES.get(first) ?? COMMANDS.find((name) => name === first);
  if (first !== undefined && named === undefined) checkCommandWord(first, exists);
  const command = named ?? 'check';
  const values = new Map<string, string[]>();
  for (const { option, value, written } of given) {
    const spec = OPTIONS.find(({ name, commands, everywhere }) => name === option.name && (everywhere === true || commands.includes(command)));
    if (spec === undefined) throw new UsageError(`${written} is not an option of '${command}'`, `see 'ssl-lint ${command} --help'`);
    if (spec.words !== undefined && !spec.words.includes(value) && !(spec.negatable && value === 'false')) {
      throw new UsageError(`unknown value '${value}' of ${written}${suggestion(value, spec.words)}`);
    }
    values.set(spec.name, [...(values.get(spec.name) ?? []), value]);
  }
  return new Arguments(command, named !== undefined, [...(named === undefined ? words : words.slice(1)), ...rest], values);
}

/** Tells options from other words; `rest` is what stands behind `--`. */
function split(argv: readonly string[]): { words: string[]; rest: readonly string[]; given: Given[] } {
  const words: string[] = [];
  const given: Given[] = [];
  const add: Add = (option, value, written) => given.push({ option, value, written });
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') return { words, rest: argv.slice(i + 1), given };
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    const next: Next = (option, written) => {
      const value = argv[++i];
      if (value === undefined) throw new UsageError(`${written} needs a value (${option.value ?? ''})`);
      return value;
    };
    if (word.startsWith('--')) parseLong(word, add, next);
    else parseShort(word, add, next);
  }
  return { words, rest: [], given };
}

type Add = (option: OptionSpec, value: string, written: string) => void;
type Next = (option: OptionSpec, written: string) => string;

function parseLong(word: string, add: Add, next: Next): void {
  const equals = word.indexOf('=');
  const written = equals < 0 ? word : word.slice(0, equals);
  const given = equals < 0 ? null : word.slice(equals + 1);
  const name = ALIASES.get(written.slice(2)) ?? written.slice(2);
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

/** `ssl-lint expain leak`: a first word that is no path but looks like a command is a slip of the pen. */
function checkCommandWord(word: string, exists: (path: string) => boolean): void {
  if (!/^[a-z]+$/.test(word) || exists(word)) return;
  if (word === 'help') throw new UsageError("unknown command 'help'", "see 'ssl-lint --help'");
  const near = nearest(word, [...COMMANDS, ...COMMAND_ALIASES.keys()]);
  if (near !== undefined) throw new UsageError(`unknown command '${word}'. Did you mean '${near}'?`, `a file or folder of that name is written './${word}'`);
}
