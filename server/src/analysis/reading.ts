import type { Item } from './code/item.ts';
import type { Parser } from './cst/parser.ts';
import { mentionsOf, ownersOf, type Mentions } from './index/mentions.ts';
import type { Project } from './index/project.ts';
import type { FunctionIr } from './ir/instructions.ts';
import { lower } from './ir/lower-function.ts';
import type { Lowered, Memory } from './memory.ts';
import type { Model } from './model/effects.ts';
import { searchOf, trackedNames } from './model/library.ts';
import { declarationsOf } from './ownership/fields/declarations.ts';
import { fieldsInDoubt } from './ownership/fields/protocol.ts';
import { calleesOf, timeKey, type Solver } from './ownership/program/solve.ts';
import { undeclaredMembers } from './ownership/fields/undeclared.ts';
import type { Stages } from './stages.ts';

export interface ReadingOptions {
  readonly project: Project;
  readonly model: Model;
  readonly parser: Parser;
  readonly solver: Solver;
  readonly stages: Stages;
  readonly memory: Memory | undefined;
}

/** A function that could not be read: why, and the offset in its file where trust was lost. */
export interface Unread { readonly item: Item; readonly reason: string; readonly at: number }

/** Rounds of looking at callers of what was found to carry sessions. */
const MOST_ROUNDS = 4;

/**
 * Chooses the functions of a project that can matter, takes them from text to control flow and gives them to the solver. Which
 * ones matter turns out on the way: what a function was found to do decides who has to be looked at next.
 */
export class Reading {
  /** All functions that were looked at. */
  readonly seen = new Set<Item>();
  /** Those of them that yielded nothing, in the order in which they were looked at. */
  readonly unread: Unread[] = [];
  /** Milliseconds from text to control flow, by `timeKey`. */
  readonly times = new Map<string, number>();
  readonly #options: ReadingOptions;

  constructor(options: ReadingOptions) { this.#options = options; }

  /** Reads the functions that use a name of the library, and round by round those that use what was found to stand for it. */
  followNames(): void {
    const { project, stages } = this.#options;
    let names: ReadonlySet<string> = stages.time('scan', () => project.startNames());
    for (let round = 0; round < MOST_ROUNDS && names.size > 0; round++) {
      const wanted = stages.time('scan', () => { project.reach(names); return this.#fresh(project.mentioning(names)); });
      if (wanted.length === 0) break;
      names = new Set(this.#read(wanted));
    }
  }

  /**
   * Reads whatever else mentions the members and globals in which sessions are kept: what never happens to a field can only be
   * said when everything that mentions it was read.
   */
  followFields(): Mentions {
    const { project, model, solver, stages, memory } = this.#options;
    const doubt = fieldsInDoubt(solver.fields, declarationsOf(project.index, model));
    const mentions = stages.time('scan', () => {
      project.reach([...doubt].map((field) => field.replace(/^\./, '')));
      // Who frees a struct says nothing of its members.
      const owners = new Set([...ownersOf(project.items, doubt, memory?.searches), ...undeclaredMembers(solver.fields, (name) => project.index.fieldTypes(name).size > 0).words]);
      project.reach(owners);
      return mentionsOf(project.items, doubt, owners, memory?.searches);
    });
    this.#read(this.#fresh(mentions.functions));
    const unread = new Set(this.unread.map(({ item }) => item));
    const hidden = mentions.functions.some((item) => unread.has(item)) ? mentionsOf([...unread], doubt).fields : [];
    return { ...mentions, elsewhere: new Set([...mentions.elsewhere, ...hidden]) };
  }

  /** A function from text to control flow, with nothing remembered and no time kept: for readings that are only tried. */
  lowerAgain(item: Item): Lowered { return this.#lower(item, (_stage, work) => work()); }

  /** Reads functions and the helpers they lead to. Answers with the names of those that callers should be looked at for. */
  #read(wanted: readonly Item[]): string[] {
    const { solver, stages } = this.#options;
    const lowered: FunctionIr[] = [];
    const queue = [...wanted];
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (this.seen.has(item)) continue;
      this.seen.add(item);
      const { functions, opaque, opaqueAt } = this.#lowered(item);
      if (opaque !== null) this.unread.push({ item, reason: opaque, at: opaqueAt });
      lowered.push(...functions);
      queue.push(...stages.time('scan', () => this.#helpersThatEnd(functions)), ...this.#helpersThatReceive(functions));
    }
    return stages.time('solve', () => solver.add(lowered));
  }

  /** `if (s == NULL) die("...")`: whether die() comes back decides what is true after it. */
  #helpersThatEnd(functions: readonly FunctionIr[]): Item[] {
    return this.#fresh(this.#options.project.enders(new Set(functions.flatMap((f) => [...calleesOf(f)]))));
  }

  /** `cache_put(c, sess)`: where the cache takes a `void *`, nothing in it says that it is about sessions. */
  #helpersThatReceive(functions: readonly FunctionIr[]): Item[] {
    const { project, solver, stages } = this.#options;
    return stages.time('solve', () => solver.announce(functions)).flatMap((name) => this.#fresh(project.index.functions.get(name) ?? []));
  }

  #fresh(items: readonly Item[]): Item[] { return items.filter((item) => !this.seen.has(item)); }

  #lowered(item: Item): Lowered {
    const { project, stages, memory } = this.#options;
    const start = stages.now();
    const lowered = memory?.lowered(item, project.extent) ?? this.#lower(item, (stage, work) => stages.time(stage, work));
    memory?.keep(item, project.extent, lowered);
    this.times.set(timeKey(item.file.path, item.name), stages.now() - start);
    return lowered;
  }

  /** A bug in this loses this function only. */
  #lower(item: Item, time: <T>(stage: 'parse' | 'lower', work: () => T) => T): Lowered {
    const { project: { index }, model, parser } = this.#options;
    try {
      const parsed = time('parse', () => parser.parseItem(item, { macros: index.macros, words: model.macros, expectCalls: trackedNames(model), interest: (text) => searchOf(model).test(text) }));
      const { functions, opaque } = time('lower', () => lower(item, parsed, index, parser));
      return { functions, opaque, opaqueAt: parsed.opaque === null ? item.start : parsed.opaqueAt };
    } catch (error) {
      return { functions: [], opaque: `internal error: ${error instanceof Error ? error.message : String(error)}`, opaqueAt: item.start };
    }
  }
}
