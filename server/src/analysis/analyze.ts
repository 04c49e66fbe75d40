import type { Item, SourceFile } from './code/item.ts';
import { scan } from './code/scan.ts';
import type { Parser } from './cst/parser.ts';
import type { ProjectIndex } from './index/index.ts';
import { WordSearch } from './index/interest.ts';
import { Project } from './index/project.ts';
import { mentionsOf, ownersOf } from './index/mentions.ts';
import type { FunctionIr } from './ir/instructions.ts';
import { lower } from './ir/lower-function.ts';
import type { Lowered, Memory } from './memory.ts';
import type { Model } from './model/effects.ts';
import { libraryOf, releaseNames, searchOf, trackedNames } from './model/library.ts';
import { declarationsOf } from './ownership/declarations.ts';
import { fieldUses, type FieldUse } from './ownership/field-uses.ts';
import { judgeGivenOut } from './ownership/given-out.ts';
import { fieldsInDoubt, fieldsToJudge, judgeFields } from './ownership/protocol.ts';
import { undeclaredMembers } from './ownership/undeclared.ts';
import { judgeSlots } from './ownership/slots.ts';
import { doubtHandovers } from './ownership/handovers.ts';
import { withoutPairs } from './ownership/pairs.ts';
import { calleesOf, Solver, timeKey, type Found } from './ownership/solve.ts';
import type { Problem } from './ownership/problem.ts';
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
    readonly times: Readonly<Record<'scan' | 'parse' | 'lower' | 'solve', number>>;
  };
}

/** Rounds of looking at callers of what was found to carry sessions. */
const MOST_ROUNDS = 4;

/** The whole pipeline: text to items, items to control flow, control flow to a ledger, the ledger to findings. */
export function analyze(input: AnalysisInput): AnalysisResult {
  const { model, now, memory } = input;
  const times = { scan: 0, parse: 0, lower: 0, solve: 0 };
  const clock = <T>(stage: keyof typeof times, work: () => T): T => {
    const start = now();
    try { return work(); } finally { times[stage] += now() - start; }
  };

  const library = libraryOf(model);
  const copies = new Copies(memory === undefined ? input.files : clock('scan', () => memory.take(input.files, library)));
  const project = clock('scan', () => new Project(copies.distinct, library, memory ?? { itemsOf: (file) => scan(file).items }));
  const implementations = new Map(releaseNames(model).flatMap((name) => (project.index.functions.get(name) ?? []).filter((item) => !item.file.path.endsWith('.h')).map((item): [string, string] => [item.file.path, name])));
  const solver = new Solver({ model, defines: (name) => project.index.functions.has(name), fieldDepth: (name) => project.index.fieldDepth(name), isFileLocal: (name, file) => project.index.isFileLocal(name, file), implementations: new Set(implementations.keys()), functionTimeoutMs: input.functionTimeoutMs, now, spent: input.spent ?? now, ...(memory === undefined ? {} : { recall: memory.solutions }) });
  const reporter = new Reporter(model);
  const incomplete: Incomplete[] = [...implementations].map(([path, name]) => ({ path, reason: `implements ${name}(): not judged by its own rules` }));
  const seen = new Set<Item>();
  const unread = new Set<Item>();
  const read = new Map<string, number>();
  let opaque = 0;

  // `if (s == NULL) die("...")`: whether die() comes back decides what is true after it.
  const enderNames = remembered((enders: readonly Item[]) => new Set(enders.map((item) => item.name)));
  const helpersThatEnd = (lowered: readonly FunctionIr[]): Item[] => {
    const { enders } = project;
    const called = new Set(lowered.flatMap((f) => [...calleesOf(f)].filter((name) => enderNames(enders).has(name))));
    return called.size === 0 ? [] : enders.filter((item) => called.has(item.name) && !seen.has(item));
  };
  // `cache_put(c, sess)`: where the cache takes a `void *`, nothing in it says that it is about sessions.
  const helpersThatReceive = (lowered: readonly FunctionIr[]): Item[] =>
    clock('solve', () => solver.announce(lowered)).flatMap((name) => project.index.functions.get(name) ?? []).filter((item) => !seen.has(item));
  const take = (wanted: readonly Item[]): string[] => {
    const lowered: FunctionIr[] = [];
    const queue = [...wanted];
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (seen.has(item)) continue;
      seen.add(item);
      const start = now();
      const result = memory?.lowered(item, project.extent) ?? lowerItem(item, project.index, input.parser, model, clock);
      memory?.keep(item, project.extent, result);
      read.set(timeKey(item.file.path, item.name), now() - start);
      if (result.opaque !== null) {
        unread.add(item);
        incomplete.push({ path: item.file.path, function: item.name, line: reporter.textRange(item.file, result.opaqueAt, result.opaqueAt).startLine, reason: result.opaque });
      }
      lowered.push(...result.functions);
      queue.push(...clock('scan', () => helpersThatEnd(result.functions)), ...helpersThatReceive(result.functions));
    }
    return clock('solve', () => solver.add(lowered));
  };
  let names = clock('scan', () => project.startNames());
  for (let round = 0; round < MOST_ROUNDS && names.size > 0; round++) {
    const wanted = clock('scan', () => { project.reach(names); return project.mentioning(names).filter((item) => !seen.has(item)); });
    if (wanted.length === 0) break;
    names = new Set(take(wanted));
  }
  // What never happens to a field can only be said when everything that mentions it was read.
  const doubt = fieldsInDoubt(solver.fields, declarationsOf(project.index, model));
  const mentions = clock('scan', () => {
    project.reach([...doubt].map((field) => field.replace(/^\./, '')));
    // Who frees a struct says nothing of its members.
    const owners = new Set([...ownersOf(project.items, doubt, memory?.searches), ...undeclaredMembers(solver.fields, (name) => project.index.fieldTypes(name).size > 0).words]);
    project.reach([...owners]);
    return mentionsOf(project.items, doubt, owners, memory?.searches);
  });
  take(mentions.functions.filter((item) => !seen.has(item)));
  const declarations = declarationsOf(project.index, model);
  const undeclared = undeclaredMembers(solver.fields, (name) => declarations.isDeclared(name));
  const obscure = new Set([...mentions.elsewhere, ...(mentions.functions.some((item) => unread.has(item)) ? mentionsOf([...unread], doubt).fields : [])]);
  opaque = unread.size;

  for (const { function: f, reason } of solver.givenUp) {
    opaque++;
    incomplete.push({ path: f.file.path, function: f.name, line: reporter.textRange(f.file, f.nameRange.start, f.nameRange.end).startLine, reason });
  }
  const lost = new Set([...unread].map((item) => timeKey(item.file.path, item.name)).concat(solver.givenUp.map(({ function: f }) => timeKey(f.file.path, f.name))));
  const unreadPaths = new Set([...unread].map((item) => item.file.path).concat(solver.givenUp.map(({ function: f }) => f.file.path)));
  const analysed = [...seen].filter((item) => item.kind === 'function' && !lost.has(timeKey(item.file.path, item.name)));
  const mentioned = new Set(mentions.functions.map((item) => timeKey(item.file.path, item.name)));
  // By the names asked for: they are the same for the project and for nearly all of what fixes would make of it.
  const mentioning = new Map<string, (f: FunctionIr) => boolean>();
  const mentionsOne = (names: ReadonlySet<string>): (f: FunctionIr) => boolean => {
    const key = [...names].sort().join();
    const known = mentioning.get(key);
    if (known !== undefined) return known;
    const asked = new WordSearch(names);
    const answer = remembered((f: FunctionIr) => mentioned.has(timeKey(f.file.path, f.name)) || asked.next(f.file.text.slice(f.range.start, f.range.end), 0) >= 0);
    mentioning.set(key, answer);
    return answer;
  };
  const usesOf = remembered((f: FunctionIr): readonly FieldUse[] => {
    const ask = {
      summaryOf: (name: string) => solver.summaryOf(name, f.file.path),
      fieldDepth: (name: string) => (undeclared.members.has(name) ? 1 : project.index.fieldDepth(name)),
      membersBehind: (type: string) => undeclared.behind.get(type) ?? declarations.membersBehind(type),
      takesSessions: (name: string) => declarations.takesSessions(name),
    };
    const look = (questions: typeof ask): readonly FieldUse[] => fieldUses(f, { ...questions, model, modelOf: solver.modelOf });
    const key = timeKey(f.file.path, f.name);
    return memory === undefined ? look(ask) : memory.uses.find(key, [f], ask) ?? memory.uses.record(key, [f], ask, look);
  });
  const judge = (found: Found): Problem[] => {
    const uses = found.functions.filter(mentionsOne(fieldsToJudge(found.fields))).flatMap(usesOf);
    // `#define SSL_SESSION_is_resumable compat_is_resumable`: what stands behind the name may well accept NULL.
    const provided = found.problems.filter((problem) => problem.kind !== 'null-argument' || !project.index.macros.has(problem.callee));
    const onPaths = doubtHandovers(withoutPairs(provided, unreadPaths), found.fields);
    return [
      ...judgeFields(onPaths, { events: found.fields, declarations, obscure, uses }),
      ...judgeGivenOut(uses, solver.roles, onPaths),
      ...judgeSlots(found.functions, found.fields, solver.modelOf),
    ];
  };
  const problems = clock('solve', () => judge(solver));
  const fixer = new Fixer({
    model, modelOf: solver.modelOf, textRange: (file, start, end) => reporter.textRange(file, start, end),
    rechecker: new Rechecker({
      solver, problems, judge, itemOf: (f) => project.functions.find((item) => item.file === f.file && item.start === f.range.start),
      lower: (item) => lowerItem(item, project.index, input.parser, model, (_stage, work) => work()),
    }),
  });
  const onDemand = new FixesOnDemand(copies);
  const report = (): Finding[] => reporter.report(problems).map(({ finding, problem, cause }) => {
    if (input.fixes === true) return { ...finding, fixes: fixer.fixesOf(problem, cause) };
    onDemand.add(finding, () => fixer.fixesOf(problem, cause));
    return finding;
  });
  const findings = clock('solve', () => copies.findings(report()).sort(compareFindings));
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
    analysed: copies.forAll(analysed.map((item) => ({ path: item.file.path, function: item.name }))),
    statistics: { functions: project.functions.length, relevant: seen.size, opaque, times, slowest: slowest(read, solver.times) },
  };
}

function slowest(read: ReadonlyMap<string, number>, solved: ReadonlyMap<string, number>): AnalysisResult['statistics']['slowest'] {
  let worst: AnalysisResult['statistics']['slowest'] = null;
  for (const [key, ms] of read) {
    const total = ms + (solved.get(key) ?? 0);
    const [path = '', name = ''] = key.split('\n');
    if (worst === null || total > worst.ms) worst = { path, function: name, ms: total };
  }
  return worst;
}

/** Asks once about each object. Fixes are proved by judging the project again, with one function changed: the others say the same. */
function remembered<K extends object, V>(question: (key: K) => V): (key: K) => V {
  const answers = new WeakMap<K, V>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = question(key);
    answers.set(key, answer);
    return answer;
  };
}

/** One function from text to control flow. A bug in this loses this function only. */
function lowerItem(item: Item, index: ProjectIndex, parser: Parser, model: Model, clock: <T>(stage: 'parse' | 'lower', work: () => T) => T): Lowered {
  try {
    const parsed = clock('parse', () => parser.parseItem(item, { macros: index.macros, words: model.macros, expectCalls: trackedNames(model), interest: (text) => searchOf(model).test(text) }));
    const { functions, opaque } = clock('lower', () => lower(item, parsed, index, parser));
    return { functions, opaque, opaqueAt: parsed.opaque === null ? item.start : parsed.opaqueAt };
  } catch (error) {
    return { functions: [], opaque: `internal error: ${error instanceof Error ? error.message : String(error)}`, opaqueAt: item.start };
  }
}
