import type { SourceFile } from '../../code/item.ts';
import type { FunctionIr } from '../../ir/instructions.ts';
import type { Model } from '../../model/effects.ts';
import type { Interpretation, Observer } from '../../ownership/paths/interpret.ts';
import type { GivenUp, Solver } from '../../ownership/program/solve.ts';
import type { Hint, Hover, Inspection, Lens } from './answers.ts';
import { calledAt, canBeFunction } from './called.ts';
import { isTreatedAsSession } from './evidence.ts';
import { expressionAt } from './expression.ts';
import { callbackHover, definitionsOf, functionHover } from './function-hover.ts';
import { hintsOf } from './hints.ts';
import { lensOf } from './lenses.ts';
import { libraryHover } from './library-hover.ts';
import { Locator, nameAt } from './locate.ts';
import { mentionOf } from './mention.ts';
import { variableHover } from './variable-hover.ts';

/** What the answers are made of: the state of an analysis that has ended. */
export interface Inspected {
  readonly model: Model;
  readonly solver: Pick<Solver, 'functions' | 'givenUp' | 'roles' | 'modelOf' | 'summaryOf' | 'watch'>;
  /** As `Variable.depth`, for members of this name. */
  readonly fieldDepth: (name: string) => number;
  readonly fileOf: (path: string) => SourceFile | undefined;
}

/** Answers from the state of the analysis. Nothing is computed before it is asked for, and nothing asked changes the analysis. */
export class Inspector implements Inspection {
  readonly #inspected: Inspected;
  readonly #locator: Locator;
  readonly #hints = new Map<string, readonly Hint[]>();
  readonly #lenses = new Map<string, readonly Lens[]>();

  constructor(inspected: Inspected) {
    this.#inspected = inspected;
    this.#locator = new Locator({ functions: () => inspected.solver.functions, fileOf: inspected.fileOf });
  }

  hover(path: string, offset: number): Hover | null {
    const file = this.#locator.file(path);
    if (file === null) return null;
    const tokens = this.#locator.tokens(file);
    const name = nameAt(tokens, offset);
    if (name < 0) return null;
    const word = { start: tokens.start(name), end: tokens.end(name) };
    const functions = this.#locator.functionsAround(file, word);
    const called = calledAt(functions, tokens, name, this.#locator)
      .flatMap(({ name: callee, macro }) => {
        const markdown = this.#ofFunction(callee, file);
        return markdown === null ? [] : macro === '' ? markdown : `\`${macro}\` calls ${markdown}`;
      });
    if (called.length > 0) return { range: this.#locator.textRange(file, word), markdown: called.join('\n\n---\n\n') };
    const written = expressionAt(tokens, name);
    const state = written === null ? null : this.#ofVariable(functions, written);
    if (written !== null && state !== null) return { range: this.#locator.textRange(file, written.range), markdown: state };
    const markdown = canBeFunction(functions, tokens, name) ? this.#ofFunction(tokens.word(name), file) : null;
    return markdown === null ? null : { range: this.#locator.textRange(file, word), markdown };
  }

  hints(path: string): readonly Hint[] {
    const file = this.#locator.file(path);
    if (file === null) return [];
    let hints = this.#hints.get(file.path);
    if (hints === undefined) {
      const { model } = this.#inspected;
      hints = this.#definitions(file).flatMap((variants) => hintsOf(variants.filter((f) => !this.#isGivenUp(f) && this.#receives(f)), this.#locator, model.release, this.#watch));
      this.#hints.set(file.path, hints);
    }
    return hints;
  }

  lenses(path: string): readonly Lens[] {
    const file = this.#locator.file(path);
    if (file === null) return [];
    let lenses = this.#lenses.get(file.path);
    if (lenses === undefined) {
      const { solver } = this.#inspected;
      lenses = this.#definitions(file).flatMap(([f]) => (f === undefined ? [] : lensOf(f, solver.roles.get(f.name) ?? null, solver.summaryOf(f.name, f.file.path), this.#locator) ?? []));
      this.#lenses.set(file.path, lenses);
    }
    return lenses;
  }

  readonly #watch = (f: FunctionIr, observer: Observer): Interpretation => this.#inspected.solver.watch(f, observer);

  /** The functions of a file in order, each with its variants. */
  #definitions(file: SourceFile): readonly (readonly FunctionIr[])[] {
    const byStart = new Map<number, FunctionIr[]>();
    for (const f of this.#locator.functionsIn(file)) byStart.set(f.range.start, [...byStart.get(f.range.start) ?? [], f]);
    return [...byStart.values()];
  }

  #isGivenUp(f: FunctionIr): boolean { return this.#inspected.solver.givenUp.some((given: GivenUp) => given.function === f); }

  #ofFunction(name: string, file: SourceFile): string | null {
    const { solver, model } = this.#inspected;
    const entry = solver.modelOf(name);
    if (entry !== undefined) return entry.tracked ? libraryHover(entry, name, model) : null;
    const definitions = definitionsOf(solver.functions, name, file.path);
    const role = solver.roles.get(name);
    if (role !== undefined) return callbackHover(name, role, definitions, this.#locator);
    return functionHover(name, solver.summaryOf(name, file.path), definitions, this.#locator);
  }

  /** The first variant that says something. */
  #ofVariable(functions: readonly FunctionIr[], written: NonNullable<ReturnType<typeof expressionAt>>): string | null {
    const { solver, fieldDepth } = this.#inspected;
    for (const f of functions) {
      if (this.#isGivenUp(f)) continue;
      const mention = mentionOf(f, written, this.#locator, fieldDepth);
      if (mention?.depth === -1 && !isTreatedAsSession(f, mention, { modelOf: solver.modelOf, summaryOf: (name, from) => solver.summaryOf(name, from), fieldDepth })) continue;
      const state = mention === null ? null : variableHover(f, mention, this.#locator, this.#watch);
      if (state !== null) return state;
    }
    return null;
  }

  /** Whether any call in a function can bring a session into it: the others need not be interpreted. */
  #receives(f: FunctionIr): boolean {
    const { solver } = this.#inspected;
    return f.blocks.some((block) => block.instructions.some((instruction) => {
      if (instruction.op !== 'call') return false;
      // A function pointer may turn out to be one of the library's.
      if (typeof instruction.callee !== 'string') return true;
      const entry = solver.modelOf(instruction.callee);
      if (entry !== undefined) return entry.tracked || entry.calls !== undefined;
      return solver.summaryOf(instruction.callee, f.file.path)?.outcomes.some((outcome) => outcome.objects.length > 0) === true;
    }));
  }
}
