import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suggestion } from '../analysis/model/nearest.ts';
import type { Confidence, Severity } from '../analysis/verdict/finding.ts';
import { RULE_BY_ID } from '../analysis/verdict/rules.ts';
import type { LintRequest } from '../workspace/lint.ts';
import { similarPath } from '../workspace/config.ts';
import { isFolder, real } from '../workspace/paths.ts';
import { parseSize } from '../workspace/size.ts';
import { UsageError } from '../workspace/usage-error.ts';
import type { Arguments } from './arguments.ts';
import type { Console } from './console.ts';

/** What `check` is asked to do, from its arguments, and whether its findings need fixes; reads standard input and lists of files. Throws UsageError. */
export function lintRequest(args: Arguments, console: Console, fixes: boolean): LintRequest {
  const cwd = real(console.cwd);
  const usesStdin = args.flag('stdin') === true || args.positional.includes('-');
  const name = args.last('stdin-filename');
  if (usesStdin && name === null) throw new UsageError('--stdin needs --stdin-filename: the name decides configuration and output');
  if (name !== null && !usesStdin) throw new UsageError('--stdin-filename needs --stdin');
  const named = args.positional.filter((path) => path !== '-');
  if (usesStdin && (named.length > 0 || args.has('files-from'))) throw new UsageError('--stdin is read instead of files: name either');
  const listed = (args.values.get('files-from') ?? []).flatMap((file) => readList(file, console));
  const paths = [...named, ...listed];
  const base = args.last('path-base');
  if (base !== null && !isFolder(resolve(cwd, base))) throw new UsageError(`--path-base: '${base}' is no folder${similarPath(base, cwd)}`);
  // `--select "$RULES"` with nothing in it would find nothing, and fail no build.
  for (const name of ['select', 'ext']) if (args.has(name) && args.list(name).length === 0) throw new UsageError(`--${name} names nothing`);
  return {
    cwd,
    // An empty list of files is no reason to check everything.
    paths: paths.length === 0 && !args.has('files-from') ? ['.'] : paths,
    stdin: usesStdin && name !== null ? { name, bytes: console.readStdin() } : null,
    extensions: args.has('ext') ? args.list('ext').map((ext) => (ext.startsWith('.') ? ext : `.${ext}`)) : ['.c', '.h'],
    exclude: args.values.get('exclude') ?? null,
    extendExclude: (args.values.get('extend-exclude') ?? []).map((glob) => ({ glob, origin: '--extend-exclude' })),
    forceExclude: args.flag('force-exclude') ?? true,
    respectGitignore: args.flag('respect-gitignore'),
    choice: {
      select: args.has('select') ? rules(args.list('select')) : null,
      ignore: rules(args.list('ignore')),
      severities: severities(args.list('rule')),
      minSeverity: (args.last('min-severity') ?? 'note') as Severity,
      confidence: args.last('confidence') as Confidence | null,
      unusedSuppressions: args.last('report-unused-suppressions') as Severity | 'off' | null,
    },
    configFile: configFile(args, console),
    isolated: args.flag('isolated') === true,
    inlineConfig: args.flag('inline-config') ?? true,
    maxFileSize: args.has('max-file-size') ? parseSize(args.last('max-file-size') ?? '', '--max-file-size') : null,
    functionTimeoutMs: args.has('function-timeout') ? wholeNumber(args.last('function-timeout') ?? '', '--function-timeout', 1) : null,
    fixes,
    pathBase: base === null ? null : resolve(cwd, base),
    errorOnUnmatched: args.flag('error-on-unmatched') ?? true,
    now: () => console.now(),
    spent: () => console.spent(),
  };
}

export function configFile(args: Arguments, console: Console): string | null {
  const file = args.last('config') ?? (console.env['SSL_LINT_CONFIG'] || null);
  return file === null ? null : resolve(console.cwd, file);
}

/** A whole number that is at least `least`. */
export function wholeNumber(text: string, option: string, least: number): number {
  if (!/^-?\d{1,9}$/.test(text) || Number(text) < least) throw new UsageError(`${option}: '${text}' is no whole number from ${least}`);
  return Number(text);
}

/** Checks that a rule exists. */
export function knownRule(id: string): string {
  // In reports that mix tools and in comments for other tools the name of ours stands before.
  const bare = id.replace(/^ssl-lint[/-]/, '');
  if (RULE_BY_ID.has(bare)) return bare;
  throw new UsageError(`unknown rule '${id}'${suggestion(bare, RULE_BY_ID.keys())}`);
}

const rules = (ids: readonly string[]): Set<string> =>
  new Set(ids.flatMap((id) => (id === 'ALL' ? [...RULE_BY_ID.keys()] : [knownRule(id)])));

function severities(words: readonly string[]): Map<string, Severity | 'off'> {
  const found = new Map<string, Severity | 'off'>();
  const allowed = ['off', 'note', 'warning', 'error'];
  for (const word of words) {
    const [id = '', severity, more] = word.split('=');
    if (severity === undefined || more !== undefined) throw new UsageError(`--rule: '${word}' is not of the form RULE=SEVERITY`);
    if (!allowed.includes(severity)) throw new UsageError(`--rule: unknown severity '${severity}'${suggestion(severity, allowed)}`);
    found.set(knownRule(id), severity as Severity | 'off');
  }
  return found;
}

/** Paths of a list: separated by NUL if there is one in it, else by line ends. */
function readList(file: string, console: Console): string[] {
  let text: string;
  try {
    text = (file === '-' ? console.readStdin() : readFileSync(resolve(console.cwd, file))).toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`cannot read the list of files '${file}' (${String((error as NodeJS.ErrnoException).code)})`);
  }
  return (text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)).filter((path) => path.trim() !== '');
}
