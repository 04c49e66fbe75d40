import { statSync } from 'node:fs';
import type { AnalysisResult } from '../analysis/analyze.ts';
import type { SourceFile } from '../analysis/code/item.ts';
import type { Finding, Incomplete, Severity } from '../analysis/verdict/finding.ts';
import { compareFindings, compareText } from '../analysis/verdict/order.ts';
import { choose, effectiveSeverity } from '../analysis/verdict/select.ts';
import { ConfigFinder } from './config.ts';
import { decode } from './decode.ts';
import { discover } from './discover.ts';
import type { DiscoverOptions, Discovery, FoundFile } from './discover.ts';
import { NO_RESULT } from './engine.ts';
import type { Engine, OpenEngine } from './engine.ts';
import { noFiles } from './no-files.ts';
import { gitTop, parentOf, real, relativeTo } from './paths.ts';
import { SourceReader } from './read.ts';
import { Selections } from './selections.ts';
import type { Choice } from './selections.ts';
import type { Settings } from './settings.ts';

export interface LintRequest extends DiscoverOptions {
  /** One source that is not on disk; `paths` is not looked at then. */
  readonly stdin: { readonly name: string; readonly bytes: Buffer } | null;
  readonly choice: Choice;
  readonly configFile: string | null;
  readonly isolated: boolean;
  /** Whether suppression comments count. */
  readonly inlineConfig: boolean;
  /** Null: what the configuration says. */
  readonly maxFileSize: number | null;
  readonly functionTimeoutMs: number | null;
  /** Base of the paths of findings; null for the top of the git work tree, else the folder of the run. */
  readonly pathBase: string | null;
  /** Whether findings get their fixes, which takes more analysis. */
  readonly fixes: boolean;
  /** No file to check is an error. */
  readonly errorOnUnmatched: boolean;
  readonly now: () => number;
  /** Told what is going on, for a progress display. */
  readonly onProgress?: (stage: 'reading' | 'analysing', done: number, total: number) => void;
}

export interface Notice {
  readonly level: 'error' | 'warning' | 'note';
  readonly text: string;
}

export interface LintResult {
  /** Shown findings in order; severities are final. */
  readonly findings: readonly Finding[];
  readonly suppressed: number;
  readonly incomplete: readonly Incomplete[];
  /** Absolute paths of the checked files, in order. */
  readonly files: readonly string[];
  /** What belongs on stderr. */
  readonly notices: readonly Notice[];
  /** Some file could not be read: the run fails though everything else is reported. */
  readonly failed: boolean;
  /** Absolute folder that the paths of findings are relative to. */
  readonly base: string;
  /** The configuration of the folder of the run. */
  readonly settings: Settings;
  readonly configs: readonly Settings[];
  /** Severity of each rule in the folder of the run. */
  severityOf(rule: string): Severity | 'off';
  /** Text of a file that was analysed, by the path of findings. */
  textOf(path: string): string | null;
  readonly statistics: AnalysisResult['statistics'];
  /** Milliseconds of finding files, reading them, and everything after. */
  readonly times: { readonly walk: number; readonly read: number; readonly analysis: number };
}

/** Finds, reads and analyses files and selects what to show. Throws UsageError for what the user has to mend. */
export async function lint(request: LintRequest, openEngine: OpenEngine): Promise<LintResult> {
  const started = request.now();
  const configs = new ConfigFinder({ cwd: request.cwd, file: request.configFile, isolated: request.isolated });
  const base = real(request.pathBase ?? gitTop(request.cwd) ?? request.cwd);
  const settings = await configs.of(request.stdin === null ? mainFolder(request) : parentOf(real(`${request.cwd}/${request.stdin.name}`)));
  const found = request.stdin === null ? await discover(request, configs) : given(request.stdin.name, request.cwd, settings);
  const notices: Notice[] = found.skipped.map(({ path, reason }) => ({ level: 'note', text: `${relativeTo(request.cwd, path)} skipped: ${reason}` }));
  const unreadable = found.unreadable.map(({ path, code }) => ({ path, code }));
  if (found.files.length === 0 && request.errorOnUnmatched && unreadable.length === 0) throw noFiles(request.paths, found);
  const walked = request.now();

  const engine = await openEngine({
    flavor: settings.flavor,
    models: [...new Set([settings, ...configs.used])].flatMap((used) => used.models),
    functionTimeoutMs: request.functionTimeoutMs ?? settings.functionTimeoutMs, fixes: request.fixes, now: request.now,
  });
  const sources = readSources(request, engine, found, settings, base);
  unreadable.push(...sources.unreadable);
  for (const { path, code } of unreadable) notices.push({ level: 'error', text: `cannot read '${relativeTo(request.cwd, path)}' (${code})` });
  const read = request.now();

  request.onProgress?.('analysing', sources.files.length, found.files.length);
  const result = sources.files.length === 0 ? NO_RESULT : await engine.analyze(sources.files);
  const settingsOf = new Map(sources.files.map((file, i) => [file.path, sources.settings[i] ?? settings]));
  const judged = await applySuppressions(request, result, sources.files, settingsOf, notices, base);
  const selections = new Selections(request.choice);
  const findings = judged.findings
    .map((finding) => choose(finding, selections.of(`${base}/${finding.path}`, settingsOf.get(finding.path) ?? settings)))
    .filter((finding) => finding !== null)
    .sort(compareFindings);
  const suppressed = judged.suppressed
    .filter((finding) => choose(finding, selections.of(`${base}/${finding.path}`, settingsOf.get(finding.path) ?? settings)) !== null);
  const mainSelection = selections.of(request.cwd, settings);
  const texts = new Map(sources.files.map((file) => [file.path, file.text]));
  return {
    findings, base, settings, notices,
    suppressed: suppressed.length,
    incomplete: [...sources.incomplete, ...result.incomplete].sort(compareIncomplete),
    files: found.files.map((file) => file.path),
    failed: unreadable.length > 0,
    configs: configs.used,
    severityOf: (rule) => effectiveSeverity(rule, mainSelection),
    textOf: (path) => texts.get(path) ?? null,
    statistics: result.statistics,
    times: { walk: walked - started, read: read - walked, analysis: request.now() - read },
  };
}

/** The folder whose configuration governs what cannot differ from file to file (library, exit code, limits). */
function mainFolder(request: LintRequest): string {
  const first = request.paths[0];
  if (request.paths.length !== 1 || first === undefined) return request.cwd;
  const path = real(first.startsWith('/') ? first : `${request.cwd}/${first}`);
  // One folder named: its own configuration, as if the command had been started in it.
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : parentOf(path);
}

function given(name: string, cwd: string, settings: Settings): Discovery {
  return { files: [{ path: real(`${cwd}/${name}`), settings, isRegular: true }], left: new Map(), skipped: [], unreadable: [] };
}

interface Sources {
  readonly files: SourceFile[];
  /** Settings of each of `files`. */
  readonly settings: Settings[];
  readonly incomplete: Incomplete[];
  readonly unreadable: { path: string; code: string }[];
}

function readSources(request: LintRequest, engine: Engine, found: Discovery, settings: Settings, base: string): Sources {
  const sources: Sources = { files: [], settings: [], incomplete: [], unreadable: [] };
  const take = (file: FoundFile, text: string): void => {
    sources.files.push({ path: relativeTo(base, file.path), text });
    sources.settings.push(file.settings);
  };
  const only = found.files[0];
  if (request.stdin !== null && only !== undefined) {
    const decoded = decode(request.stdin.bytes);
    if ('text' in decoded) take(only, decoded.text);
    else sources.incomplete.push({ path: relativeTo(base, only.path), reason: decoded.reason });
    return sources;
  }
  if (found.files.length === 0) return sources;
  const reader = new SourceReader(engine.hints, request.maxFileSize ?? settings.maxFileSize);
  for (const [i, file] of found.files.entries()) {
    if (i % 256 === 255) request.onProgress?.('reading', i, found.files.length);
    const result = reader.read(file.path, file.isRegular);
    if ('unreadable' in result) sources.unreadable.push({ path: file.path, code: result.unreadable });
    else if ('incomplete' in result) sources.incomplete.push({ path: relativeTo(base, file.path), reason: result.incomplete });
    else if (result.text !== null) take(file, result.text);
  }
  return sources;
}

async function applySuppressions(
  request: LintRequest, result: AnalysisResult, files: readonly SourceFile[], settingsOf: ReadonlyMap<string, Settings>, notices: Notice[], base: string,
): Promise<{ findings: readonly Finding[]; suppressed: readonly Finding[] }> {
  const commented = request.inlineConfig ? files.filter((file) => file.text.includes('ssl-lint-') || file.text.includes('NOLINT')) : [];
  if (commented.length === 0) return { findings: result.findings, suppressed: [] };
  const { suppress } = await import('../analysis/verdict/suppress.ts');
  const partial = new Set(result.incomplete.map((entry) => entry.path));
  const outcome = suppress(result.findings, commented, (path) => {
    const settings = settingsOf.get(path);
    return { nolint: settings?.nolint ?? 'named', requireReason: settings?.requireReason ?? false };
  }, (path) => partial.has(path));
  for (const { path, line, text } of outcome.notices) {
    notices.push({ level: 'warning', text: `${relativeTo(request.cwd, `${base}/${path}`)}:${line}: ${text}` });
  }
  return { findings: [...outcome.kept, ...outcome.about], suppressed: outcome.suppressed.map(({ finding }) => finding) };
}

const compareIncomplete = (a: Incomplete, b: Incomplete): number =>
  compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || compareText(a.function ?? '', b.function ?? '') || compareText(a.reason, b.reason);
