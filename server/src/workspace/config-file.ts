import type { ParseError } from 'jsonc-parser';
import { LineTable } from '../analysis/code/position.ts';
import type { NolintMode } from '../analysis/verdict/directives.ts';
import type { Confidence, Severity } from '../analysis/verdict/finding.ts';
import { suggestion } from '../analysis/model/nearest.ts';
import type { UserModel } from '../analysis/model/user.ts';
import { RULE_BY_ID } from '../analysis/verdict/rules.ts';
import schema from './config-schema.json' with { type: 'json' };
import { compileGlobs, excludedByDefault } from './globs.ts';
import type { Pattern } from './globs.ts';
import { parentOf } from './paths.ts';
import { checkSchema } from './schema-check.ts';
import type { FailOn, Settings } from './settings.ts';
import { parseSize } from './size.ts';
import { UsageError } from './usage-error.ts';

/** What a configuration file may say; guaranteed by the schema. */
interface Written {
  readonly extends?: readonly string[];
  readonly files?: readonly string[];
  readonly exclude?: readonly string[];
  readonly extendExclude?: readonly string[];
  readonly respectGitignore?: boolean;
  readonly library?: { readonly flavor?: string };
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  readonly confidence?: Confidence;
  readonly failOn?: FailOn;
  readonly maxWarnings?: number;
  readonly suppressions?: { readonly nolint?: NolintMode; readonly requireReason?: boolean; readonly reportUnused?: Severity | 'off' };
  readonly model?: unknown;
  readonly limits?: { readonly maxFileSize?: string; readonly functionTimeoutMs?: number; readonly maxPathSteps?: number };
  readonly overrides?: readonly { readonly files: readonly string[]; readonly rules?: Readonly<Record<string, Severity | 'off'>>; readonly confidence?: Confidence }[];
}

/** A parsed configuration: `extended` are the paths it begins with, `apply` puts what it says over settings. */
export interface ConfigFile {
  readonly extended: readonly string[];
  apply(base: Settings): Promise<Settings>;
}

/**
 * Parses the text of a configuration file. `path` is absolute, `shown` is how messages name it. `inPackage` takes the key
 * `sslLint` of a package.json and gives null when there is none. Throws UsageError with file, line and column.
 */
export async function parseConfig(text: string, path: string, shown: string, inPackage: boolean): Promise<ConfigFile | null> {
  const json = await import('jsonc-parser');
  const lines = new LineTable(text);
  const fail = (offset: number, message: string): never => {
    throw UsageError.at(shown, lines.lineOf(offset), lines.columnOf(offset), message);
  };
  const errors: ParseError[] = [];
  const whole = json.parseTree(text, errors, { allowTrailingComma: !inPackage, disallowComments: inPackage });
  const first = errors[0];
  if (first !== undefined || whole === undefined) {
    return fail(first?.offset ?? 0, `not valid JSON: ${words(first === undefined ? 'ValueExpected' : json.printParseErrorCode(first.error))}`);
  }
  const root = inPackage ? json.findNodeAtLocation(whole, ['sslLint']) : whole;
  if (root === undefined) return null;
  const at = (...keys: (string | number)[]): number => json.findNodeAtLocation(root, keys)?.offset ?? root.offset;
  const keyAt = (...keys: (string | number)[]): number => json.findNodeAtLocation(root, keys)?.parent?.offset ?? root.offset;
  const problem = checkSchema(root, schema)[0];
  if (problem !== undefined) fail(problem.offset, problem.message);
  const written = json.getNodeValue(root) as Written;

  const checkRules = (rules: Readonly<Record<string, unknown>> | undefined, ...keys: (string | number)[]): void => {
    for (const id of Object.keys(rules ?? {})) if (!RULE_BY_ID.has(id)) fail(keyAt(...keys, id), `unknown rule '${id}'${suggestion(id, RULE_BY_ID.keys())}`);
  };
  checkRules(written.rules, 'rules');
  for (const [i, entry] of (written.overrides ?? []).entries()) checkRules(entry.rules, 'overrides', i, 'rules');

  const directory = parentOf(path);
  const patterns = (globs: readonly string[], key: string): Pattern[] =>
    globs.map((glob, i) => ({ glob, origin: `${shown}:${lines.lineOf(at(key, i))}` }));
  const modelPosition: UserModel['position'] = (keys, which) => {
    const value = json.findNodeAtLocation(root, ['model', ...keys]);
    const offset = (which === 'key' && value?.parent?.type === 'property' ? value.parent.offset : value?.offset) ?? root.offset;
    return { line: lines.lineOf(offset), column: lines.columnOf(offset) };
  };
  return {
    extended: (written.extends ?? []).map((name) => `${directory}/${name}`),
    apply: (base) => applyWritten(base, written, { shown, directory, patterns, modelPosition }),
  };
}

interface Place {
  readonly shown: string;
  readonly directory: string;
  readonly patterns: (globs: readonly string[], key: string) => Pattern[];
  readonly modelPosition: UserModel['position'];
}

async function applyWritten(base: Settings, written: Written, place: Place): Promise<Settings> {
  const { shown, directory } = place;
  const replaced = written.exclude === undefined ? null : await compileGlobs(place.patterns(written.exclude, 'exclude'), directory);
  const added = await compileGlobs(place.patterns(written.extendExclude ?? [], 'extendExclude'), directory);
  const inherited = replaced === null ? base.isExcluded : (path: string) => replaced.match(path);
  const overrides = await Promise.all((written.overrides ?? []).map(async (entry) => ({
    files: await compileGlobs(entry.files.map((glob) => ({ glob, origin: shown })), directory),
    rules: new Map(Object.entries(entry.rules ?? {})),
    confidence: entry.confidence ?? null,
  })));
  const rules = new Map([...base.rules, ...Object.entries(written.rules ?? {})]);
  if (written.suppressions?.reportUnused !== undefined) rules.set('unused-suppression', written.suppressions.reportUnused);
  return {
    origin: shown,
    files: written.files === undefined ? base.files : await compileGlobs(place.patterns(written.files, 'files'), directory),
    isExcluded: (path, isFolder) => inherited(path, isFolder) ?? added.match(path) ?? (isGitFolder(path) ? excludedByDefault('.git') : null),
    respectGitignore: written.respectGitignore ?? base.respectGitignore,
    flavor: written.library?.flavor ?? base.flavor,
    rules,
    confidence: written.confidence ?? base.confidence,
    failOn: written.failOn ?? base.failOn,
    maxWarnings: written.maxWarnings ?? base.maxWarnings,
    nolint: written.suppressions?.nolint ?? base.nolint,
    requireReason: written.suppressions?.requireReason ?? base.requireReason,
    models: written.model === undefined ? base.models : [...base.models, { file: shown, value: written.model, position: place.modelPosition }],
    maxFileSize: written.limits?.maxFileSize === undefined ? base.maxFileSize : parseSize(written.limits.maxFileSize, `${shown}: limits.maxFileSize`),
    functionTimeoutMs: written.limits?.functionTimeoutMs ?? base.functionTimeoutMs,
    maxPathSteps: written.limits?.maxPathSteps ?? base.maxPathSteps,
    overrides: [...base.overrides, ...overrides],
  };
}

/** Git's own folder never holds sources, whatever `exclude` was replaced with. */
const isGitFolder = (path: string): boolean => path.endsWith('/.git');

/** `PropertyNameExpected` as `property name expected`. */
const words = (code: string): string => code.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();
