import type { FunctionIr } from '../../ir/instructions.ts';
import type { FunctionModel, Model } from '../../model/effects.ts';
import { lookup } from '../../model/match.ts';
import { adviseOn } from '../paths/advice.ts';
import type { FieldEvent } from '../state/field-events.ts';
import type { Environment } from '../state/frame.ts';
import { interpret, type Interpretation, type Observer } from '../paths/interpret.ts';
import type { Problem } from '../state/problem.ts';
import { Receivers } from './receivers.ts';
import type { Recall } from './recall.ts';
import { candidates, type Definition } from './resolve.ts';
import { findRoles, type Roles, type Knowledge } from './roles.ts';
import { agree, joinSummaries, saysNothing, type Summary } from '../state/summary.ts';
import { modelFor } from '../../model/headers.ts';

/** A function that was not analysed to its end. */
export interface GivenUp { readonly function: FunctionIr; readonly reason: string }

export interface SolverOptions {
  readonly model: Model;
  /** Whether the project defines a function of this name. */
  readonly defines: (name: string) => boolean;
  readonly fieldDepth: (name: string) => number;
  /** Whether the global variable that a file means by the name is visible in that file only. */
  readonly isFileLocal: (name: string, file: string) => boolean;
  /** Files that define the library's own release function: they handle the count by hand. */
  readonly implementations: ReadonlySet<string>;
  readonly functionTimeoutMs: number;
  readonly now: () => number;
  /** What `functionTimeoutMs` is counted in. */
  readonly spent: () => number;
  /** What earlier analyses of the project found. */
  readonly recall?: Recall<Solution>;
}

interface Node extends Definition {
  readonly variants: FunctionIr[];
  summary: Summary | null;
  /** The parameters that were known to be given sessions when it was analysed. */
  received: string;
  done: boolean;
  problems: readonly Problem[];
  fields: readonly FieldEvent[];
  givenUp: readonly GivenUp[];
}

/** What analysing one function in all its variants gave. */
export interface Solution {
  readonly problems: readonly Problem[];
  readonly fields: readonly FieldEvent[];
  readonly givenUp: readonly GivenUp[];
  readonly summary: Summary | null;
}

/** What analysing a function asks about the others. */
type Questions = Readonly<{ summaryOf: (name: string) => Summary | null; fieldDepth: (name: string) => number; defines: (name: string) => boolean; isFileLocal: (name: string) => boolean }>;

/** What was found in the whole project, or would be. */
export interface Found {
  readonly problems: readonly Problem[];
  readonly fields: readonly FieldEvent[];
  readonly functions: readonly FunctionIr[];
}

/** Functions that are analysed again for one trial. */
const MOST_TRIED = 24;

/**
 * Analyses functions callees first and keeps what it learnt about each, so that later functions can be added without
 * looking at earlier ones again. Calls in a cycle are taken as calls of unknown code.
 */
export class Solver {
  readonly #options: SolverOptions;
  readonly #nodes = new Map<string, Node[]>();
  readonly #functions: FunctionIr[] = [];
  #roles: Roles = new Map();
  readonly #receivers: Receivers;

  constructor(options: SolverOptions) {
    this.#options = options;
    this.#receivers = new Receivers({ modelOf: (name) => this.modelOf(name), fieldDepth: options.fieldDepth });
  }

  /** The model of a name, unless it is a name that the project's own definition explains. */
  readonly modelOf = (name: string): FunctionModel | undefined => this.#modelsIn(this.#options.model)(name);
  readonly #models = new Map<Model, (name: string) => FunctionModel | undefined>();

  /** As `modelOf`, where that model holds. */
  #modelsIn(model: Model): (name: string) => FunctionModel | undefined {
    const asked = this.#models.get(model);
    if (asked !== undefined) return asked;
    // A name that is not the library's costs a test of each of its families.
    const answers = new Map<string, FunctionModel | undefined>();
    const ask = (name: string): FunctionModel | undefined => {
      if (answers.has(name)) return answers.get(name);
      const found = lookup(model, name);
      const answer = found?.weak === true && this.#options.defines(name) ? undefined : found;
      answers.set(name, answer);
      return answer;
    };
    this.#models.set(model, ask);
    return ask;
  }

  /** The model that holds where a function stands. */
  #knownTo({ file }: FunctionIr): Knowledge {
    const model = modelFor(this.#options.model, file);
    return { model, modelOf: this.#modelsIn(model) };
  }

  /** Milliseconds each function took, by path and name. */
  readonly times = new Map<string, number>();

  get functions(): readonly FunctionIr[] { return this.#functions; }

  get problems(): readonly Problem[] { return this.#all().flatMap((node) => node.problems); }

  get fields(): readonly FieldEvent[] { return this.#all().flatMap((node) => node.fields); }

  get givenUp(): readonly GivenUp[] { return this.#all().flatMap((node) => node.givenUp); }

  #all(): Node[] { return [...this.#nodes.values()].flat(); }

  get roles(): Roles { return this.#roles; }

  /** To be told before functions are added: returns the names of those that they give sessions to, as far as that is news. */
  announce(functions: readonly FunctionIr[]): string[] { return this.#receivers.add(functions); }

  /** Adds functions and analyses them. Returns the names of those that callers should be looked at for. */
  add(functions: readonly FunctionIr[]): string[] {
    const fresh: Node[] = [];
    for (const f of functions) {
      this.#functions.push(f);
      const list = this.#nodes.get(f.name) ?? [];
      this.#nodes.set(f.name, list);
      const known = list.find((node) => node.path === f.file.path);
      if (known !== undefined) { known.variants.push(f); continue; }
      const node: Node = { name: f.name, path: f.file.path, isStatic: f.isStatic, variants: [f], summary: null, received: '', done: false, problems: [], fields: [], givenUp: [] };
      list.push(node);
      fresh.push(node);
    }
    const before = this.#roles;
    const { roles, wrappers } = findRoles(this.#functions, this.#options.model, (f) => this.#knownTo(f));
    this.#roles = roles;
    // A registration that was found only now: the callback is judged again, this time by its contract. So is what is given sessions only now.
    for (const node of this.#all()) {
      if (!node.done || (roles.get(node.name)?.contract === before.get(node.name)?.contract && node.received === this.#receivers.keyOf(node.name))) continue;
      node.done = false;
      fresh.push(node);
    }
    const told: string[] = [...wrappers];
    for (const node of this.#calleesFirst(fresh)) {
      this.#solve(node);
      if (node.summary !== null && carriesSession(node.summary)) told.push(node.name);
    }
    return told;
  }

  summaryOf(name: string, from: string): Summary | null { return this.#summaryOf(name, from, (node) => node.summary); }

  /**
   * Tries out another reading of a function that was added before: `variants` stands for what it was lowered to. It and
   * those of its callers that can tell the difference are analysed again; nothing is kept. Null when it cannot be told
   * what would change: an unknown function, too many callers, an analysis given up.
   */
  attempt(replaced: FunctionIr, variants: readonly FunctionIr[]): Found | null {
    const changed = this.#nodes.get(replaced.name)?.find((node) => node.path === replaced.file.path);
    if (changed === undefined) return null;
    const others = changed.variants.filter((variant) => variant.range.start !== replaced.range.start);
    const solutions = new Map<Node, Solution>();
    const summaryNow = (node: Node): Summary | null => (solutions.get(node) ?? node).summary;
    const work: Node[] = [changed];
    for (let tried = 0, node = work.shift(); node !== undefined; node = work.shift()) {
      if (++tried > MOST_TRIED) return null;
      const running = node;
      const known = summaryNow(node);
      // As in the first analysis, a function does not know itself.
      const result = this.#run(node, node === changed ? [...others, ...variants] : node.variants,
        { ...this.#answersFor(node.path), summaryOf: (called) => this.#summaryOf(called, running.path, (other) => (other === running ? null : summaryNow(other))) });
      if (result.givenUp.length > 0) return null;
      solutions.set(node, result);
      if (sameSummary(result.summary, known)) continue;
      for (const caller of this.#callersOf(node)) if (!work.includes(caller)) work.push(caller);
    }
    const nodes = [...this.#nodes.values()].flat();
    return {
      problems: nodes.flatMap((node) => (solutions.get(node) ?? node).problems),
      fields: nodes.flatMap((node) => (solutions.get(node) ?? node).fields),
      functions: nodes.flatMap((node) => (node === changed ? [...others, ...variants] : node.variants)),
    };
  }

  /** Goes once more through a function that was added before, for somebody who looks on. Nothing is kept. */
  watch(f: FunctionIr, observer: Observer): Interpretation {
    // As in the first analysis, a function does not know itself.
    const others = (node: Node): Summary | null => (node.name === f.name && node.path === f.file.path ? null : node.summary);
    const environment: Environment = {
      ...this.#answersFor(f.file.path), ...this.#knownTo(f), spent: this.#options.spent,
      summaryOf: (name, from) => this.#summaryOf(name, from, others),
    };
    return safely(() => interpret(this.#receivers.typed(f), environment, this.#roles.get(f.name) ?? null, this.#options.functionTimeoutMs, observer));
  }

  #summaryOf(name: string, from: string, of: (node: Node) => Summary | null): Summary | null {
    let joined: Summary | null = null;
    for (const node of candidates(this.#nodes.get(name) ?? [], from)) {
      const summary = node.done ? of(node) : null;
      if (summary === null) return null;
      joined = joined === null ? summary : agree(joined, summary) ? joined : null;
      if (joined === null) return null;
    }
    return joined;
  }

  #solve(node: Node): void {
    const start = this.#options.now();
    const result = this.#solution(node);
    node.problems = result.problems;
    node.fields = result.fields;
    node.givenUp = result.givenUp;
    node.summary = result.summary;
    node.received = this.#receivers.keyOf(node.name);
    node.done = true;
    this.times.set(timeKey(node.path, node.name), this.#options.now() - start);
  }

  /** Remembered, if everything it was made from is as it was. */
  #solution(node: Node): Solution {
    const { recall } = this.#options;
    const ask = this.#answersFor(node.path);
    if (recall === undefined) return this.#run(node, node.variants, ask);
    const key = timeKey(node.path, node.name);
    const role = this.#roles.get(node.name);
    const subject = [role?.contract, role?.doubt, this.#isImplementation(node), this.#receivers.keyOf(node.name), ...node.variants, ...node.variants.map((f) => this.#knownTo(f).model)];
    const run = (questions: Questions): Solution => steady(this.#run(node, node.variants, questions), recall.last(key));
    return recall.find(key, subject, ask) ?? recall.record(key, subject, ask, run);
  }

  /** What functions of a file are told of the rest of the project. */
  #answersFor(path: string): Questions {
    const { fieldDepth, defines, isFileLocal } = this.#options;
    return { fieldDepth, defines, isFileLocal: (name) => isFileLocal(name, path), summaryOf: (name) => this.summaryOf(name, path) };
  }

  /** The library's own implementation of a modelled function breaks its contract on purpose. */
  #isImplementation(node: Node): boolean { return this.modelOf(node.name) !== undefined || this.#options.implementations.has(node.path); }

  #run(node: Node, variants: readonly FunctionIr[], questions: Questions): Solution {
    const implementation = this.#isImplementation(node);
    const problems: Problem[] = [];
    const fields: FieldEvent[] = [];
    const givenUp: GivenUp[] = [];
    let summary: Summary | null = null;
    let complete = true;
    for (const variant of variants) {
      const role = this.#roles.get(node.name) ?? null;
      const known = this.#knownTo(variant);
      const environment: Environment = { ...questions, ...known, spent: this.#options.spent };
      const result = safely(() => interpret(this.#receivers.typed(variant), environment, role, this.#options.functionTimeoutMs));
      if (!implementation) problems.push(...result.problems, ...adviseOn(variant, known.modelOf));
      fields.push(...result.fields);
      if (!result.possible) continue;
      if (result.gaveUp !== null) givenUp.push({ function: variant, reason: result.gaveUp });
      if (result.summary === null) complete = false;
      else summary = summary === null ? result.summary : joinSummaries(summary, result.summary, false);
      if (summary === null) complete = false;
    }
    return { problems, fields, givenUp, summary: complete ? summary : null };
  }

  #callersOf(node: Node): Node[] {
    return [...this.#nodes.values()].flat().filter((other) => this.#calleesOf(other).includes(node));
  }

  /** Strongly connected components of the call graph, callees before callers (Tarjan), without recursion. */
  #calleesFirst(nodes: readonly Node[]): Node[] {
    const order: Node[] = [];
    const state = new Map<Node, 'open' | 'closed'>();
    for (const root of nodes) {
      if (state.has(root)) continue;
      const stack: { node: Node; callees: Node[]; next: number }[] = [{ node: root, callees: this.#calleesOf(root), next: 0 }];
      state.set(root, 'open');
      while (stack.length > 0) {
        const top = stack[stack.length - 1];
        if (top === undefined) break;
        const callee = top.callees[top.next++];
        if (callee === undefined) {
          state.set(top.node, 'closed');
          order.push(top.node);
          stack.pop();
        } else if (!state.has(callee) && !callee.done) {
          state.set(callee, 'open');
          stack.push({ node: callee, callees: this.#calleesOf(callee), next: 0 });
        }
      }
    }
    return order;
  }

  #calleesOf(node: Node): Node[] {
    const callees = new Set<Node>();
    for (const variant of node.variants) {
      for (const name of calleesOf(variant)) for (const callee of candidates(this.#nodes.get(name) ?? [], node.path)) callees.add(callee);
    }
    return [...callees];
  }
}

const callees = new WeakMap<FunctionIr, ReadonlySet<string>>();

/** Names of the functions that a function calls directly. */
export function calleesOf(f: FunctionIr): ReadonlySet<string> {
  const known = callees.get(f);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const block of f.blocks) {
    for (const instruction of block.instructions) if (instruction.op === 'call' && typeof instruction.callee === 'string') names.add(instruction.callee);
  }
  callees.set(f, names);
  return names;
}

/** Whether callers could not tell two summaries apart; the steps inside are for people. */
function sameSummary(a: Summary | null, b: Summary | null): boolean {
  const write = (summary: Summary | null): string => JSON.stringify(summary, (key, value: unknown) => (key === 'steps' ? null : value === Infinity || value === -Infinity ? String(value) : value));
  return write(a) === write(b);
}

/** The solution with the summary of the one before, where callers could not tell the two apart: then they need not be looked at again. */
function steady(solution: Solution, before: Solution | undefined): Solution {
  const { summary } = solution;
  if (before === undefined || summary === null || before.summary === null || hasSteps(summary) || hasSteps(before.summary)) return solution;
  return sameSummary(summary, before.summary) ? { ...solution, summary: before.summary } : solution;
}

function hasSteps(summary: Summary): boolean {
  return summary.outcomes.some((outcome) => outcome.objects.some((object) => object.steps.length > 0) || outcome.effects.some((effect) => effect.steps.length > 0));
}

/** Key of a function in a table of times. */
export function timeKey(path: string, name: string): string { return `${path}\n${name}`; }

/** A bug in the analysis of one function loses that function only. */
function safely(work: () => Interpretation): Interpretation {
  try {
    return work();
  } catch (error) {
    return { problems: [], fields: [], summary: null, gaveUp: `internal error: ${error instanceof Error ? error.message : String(error)}`, possible: true };
  }
}

/** Whether a call of the function can matter to the book-keeping of its caller. */
function carriesSession(summary: Summary): boolean {
  return !saysNothing(summary) && summary.outcomes.some((outcome) => outcome.objects.length > 0 || outcome.effects.some((e) => e.released > 0 || e.retained > 0));
}
