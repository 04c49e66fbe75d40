import type { FunctionIr, Instruction, Operand, Place, Range } from '../../ir/instructions.ts';
import type { FunctionModel, Model } from '../../model/effects.ts';
import type { Path } from '../state/path.ts';
import type { Summary } from '../state/summary.ts';

/**
 * One mention of a field or global that holds sessions.
 *
 * - `read`     tested, compared, or passed to code that only looks
 * - `released` passed to something that releases it
 * - `moved`    returned, stored elsewhere, passed to code that is not known, or its address was taken: it may be released there
 * - `written`  assigned
 * - `freed`    the memory that it is a part of, or the array of sessions itself, is freed
 */
export interface FieldUse {
  readonly field: string;
  readonly kind: 'read' | 'released' | 'moved' | 'written' | 'freed';
  readonly function: FunctionIr;
  readonly range: Range;
  /** It is an argument of a call, or compared with another: it is taken for a session. */
  readonly passed: boolean;
  /** Freed: nobody but this function has seen to what is in the memory, which it did not make itself. */
  readonly alone?: boolean;
  /** The function adds a reference to some session. */
  readonly retains: boolean;
}

export interface UseContext {
  modelOf(name: string): FunctionModel | undefined;
  summaryOf(name: string, from: string): Summary | null;
  fieldDepth(name: string): number;
  /** Whether a function of the project with this name has a parameter for sessions or a list of pointers. */
  takesSessions(name: string): boolean;
  /** Members that hold sessions of the struct that a pointer of this type points to. */
  membersBehind(type: string): readonly string[];
  readonly model: Model;
}

/** `.name` when the place is a member, or an element of one, that holds sessions; a global's name; '' otherwise. */
export function fieldOfPlace(ir: FunctionIr, place: Place, fieldDepth: (name: string) => number): string {
  for (let i = place.path.length - 1; i >= 0; i--) {
    const selector = place.path[i];
    if (selector?.kind !== 'field') continue;
    return fieldDepth(selector.name) > 0 ? `.${selector.name}` : '';
  }
  const variable = ir.variables[place.base];
  if (variable === undefined || variable.depth <= 0) return '';
  return variable.kind === 'global' || variable.kind === 'static' ? variable.name : '';
}

/**
 * Everything a function does to such fields, wherever it stands in it: no path is left out, so that what is not found
 * here does not happen. Local variables that a field is copied to count as the field. O(instructions x rounds).
 */
export function fieldUses(ir: FunctionIr, context: UseContext): FieldUse[] {
  return new Uses(ir, context).run();
}

const MOST_ROUNDS = 6;
const FREES = /(?:^|_)x?free(?:_|$)/i;

class Uses {
  readonly #ir: FunctionIr;
  readonly #context: UseContext;
  readonly #uses: (Omit<FieldUse, 'kind' | 'retains'> & { readonly kind: FieldUse['kind'] | 'given-up' })[] = [];
  /** Local variable to the fields it was read from. */
  readonly #aliases = new Map<number, Set<string>>();
  /** Fields on whose value a reference is added here: what is moved is that one. */
  readonly #retained = new Set<string>();
  #retains = false;

  constructor(ir: FunctionIr, context: UseContext) { this.#ir = ir; this.#context = context; }

  run(): FieldUse[] {
    const instructions = this.#ir.blocks.flatMap((block) => block.instructions);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = this.#aliasCount();
      for (const instruction of instructions) this.#alias(instruction);
      if (this.#aliasCount() === before) break;
    }
    for (const instruction of instructions) this.#visit(instruction);
    for (const block of this.#ir.blocks) {
      if (block.end.kind === 'return' && block.end.value !== null) this.#operand(block.end.value, 'moved', block.end.range);
      if (block.end.kind === 'branch') this.#operand(block.end.condition, 'read', block.end.range);
    }
    return this.#uses.map(({ kind, ...use }) => {
      // `up_ref(c->s); t = c->s; ... free(t)`: that is the added one.
      if (this.#retained.has(use.field) && (kind === 'moved' || kind === 'given-up')) return { ...use, kind: 'read', retains: true };
      return { ...use, kind: kind === 'given-up' ? 'released' : kind, retains: this.#retains };
    });
  }

  #aliasCount(): number { return [...this.#aliases.values()].reduce((n, fields) => n + fields.size, 0); }

  #fieldsOf(operand: Operand): ReadonlySet<string> {
    if (operand.kind !== 'load') return new Set();
    const field = fieldOfPlace(this.#ir, operand.place, (name) => this.#context.fieldDepth(name));
    if (field !== '') return new Set([field]);
    // `all = c->sessions; free(all[i])`: an element of the array is what the field holds
    return (operand.place.path.every((selector) => selector.kind === 'index') ? this.#aliases.get(operand.place.base) : undefined) ?? new Set();
  }

  #isAlias(operand: Operand): boolean { return operand.kind === 'load' && operand.place.path.length === 0 && this.#aliases.has(operand.place.base); }

  #isLocal(place: Place): boolean {
    const kind = this.#ir.variables[place.base]?.kind;
    return place.path.length === 0 && kind !== 'global' && kind !== 'static';
  }

  #alias(instruction: Instruction): void {
    if (instruction.op === 'assign' && this.#isLocal(instruction.to)) this.#tag(instruction.to, this.#fieldsOf(instruction.value));
    if (instruction.op !== 'call' || instruction.result === null || typeof instruction.callee !== 'string') return;
    const returns = this.#context.modelOf(instruction.callee)?.returns;
    const argument = returns?.kind === 'argument' ? instruction.arguments[returns.from] : undefined;
    if (argument !== undefined && this.#isLocal(instruction.result)) this.#tag(instruction.result, this.#fieldsOf(argument.value));
  }

  #tag(to: Place, fields: ReadonlySet<string>): void {
    if (fields.size === 0) return;
    const known = this.#aliases.get(to.base) ?? new Set();
    for (const field of fields) known.add(field);
    this.#aliases.set(to.base, known);
  }

  #visit(instruction: Instruction): void {
    switch (instruction.op) {
      case 'assign': {
        this.#write(instruction.to, instruction.range);
        if (!this.#isLocal(instruction.to) || instruction.value.kind !== 'load') this.#operand(instruction.value, 'moved', instruction.range);
        return;
      }
      case 'call': this.#call(instruction); return;
      case 'escape': for (const value of instruction.values) this.#operand(value, 'moved', instruction.range); return;
      default: return;
    }
  }

  #call(call: Extract<Instruction, { op: 'call' }>): void {
    if (call.result !== null) this.#write(call.result, call.range);
    if (this.#adds(call)) this.#retains = true;
    call.arguments.forEach((argument, index) => {
      const parts = this.#freedBy(call, index);
      if (parts.length > 0) {
        const alone = this.#isFoundHere(argument.value);
        for (const field of parts) this.#uses.push({ field, kind: 'freed', function: this.#ir, range: call.range, passed: true, alone });
        if (this.#isWholeArray(argument.value)) return;
      }
      if (this.#fieldsOf(argument.value).size === 0 && argument.value.kind !== 'address') { this.#operand(argument.value, 'read', call.range); return; }
      this.#operand(argument.value, this.#done(call, index), call.range, true);
    });
  }

  /** A local variable that is given to no function but those that free or clear it, and that was not made by `malloc()` here. */
  #isFoundHere(operand: Operand): boolean {
    if (operand.kind !== 'load' || operand.place.path.length > 0) return false;
    const { base } = operand.place;
    const isIt = (value: Operand): boolean => (value.kind === 'load' || value.kind === 'address') && value.place.base === base && (value.kind === 'address' || value.place.path.length === 0);
    return this.#ir.blocks.every((block) => block.instructions.every((instruction) => {
      if (instruction.op !== 'call') return true;
      const model = typeof instruction.callee === 'string' ? this.#context.modelOf(instruction.callee) : undefined;
      if (instruction.result?.base === base && instruction.result.path.length === 0) return false;
      return instruction.arguments.every((argument, index) => {
        const effect = model?.parameters[index]?.effect;
        return !isIt(argument.value) || effect === 'free' || effect === 'zero';
      });
    }));
  }

  #adds(call: Extract<Instruction, { op: 'call' }>): boolean {
    if (typeof call.callee !== 'string') return false;
    const model = this.#context.modelOf(call.callee);
    if (model !== undefined) return model.tracked && model.parameters.some((parameter) => parameter.effect === 'retain');
    return this.#context.summaryOf(call.callee, this.#ir.file.path)?.outcomes.some((outcome) => outcome.effects.some((effect) => effect.retained > 0)) ?? false;
  }

  /** What goes with the memory that a call frees: the members of a struct, the elements of an array. */
  #freedBy(call: Extract<Instruction, { op: 'call' }>, index: number): readonly string[] {
    const operand = call.arguments[index]?.value;
    if (typeof call.callee !== 'string' || operand?.kind !== 'load') return [];
    const model = this.#context.modelOf(call.callee);
    // What realloc() gives back holds the same members.
    const frees = model?.parameters[index]?.effect === 'free' && model.returns.kind !== 'memory';
    if (this.#isWholeArray(operand)) {
      // `str_free(c->sessions)` frees memory, `sessions_free(c->sessions, n)` may know what is in it
      const plain = frees || (model === undefined && index === 0 && FREES.test(call.callee) && !this.#context.takesSessions(call.callee));
      return plain ? [...this.#fieldsOf(operand)] : [];
    }
    const variable = this.#ir.variables[operand.place.base];
    if (!frees || operand.place.path.length > 0 || variable === undefined) return [];
    return this.#context.membersBehind(variable.type).map((name) => `.${name}`);
  }

  /** `c->sessions` of type `T **`, without an index. */
  #isWholeArray(operand: Operand): boolean {
    if (operand.kind !== 'load') return false;
    const last = operand.place.path[operand.place.path.length - 1];
    return last?.kind === 'field' && this.#context.fieldDepth(last.name) === 2;
  }

  /** What a call does with an argument. */
  #done(call: Extract<Instruction, { op: 'call' }>, index: number): FieldUse['kind'] | 'given-up' {
    if (typeof call.callee !== 'string') return 'moved';
    const model = this.#context.modelOf(call.callee);
    const argument = call.arguments[index]?.value;
    if (model !== undefined) {
      switch ((model.parameters[index] ?? model.rest)?.effect ?? 'use') {
        case 'release': return argument !== undefined && this.#isAlias(argument) ? 'given-up' : 'released';
        case 'retain': for (const field of argument === undefined ? [] : this.#fieldsOf(argument)) this.#retained.add(field); return 'read';
        case 'take': case 'store': case 'forget': return 'moved';
        case 'reuse': case 'out-owned': case 'out-borrowed': return 'written';
        default: return 'read';
      }
    }
    const summary = this.#context.summaryOf(call.callee, this.#ir.file.path);
    // `fetch(ssl, &c->sess)`: what the pointer points at is meant.
    const byAddress = argument?.kind === 'address';
    if (summary === null) return !byAddress && this.#context.model.readerNames.test(call.callee) ? 'read' : 'moved';
    let kind: FieldUse['kind'] = byAddress ? 'written' : 'read';
    for (const outcome of summary.outcomes) {
      const isParameter = (path: Path): boolean => path.root.kind === 'parameter' && path.root.index === index;
      const isArgument = (path: Path): boolean => isParameter(path) && (byAddress ? path.steps.length === 1 && path.steps[0] === '*' : path.steps.length === 0);
      if (byAddress && outcome.scrambled.some((path) => isParameter(path) && path.steps.length === 0)) kind = 'moved';
      for (const effect of outcome.effects) {
        if (!isArgument(effect.target)) continue;
        if (effect.released > 0) return 'released';
        if (effect.lost) kind = 'moved';
      }
      const values = [...outcome.writes.map((write) => write.value), ...(outcome.result === null ? [] : [outcome.result])];
      if (values.some((value) => value.kind === 'path' && isArgument(value.path))) kind = 'moved';
    }
    return kind;
  }

  #write(place: Place, range: Range): void {
    const field = fieldOfPlace(this.#ir, place, (name) => this.#context.fieldDepth(name));
    if (field !== '') this.#uses.push({ field, kind: 'written', function: this.#ir, range, passed: false });
  }

  /** `kind` is what happens to the operand itself; a part of a larger expression is only read. */
  #operand(operand: Operand, kind: FieldUse['kind'] | 'given-up', range: Range, passed = false): void {
    switch (operand.kind) {
      case 'load':
        for (const field of this.#fieldsOf(operand)) this.#uses.push({ field, kind, function: this.#ir, range, passed });
        return;
      case 'address': {
        const field = fieldOfPlace(this.#ir, operand.place, (name) => this.#context.fieldDepth(name));
        if (field !== '') this.#uses.push({ field, kind, function: this.#ir, range, passed });
        return;
      }
      case 'unary': this.#operand(operand.operand, 'read', range); return;
      case 'binary': {
        const part = operand.operator === '+' || operand.operator === '-' ? kind : 'read';
        const compared = (operand.operator === '==' || operand.operator === '!=') && operand.left.kind === 'load' && operand.right.kind === 'load';
        this.#operand(operand.left, part, range, compared);
        this.#operand(operand.right, part, range, compared);
        return;
      }
      default: return;
    }
  }
}
