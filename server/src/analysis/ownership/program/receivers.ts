import type { FunctionIr, Instruction, Operand } from '../../ir/instructions.ts';
import type { FunctionModel } from '../../model/effects.ts';

/** What has to be known to tell which arguments are sessions. */
export interface ReceiverContext {
  modelOf(name: string): FunctionModel | undefined;
  fieldDepth(name: string): number;
}

/** An argument that is a session, or is one when the variable is. */
interface Passed { readonly callee: string; readonly parameter: number; readonly variable: number }

const CERTAINLY = -1;
const GIVES: ReadonlySet<string> = new Set(['owned', 'borrowed']);

/**
 * Parameters that do not say that they take a session and are given one: `void cache_put(struct cache *c, void *item)`
 * in `cache_put(c, sess)`, and what such a function passes on in turn. They are followed as if they were declared so.
 */
export class Receivers {
  readonly #context: ReceiverContext;
  readonly #byName = new Map<string, Set<number>>();
  readonly #functions = new Map<string, FunctionIr[]>();
  readonly #passed = new WeakMap<FunctionIr, readonly Passed[]>();
  readonly #typed = new WeakMap<FunctionIr, { readonly key: string; readonly ir: FunctionIr }>();

  constructor(context: ReceiverContext) { this.#context = context; }

  /** Adds functions. Returns the names of those that are now known to be given sessions. O(instructions). */
  add(functions: readonly FunctionIr[]): string[] {
    const news: string[] = [];
    const work = [...functions];
    for (const f of functions) this.#functions.set(f.name, [...this.#functions.get(f.name) ?? [], f]);
    for (let f = work.pop(); f !== undefined; f = work.pop()) {
      for (const { callee, parameter, variable } of this.#passedBy(f)) {
        if (variable !== CERTAINLY && !this.#isReceived(f, variable)) continue;
        const known = this.#byName.get(callee) ?? new Set<number>();
        if (known.has(parameter)) continue;
        this.#byName.set(callee, known.add(parameter));
        news.push(callee);
        work.push(...this.#functions.get(callee) ?? []);
      }
    }
    return news;
  }

  /** The function with the types that its callers give its parameters. The same object as long as nothing new is known. */
  typed(f: FunctionIr): FunctionIr {
    const received = [...this.#byName.get(f.name) ?? []].map((index) => f.parameters[index] ?? -1).filter((id) => (f.variables[id]?.depth ?? 1) <= 0);
    if (received.length === 0) return f;
    const key = received.sort((a, b) => a - b).join();
    const known = this.#typed.get(f);
    if (known?.key === key) return known.ir;
    const ir = { ...f, variables: f.variables.map((variable, id) => (received.includes(id) ? { ...variable, depth: 1 } : variable)) };
    this.#typed.set(f, { key, ir });
    return ir;
  }

  /** Which parameters of a function are given sessions, as text. */
  keyOf(name: string): string { return [...this.#byName.get(name) ?? []].sort((a, b) => a - b).join(); }

  #isReceived(f: FunctionIr, variable: number): boolean {
    const index = f.parameters.indexOf(variable);
    return index >= 0 && this.#byName.get(f.name)?.has(index) === true;
  }

  #passedBy(f: FunctionIr): readonly Passed[] {
    let known = this.#passed.get(f);
    if (known === undefined) this.#passed.set(f, known = [...passedBy(f, this.#context)]);
    return known;
  }
}

function* passedBy(f: FunctionIr, context: ReceiverContext): Generator<Passed> {
  const given = new Set<number>();
  const calls: Extract<Instruction, { op: 'call' }>[] = [];
  for (const block of f.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op !== 'call' || typeof instruction.callee !== 'string') continue;
      const model = context.modelOf(instruction.callee);
      if (model === undefined) calls.push(instruction);
      else if (GIVES.has(model.returns.kind) && model.tracked && instruction.result?.path.length === 0) given.add(instruction.result.base);
    }
  }
  for (const { callee, arguments: passed } of calls) {
    for (const [parameter, { value }] of passed.entries()) {
      const variable = sessionIn(f, value, given, context);
      if (variable !== null && typeof callee === 'string') yield { callee, parameter, variable };
    }
  }
}

/** CERTAINLY for a session, the parameter that is one if its function is given one, null for anything else. */
function sessionIn(f: FunctionIr, operand: Operand, given: ReadonlySet<number>, context: ReceiverContext): number | null {
  if (operand.kind !== 'load') return null;
  const { base, path } = operand.place;
  const last = path[path.length - 1];
  if (last !== undefined) return last.kind === 'field' && context.fieldDepth(last.name) === 1 ? CERTAINLY : null;
  const variable = f.variables[base];
  if (variable === undefined) return null;
  if (variable.depth === 1 || (variable.kind === 'temporary' && given.has(base))) return CERTAINLY;
  return variable.kind === 'parameter' && variable.depth <= 0 ? base : null;
}
