import { resolve } from 'node:path';
import type { AnalysisResult } from '../analysis/analyze.ts';
import type { Finding, Incomplete, Severity } from '../analysis/verdict/finding.ts';
import { effectiveSeverity } from '../analysis/verdict/select.ts';
import { ConfigFinder } from './config.ts';
import { decode } from './decode.ts';
import { discover, prospectOf } from './discover.ts';
import type { DiscoverOptions, Discovery, FoundFile } from './discover.ts';
import { NO_RESULT } from './engine.ts';
import type { Engine, OpenEngine } from './engine.ts';
import { judge } from './judge.ts';
import { noFiles } from './no-files.ts';
import { gitTop, isFolder, parentOf, real, relativeTo } from './paths.ts';
import { SourceReader } from './read.ts';
import type { ReadResult } from './read.ts';
import { Selections } from './selections.ts';
import type { Choice } from './selections.ts';
import type { Settings } from './settings.ts';
import { engineSettings, readSources } from './sources.ts';

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
  /** As in `AnalysisInput`. */
  readonly spent?: () => number;
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
  const settings = await configs.of(request.stdin === null ? mainFolder(request) : parentOf(real(resolve(request.cwd, request.stdin.name))));
  const found = request.stdin === null ? await discover(request, configs) : await given(request.stdin.name, request, configs);
  const notices: Notice[] = found.skipped.map(({ path, reason }) => ({ level: 'note', text: `${relativeTo(request.cwd, path)} skipped: ${reason}` }));
  if (found.files.length === 0 && request.errorOnUnmatched && found.unreadable.length === 0) throw noFiles(request.stdin === null ? request.paths : [request.stdin.name], found);
  const walked = request.now();

  const engine = await openEngine({ ...engineSettings(settings, configs.used), ...limits(request), fixes: request.fixes, now: request.now, ...(request.spent === undefined ? {} : { spent: request.spent }) });
  const sources = readSources(found.files, base, reader(request, engine, found, settings));
  const unreadable = [...found.unreadable, ...sources.unreadable];
  for (const { path, code } of unreadable) notices.push({ level: 'error', text: `cannot read '${relativeTo(request.cwd, path)}' (${code})` });
  const read = request.now();

  request.onProgress?.('analysing', sources.files.length, found.files.length);
  const result = sources.files.length === 0 ? NO_RESULT : await engine.analyze(sources.files);
  const selections = new Selections(request.choice);
  const judged = await judge(result, sources, { base, selections, main: settings, inlineConfig: request.inlineConfig });
  for (const { path, range, message } of judged.remarks) {
    notices.push({ level: 'warning', text: `${relativeTo(request.cwd, `${base}/${path}`)}:${range.startLine}: ${message}` });
  }
  const mainSelection = selections.of(request.cwd, settings);
  const texts = new Map(sources.files.map((file) => [file.path, file.text]));
  return {
    findings: judged.findings, base, settings, notices,
    suppressed: judged.suppressed,
    incomplete: judged.incomplete,
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
  const path = real(resolve(request.cwd, first));
  // One folder named: its own configuration, as if the command had been started in it.
  return isFolder(path) ? path : parentOf(path);
}

/** The one source that is not read from disk, unless what has its name is left out. */
async function given(name: string, request: LintRequest, configs: ConfigFinder): Promise<Discovery> {
  const path = real(resolve(request.cwd, name));
  const prospect = await prospectOf(path, request, configs);
  const [files, skipped] = 'file' in prospect ? [[prospect.file], []] : [[], [{ path, pattern: null, reason: prospect.skipped }]];
  return { files, left: new Map(), skipped, unreadable: [] };
}

const limits = ({ functionTimeoutMs }: LintRequest): { functionTimeoutMs?: number } => (functionTimeoutMs === null ? {} : { functionTimeoutMs });

/** Reads from standard input or from disk. */
function reader(request: LintRequest, engine: Engine, found: Discovery, settings: Settings): (file: FoundFile, index: number) => ReadResult {
  if (request.stdin !== null) {
    const decoded = decode(request.stdin.bytes);
    return () => ('text' in decoded ? decoded : { incomplete: decoded.reason });
  }
  if (found.files.length === 0) return () => ({ text: null });
  const disk = new SourceReader(engine.hints, request.maxFileSize ?? settings.maxFileSize);
  return (file, i) => {
    if (i % 256 === 255) request.onProgress?.('reading', i, found.files.length);
    return disk.read(file.path, file.isRegular);
  };
}
