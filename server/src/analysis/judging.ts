import type { Item } from './code/item.ts';
import { WordSearch } from './index/interest.ts';
import type { Mentions } from './index/mentions.ts';
import type { ProjectIndex } from './index/index.ts';
import type { FunctionIr } from './ir/instructions.ts';
import type { Memory } from './memory.ts';
import type { Model } from './model/effects.ts';
import { declarationsOf } from './ownership/fields/declarations.ts';
import { fieldUses, type FieldUse } from './ownership/fields/field-uses.ts';
import { judgeGivenOut } from './ownership/fields/given-out.ts';
import { doubtHandovers } from './ownership/fields/handovers.ts';
import { withoutMeddling } from './ownership/program/meddling.ts';
import { withoutPairs } from './ownership/program/pairs.ts';
import type { Problem } from './ownership/state/problem.ts';
import { fieldsToJudge, judgeFields } from './ownership/fields/protocol.ts';
import { judgeSlots } from './ownership/fields/slots.ts';
import { timeKey, type Found, type Solver } from './ownership/program/solve.ts';
import { undeclaredMembers } from './ownership/fields/undeclared.ts';

export interface JudgeOptions {
  readonly index: ProjectIndex;
  readonly model: Model;
  readonly solver: Solver;
  /** Where the members and globals that hold sessions are mentioned. */
  readonly mentions: Mentions;
  /** Files in which some function could not be read. */
  readonly unreadPaths: ReadonlySet<string>;
  /** Whether a function was read because it has to do with sessions. */
  readonly isRead: (item: Item) => boolean;
  readonly memory: Memory | undefined;
}

/**
 * What is wrong in a project: of the problems that were found on paths those that hold when all of it is known, and what only all of it
 * together shows of members and globals. It is asked again for each fix that is tried, with one function changed; what it learns of the
 * others is kept.
 */
export class Judge {
  readonly #options: JudgeOptions;
  readonly #mentioned: ReadonlySet<string>;
  /** By the names asked for: they are the same for the project and for nearly all of what fixes would make of it. */
  readonly #mentioning = new Map<string, (f: FunctionIr) => boolean>();
  readonly #declarations: ReturnType<typeof declarationsOf>;
  readonly #undeclared: ReturnType<typeof undeclaredMembers>;
  readonly #usesOf = remembered((f: FunctionIr) => this.#fieldUses(f));

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#mentioned = new Set(options.mentions.functions.map((item) => timeKey(item.file.path, item.name)));
    this.#declarations = declarationsOf(options.index, options.model);
    this.#undeclared = undeclaredMembers(options.solver.fields, (name) => this.#declarations.isDeclared(name));
  }

  problems(found: Found): Problem[] {
    const { index, solver, mentions, unreadPaths, isRead } = this.#options;
    const uses = found.functions.filter(this.#mentionsOneOf(fieldsToJudge(found.fields))).flatMap(this.#usesOf);
    // `#define SSL_SESSION_is_resumable compat_is_resumable`: what stands behind the name may well accept NULL.
    const provided = found.problems.filter((problem) => problem.kind !== 'null-argument' || !index.macros.has(problem.callee));
    const alone = withoutMeddling(provided, { definitionsOf: (name) => index.functions.get(name) ?? [], isRead, modelOf: solver.modelOf });
    const onPaths = doubtHandovers(withoutPairs(alone, unreadPaths, { functions: found.functions, roles: solver.roles, modelOf: solver.modelOf }), found.fields);
    return [
      ...judgeFields(onPaths, { events: found.fields, declarations: this.#declarations, obscure: mentions.elsewhere, uses }),
      ...judgeGivenOut(uses, solver.roles, onPaths),
      ...judgeSlots(found.functions, found.fields, solver.modelOf),
    ];
  }

  #mentionsOneOf(names: ReadonlySet<string>): (f: FunctionIr) => boolean {
    const key = [...names].sort().join();
    let answer = this.#mentioning.get(key);
    if (answer === undefined) {
      const search = new WordSearch(names);
      answer = remembered((f: FunctionIr) => this.#mentioned.has(timeKey(f.file.path, f.name)) || search.next(f.file.text.slice(f.range.start, f.range.end), 0) >= 0);
      this.#mentioning.set(key, answer);
    }
    return answer;
  }

  #fieldUses(f: FunctionIr): readonly FieldUse[] {
    const { index, model, solver, memory } = this.#options;
    const { members, behind } = this.#undeclared;
    const ask = {
      summaryOf: (name: string) => solver.summaryOf(name, f.file.path),
      fieldDepth: (name: string) => (members.has(name) ? 1 : index.fieldDepth(name)),
      membersBehind: (type: string) => behind.get(type) ?? this.#declarations.membersBehind(type),
      takesSessions: (name: string) => this.#declarations.takesSessions(name),
    };
    const look = (questions: typeof ask): readonly FieldUse[] => fieldUses(f, { ...questions, model, modelOf: solver.modelOf });
    const key = timeKey(f.file.path, f.name);
    return memory === undefined ? look(ask) : memory.uses.find(key, [f], ask) ?? memory.uses.record(key, [f], ask, look);
  }
}

/** Asks once about each object. */
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
