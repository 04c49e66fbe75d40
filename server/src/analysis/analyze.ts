import type { SourceFile } from './code/item.ts';
import { scan } from './code/scan.ts';
import type { Parser } from './cst/parser.ts';
import { Project } from './index/project.ts';
import { Judge } from './judging.ts';
import type { Memory } from './memory.ts';
import type { Model } from './model/effects.ts';
import { libraryOf, releaseNames } from './model/library.ts';
import { Solver, timeKey } from './ownership/program/solve.ts';
import { Reading } from './reading.ts';
import { Stages, type Stage } from './stages.ts';
import { Copies } from './verdict/copies.ts';
import { compareFindings } from './verdict/order.ts';
import type { Finding, Fix, Incomplete } from './verdict/finding.ts';
import { Fixer } from './verdict/fixes/fixer.ts';
import { FixesOnDemand } from './verdict/fixes/on-demand.ts';
import { Rechecker } from './verdict/fixes/recheck.ts';
import type { Inspection } from './verdict/inspect/answers.ts';
import { Inspector } from './verdict/inspect/inspector.ts';
import { Reporter } from './verdict/report.ts';

/** What the analysis needs; the doors provide it. */
export interface AnalysisInput {
  /** Files that contain one of the model's hints, in order of path. */
  readonly files: readonly SourceFile[];
  readonly model: Model;
  readonly parser: Parser;
  /** Milliseconds one function may take before it is given up as incomplete. */
  readonly functionTimeoutMs: number;
  /** A monotonic clock in ms (the analysis itself has none). */
  readonly now: () => number;
  /** What limits are counted in, in ms: processor time where the platform tells it, so that a busy machine gives up no sooner. `now` without it. */
  readonly spent?: () => number;
  /** Whether to look for fixes: some analyses of one function for each finding. */
  readonly fixes?: boolean;
  /** What earlier analyses of this project left; one memory serves one model. */
  readonly memory?: Memory;
}

export interface AnalysisResult {
  /** All findings of every rule and confidence, in order of path, position, rule; not filtered, not suppressed. */
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  /**
   * Looks for the fixes of a finding, when they were not asked for with the analysis. Some analyses of one function. With a memory only until
   * the next analysis: later there are none.
   */
  fixesOf(finding: Finding): readonly Fix[];
  /** Functions that touch sessions and were analysed to their end, in no particular order. */
  readonly analysed: readonly { readonly path: string; readonly function: string }[];
  /** What is known at a place of the texts, for an editor; computed when it is asked for. With a memory only until the next analysis. */
  readonly inspect: Inspection;
  readonly statistics: {
    /** Functions seen in the files, functions that touch sessions, and those of them that could not be analysed. */
    readonly functions: number;
    readonly relevant: number;
    readonly opaque: number;
    /** The function that took longest, from text to ledger; null when there is none. */
    readonly slowest: { readonly path: string; readonly function: string; readonly ms: number } | null;
    /** Milliseconds spent in each stage. */
    readonly times: Readonly<Record<Stage, number>>;
  };
}

/** The whole pipeline: text to items, items to control flow, control flow to a ledger, the ledger to problems, problems to findings. */
export function analyze(input: AnalysisInput): AnalysisResult {
  const { model, parser, memory } = input;
  const stages = new Stages(input.now);
  const library = libraryOf(model);

  const copies = new Copies(memory === undefined ? input.files : stages.time('scan', () => memory.take(input.files, library)));
  const project = stages.time('scan', () => new Project(copies.distinct, library, memory ?? { itemsOf: (file) => scan(file).items }));
  const implementations = implementationsIn(project, model);

  const solver = new Solver({
    model, implementations: new Set(implementations.keys()),
    defines: (name) => project.index.functions.has(name), fieldDepth: (name) => project.index.fieldDepth(name), isFileLocal: (name, file) => project.index.isFileLocal(name, file),
    functionTimeoutMs: input.functionTimeoutMs, now: input.now, spent: input.spent ?? input.now, ...(memory === undefined ? {} : { recall: memory.solutions }),
  });
  const reading = new Reading({ project, model, parser, solver, stages, memory });
  reading.followNames();
  const mentions = reading.followFields();

  const unreadPaths = new Set([...reading.unread.map(({ item }) => item.file.path), ...solver.givenUp.map(({ function: f }) => f.file.path)]);
  const judge = new Judge({ index: project.index, model, solver, mentions, unreadPaths, isRead: (item) => reading.seen.has(item), memory });
  const problems = stages.time('solve', () => judge.problems(solver));

  const reporter = new Reporter(model);
  const fixer = new Fixer({
    model, modelOf: solver.modelOf, textRange: (file, start, end) => reporter.textRange(file, start, end),
    rechecker: new Rechecker({
      solver, problems, judge: (found) => judge.problems(found), lower: (item) => reading.lowerAgain(item),
      itemOf: (f) => project.functions.find((item) => item.file === f.file && item.start === f.range.start),
    }),
  });
  const onDemand = new FixesOnDemand(copies);
  const report = (): Finding[] => reporter.report(problems).map(({ finding, problem, cause }) => {
    if (input.fixes === true) return { ...finding, fixes: fixer.fixesOf(problem, cause) };
    onDemand.add(finding, () => fixer.fixesOf(problem, cause));
    return finding;
  });
  const findings = stages.time('solve', () => copies.findings(report()).sort(compareFindings));
  const incomplete: readonly Incomplete[] = [
    ...[...implementations].map(([path, name]) => ({ path, reason: `implements ${name}(): not judged by its own rules` })),
    ...reading.unread.map(({ item, reason, at }) => ({ path: item.file.path, function: item.name, line: reporter.textRange(item.file, at, at).startLine, reason })),
    ...solver.givenUp.map(({ function: f, reason }) => ({ path: f.file.path, function: f.name, line: reporter.textRange(f.file, f.nameRange.start, f.nameRange.end).startLine, reason })),
  ];

  const inspector = new Inspector({ model, solver, fieldDepth: (name) => project.index.fieldDepth(name), fileOf: (path) => copies.original(path) });
  const generation = memory?.generation;
  const isLast = (): boolean => memory?.generation === generation;
  return {
    findings,
    fixesOf: (finding) => (isLast() ? onDemand.of(finding) : []),
    inspect: {
      hover: (path, offset) => (isLast() ? inspector.hover(path, offset) : null),
      hints: (path) => (isLast() ? inspector.hints(path) : []),
      lenses: (path) => (isLast() ? inspector.lenses(path) : []),
    },
    incomplete: copies.forAll(incomplete),
    analysed: copies.forAll(analysedIn(reading, solver)),
    statistics: {
      functions: project.functions.length, relevant: reading.seen.size, opaque: reading.unread.length + solver.givenUp.length,
      times: stages.times, slowest: slowestOf(reading.times, solver.times),
    },
  };
}

/** Files that define what releases a session in this library: path, and the name they define. */
function implementationsIn(project: Project, model: Model): ReadonlyMap<string, string> {
  const definitions = releaseNames(model).flatMap((name) => (project.index.functions.get(name) ?? []).map((item): [string, string] => [item.file.path, name]));
  return new Map(definitions.filter(([path]) => !path.endsWith('.h')));
}

function analysedIn(reading: Reading, solver: Solver): { path: string; function: string }[] {
  const lost = new Set([...reading.unread.map(({ item }) => timeKey(item.file.path, item.name)), ...solver.givenUp.map(({ function: f }) => timeKey(f.file.path, f.name))]);
  const analysed = [...reading.seen].filter((item) => item.kind === 'function' && !lost.has(timeKey(item.file.path, item.name)));
  return analysed.map((item) => ({ path: item.file.path, function: item.name }));
}

function slowestOf(read: ReadonlyMap<string, number>, solved: ReadonlyMap<string, number>): AnalysisResult['statistics']['slowest'] {
  let worst: AnalysisResult['statistics']['slowest'] = null;
  for (const [key, ms] of read) {
    const total = ms + (solved.get(key) ?? 0);
    const [path = '', name = ''] = key.split('\n');
    if (worst === null || total > worst.ms) worst = { path, function: name, ms: total };
  }
  return worst;
}
