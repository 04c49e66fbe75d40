import type { Block, FunctionIr, Instruction, Operand, Place, Terminator } from '../../ir/instructions.ts';
import type { Effect, FunctionModel } from '../../model/effects.ts';
import { backwardsThrough, successors } from './loops.ts';
import { bitsIn } from './places.ts';
import { postdominators } from './postdominators.ts';
import { regionsWith } from './regions.ts';
import type { Path } from '../state/path.ts';
import type { Summary } from '../state/summary.ts';
import { saysNothing } from '../state/summary.ts';

/** What slicing has to know about calls. */
export interface SliceContext {
  modelOf(name: string): FunctionModel | undefined;
  summaryOf(name: string): Summary | null;
  fieldDepth(name: string): number;
  readonly readerNames: RegExp;
  /** Library functions that may not be called here at all. */
  readonly forbidden: readonly string[];
  /** Keep what only looks at a session as well: somebody wants to know what holds there. */
  readonly everyUse?: boolean;
}

/** Whether an instruction has to be kept. */
type Weight = 'none' | 'light' | 'full';

type CallInstruction = Extract<Instruction, { op: 'call' }>;

const MOST_ROUNDS = 12;
const LEAVES: ReadonlySet<Terminator['kind']> = new Set(['return', 'end', 'unreachable']);
/** Stands for blocks that only a branch led to which is left out. */
const NEVER_REACHED: Block = { instructions: [], end: { kind: 'unreachable' } };
/** Effects on the session itself; others concern the object that holds it. */
const SESSION_EFFECTS: ReadonlySet<Effect> = new Set(['release', 'retain', 'hold', 'take', 'store', 'free', 'forget', 'out-owned', 'out-borrowed', 'reuse', 'zero', 'copy']);
const GIVES_SESSION: ReadonlySet<string> = new Set(['owned', 'borrowed', 'interior', 'sentinel', 'slot']);

/**
 * Leaves out what cannot matter to sessions: instructions on other variables, and branches whose arms do nothing that
 * matters before they meet again. A 2,000-line `main` with an option loop shrinks to the few decisions around its
 * sessions. Kept are the variables that hold or carry sessions, those that kept conditions and results are computed
 * from, and every way out of the function. O(instructions) in each of a few rounds.
 */
export function slice(ir: FunctionIr, context: SliceContext): FunctionIr {
  const slicer = new Slicer(ir, context);
  return slicer.run();
}

/** Whether a call of a library function matters even when nothing that holds sessions is passed to it. */
function actsWithoutSession(model: FunctionModel): boolean {
  return model.noreturn || model.returnsWhen !== undefined || model.clears !== undefined
    || GIVES_SESSION.has(model.returns.kind) || model.returns.kind === 'holder'
    || model.parameters.some((parameter) => parameter.destroys === true || parameter.endsBorrows === 'always' || parameter.handshake !== undefined
      || (model.tracked && (parameter.endsBorrows !== undefined || parameter.null === 'invalid' || SESSION_EFFECTS.has(parameter.effect))));
}

function hasHandshake(ir: FunctionIr, context: SliceContext, when: 'starts' | 'before'): boolean {
  return ir.blocks.some((block) => block.instructions.some((instruction) => instruction.op === 'call' && typeof instruction.callee === 'string'
    && context.modelOf(instruction.callee)?.parameters.some((parameter) => parameter.handshake === when) === true));
}

class Slicer {
  readonly #ir: FunctionIr;
  readonly #context: SliceContext;
  /** Variables that hold sessions or memory in which sessions are kept. */
  readonly #carriers = new Set<number>();
  /** Variables whose value decides something that matters. */
  readonly #deciders = new Set<number>();
  #globals = false;
  /** It connects and sets a session: what else is done to the connection says whether that is too late. */
  readonly #connects: boolean;

  constructor(ir: FunctionIr, context: SliceContext) {
    this.#ir = ir;
    this.#context = context;
    this.#connects = hasHandshake(ir, context, 'starts') && hasHandshake(ir, context, 'before');
  }

  run(): FunctionIr {
    const { blocks } = this.#ir;
    this.#ir.variables.forEach((variable, id) => { if (variable.depth > 0) this.#carriers.add(id); });
    const immediate = postdominators(this.#ir);
    const backwards = backwardsThrough(this.#ir);
    const kept = new Set<number>();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = this.#carriers.size + this.#deciders.size + kept.size;
      for (const id of this.#carriers) {
        const kind = this.#ir.variables[id]?.kind;
        if (kind === 'global' || kind === 'static') this.#globals = true;
      }
      for (const block of blocks) for (const instruction of block.instructions) this.#learn(instruction);
      for (const block of blocks) if (block.end.kind === 'return' && block.end.value !== null) this.#decide(block.end.value);
      this.#learnBranches(immediate, backwards, kept);
      if (this.#carriers.size + this.#deciders.size + kept.size === before) break;
    }
    const sliced = blocks.map((): Block => NEVER_REACHED);
    const work = [0];
    for (let number = work.pop(); number !== undefined; number = work.pop()) {
      const block = blocks[number];
      if (block === undefined || sliced[number] !== NEVER_REACHED) continue;
      const reached = this.#sliced(block, number, immediate[number] ?? -1, kept);
      sliced[number] = reached;
      if (reached.end.kind === 'goto') work.push(reached.end.to);
      else if (reached.end.kind === 'branch') work.push(reached.end.yes, reached.end.no);
    }
    return { ...this.#ir, blocks: sliced };
  }

  #sliced(block: Block, number: number, join: number, kept: ReadonlySet<number>): Block {
    const instructions = block.instructions.filter((instruction) => this.#weight(instruction) !== 'none').map((instruction) => this.#narrowed(instruction));
    if (block.end.kind !== 'branch' || kept.has(number) || join < 0) return { instructions, end: block.end };
    // Unknown code on one of the arms can still have changed globals, or set a connection up anew.
    const call = this.#globals || this.#connects ? this.#lightCall(number, join) : null;
    return { instructions: call === null ? instructions : [...instructions, call], end: { kind: 'goto', to: join } };
  }

  /** Adds what an instruction that matters needs. */
  #learn(instruction: Instruction): void {
    if (instruction.op === 'call') { this.#learnCall(instruction); return; }
    if (instruction.op !== 'assign') return;
    const { to, value } = instruction;
    // `t = s`, `c->sess = s`, `pp = &s`: t, c and pp carry a session from here on.
    const alias = value.kind === 'load' && this.#carriers.has(value.place.base) && this.#canBeSession(value.place);
    const address = value.kind === 'address' && this.#carriers.has(value.place.base);
    if (alias || address) this.#carriers.add(to.base);
    // `s = c->sess`: so does c.
    if (this.#carriers.has(to.base) && value.kind === 'load' && this.#canBeSession(to) && this.#canBeSession(value.place)) this.#carriers.add(value.place.base);
    // `*copy = 0`: what a parameter points at is part of the answer.
    if (to.path.length === 1 && to.path[0]?.kind === 'deref' && this.#ir.variables[to.base]?.kind === 'parameter') this.#deciders.add(to.base);
    if (this.#touches(to)) { this.#decide(value); this.#decidePlace(to); }
  }

  /** By its type, as far as that is known. */
  #canBeSession(place: Place): boolean {
    const last = place.path[place.path.length - 1];
    if (last?.kind === 'field') return this.#context.fieldDepth(last.name) !== 0;
    const variable = this.#ir.variables[place.base];
    // A struct that is no pointer carries what its members hold.
    return variable === undefined || variable.depth !== 0 || variable.type.includes('void') || (this.#carriers.has(place.base) && !variable.type.includes('*'));
  }

  #learnCall(call: CallInstruction): void {
    const name = typeof call.callee === 'string' ? call.callee : '';
    const model = name === '' ? undefined : this.#context.modelOf(name);
    const summary = model === undefined && name !== '' ? this.#context.summaryOf(name) : null;
    if (model?.tracked === true) this.#learnModel(call, model);
    else if (summary !== null && !saysNothing(summary)) this.#learnSummary(call, summary);
    if (call.result !== null && this.#touches(call.result)) this.#decidePlace(call.result);
    // Calls of unknown code forget what they are given; which value that is only matters for what is followed anyway.
    if (model !== undefined && !model.tracked && this.#callWeight(call) === 'full') for (const argument of call.arguments) this.#decide(argument.value);
  }

  #learnModel(call: CallInstruction, model: FunctionModel): void {
    const { kind } = model.returns;
    call.arguments.forEach((argument, index) => {
      const parameter = model.parameters[index];
      const carries = parameter !== undefined && (SESSION_EFFECTS.has(parameter.effect) || this.#context.everyUse === true);
      this.#walk(argument.value, carries ? this.#carriers : this.#deciders);
    });
    if (call.result !== null && GIVES_SESSION.has(kind)) this.#carriers.add(call.result.base);
  }

  /** Arguments through which the callee reaches sessions carry them; others only decide what it does. */
  #learnSummary(call: CallInstruction, summary: Summary): void {
    const carrying = new Set<number>();
    const deciding = new Set<number>();
    let gives = false;
    const note = (path: Path, into: Set<number>): void => { if (path.root.kind === 'parameter') into.add(path.root.index); };
    for (const outcome of summary.outcomes) {
      for (const { path } of outcome.conditions) note(path, deciding);
      for (const { path } of outcome.ended) note(path, deciding);
      for (const path of outcome.scrambled) note(path, deciding);
      for (const object of outcome.objects) if (object.lender !== null) note(object.lender, deciding);
      for (const effect of outcome.effects) { note(effect.target, carrying); for (const holder of effect.heldBy) note(holder, deciding); }
      for (const write of outcome.writes) {
        note(write.path, write.value.kind === 'integer' || write.value.kind === 'unknown' ? deciding : carrying);
        if (write.value.kind === 'path') note(write.value.path, deciding);
      }
      if (outcome.result?.kind === 'object') gives = true;
      if (outcome.result?.kind === 'path') { note(outcome.result.path, carrying); gives = true; }
    }
    call.arguments.forEach((argument, index) => {
      if (carrying.has(index)) this.#walk(argument.value, this.#carriers);
      else if (deciding.has(index)) this.#walk(argument.value, this.#deciders);
    });
    if (call.result !== null && gives) this.#carriers.add(call.result.base);
  }

  #learnBranches(immediate: readonly number[], backwards: readonly number[], kept: Set<number>): void {
    const { blocks } = this.#ir;
    // What matters, and every way out.
    const matters = blocks.map(({ instructions, end }) => LEAVES.has(end.kind) || instructions.some((instruction) => this.#weight(instruction) === 'full'));
    const around = regionsWith(this.#ir, immediate, backwards, matters);
    blocks.forEach((block, number) => {
      if (block.end.kind !== 'branch') return;
      const asked = this.#context.everyUse === true && this.#mentionsCarrier(block.end.condition);
      if (!kept.has(number) && !asked && around[number] !== true) return;
      kept.add(number);
      this.#decide(block.end.condition);
    });
  }

  /** Of variables that go out of scope only those that are followed. */
  #narrowed(instruction: Instruction): Instruction {
    if (instruction.op !== 'kill') return instruction;
    return { ...instruction, variables: instruction.variables.filter((id) => this.#carriers.has(id) || this.#deciders.has(id)) };
  }

  /** A call between a branch and where its arms meet that is unknown code and nothing else, without its arguments. */
  #lightCall(branch: number, join: number): CallInstruction | null {
    const seen = new Set<number>([join]);
    const work = [...successors(this.#ir, branch)];
    for (let block = work.pop(); block !== undefined; block = work.pop()) {
      if (seen.has(block)) continue;
      seen.add(block);
      for (const instruction of this.#ir.blocks[block]?.instructions ?? []) {
        if (instruction.op === 'call' && this.#callWeight(instruction) === 'light') return { ...instruction, arguments: [], result: null };
      }
      work.push(...successors(this.#ir, block));
    }
    return null;
  }

  #touches(place: Place): boolean { return this.#carriers.has(place.base) || this.#deciders.has(place.base); }

  /** `light`: only globals may change, or how far a connection has come, which is no reason to follow the path that leads there. */
  #weight(instruction: Instruction): Weight {
    const full = (matters: boolean): Weight => (matters ? 'full' : 'none');
    switch (instruction.op) {
      case 'assign': return full(this.#touches(instruction.to) || this.#tags(instruction.value) || (this.#context.everyUse === true && this.#mentionsCarrier(instruction.value)));
      case 'zero': return full(this.#touches(instruction.place));
      case 'declare': return full(this.#carriers.has(instruction.variable) || this.#deciders.has(instruction.variable));
      case 'kill': return full(instruction.variables.some((id) => this.#carriers.has(id) || this.#deciders.has(id)));
      case 'escape': return full(instruction.values.some((value) => this.#mentionsCarrier(value)));
      case 'call': return this.#callWeight(instruction);
      case 'perhaps-leave': return 'light';
    }
  }

  #callWeight(call: CallInstruction): Weight {
    if (call.result !== null && this.#touches(call.result)) return 'full';
    if (call.arguments.some((argument) => this.#mentionsCarrier(argument.value) || this.#changes(argument.value))) return 'full';
    const light: Weight = this.#globals || (this.#connects && call.arguments.some((argument) => this.#decides(argument.value))) ? 'light' : 'none';
    if (typeof call.callee !== 'string') return this.#carriers.has(call.callee.base) ? 'full' : light;
    const model = this.#context.modelOf(call.callee);
    if (model !== undefined) {
      // What may replace the session of a connection ends its handshake too.
      const reconnects = this.#connects && model.parameters.some((parameter) => parameter.endsBorrows !== undefined);
      return this.#context.forbidden.includes(model.name) || actsWithoutSession(model) || reconnects ? 'full' : 'none';
    }
    const summary = this.#context.summaryOf(call.callee);
    if (summary !== null) return summary.outcomes.length === 0 || !saysNothing(summary) ? 'full' : 'none';
    return this.#context.readerNames.test(call.callee) ? 'none' : light;
  }

  /** `t = (uintptr_t)s | 1`. */
  #tags(operand: Operand): boolean { return bitsIn(operand).some((place) => this.#carriers.has(place.base) && this.#canBeSession(place)); }

  /** `&flag` passed to a call may change the flag. */
  #changes(operand: Operand): boolean { return operand.kind === 'address' && this.#deciders.has(operand.place.base); }

  #decides(operand: Operand): boolean { return (operand.kind === 'load' || operand.kind === 'address') && this.#deciders.has(operand.place.base); }

  #mentionsCarrier(operand: Operand): boolean {
    switch (operand.kind) {
      case 'load': case 'address': return this.#carriers.has(operand.place.base);
      case 'unary': return this.#mentionsCarrier(operand.operand);
      case 'binary': return this.#mentionsCarrier(operand.left) || this.#mentionsCarrier(operand.right);
      default: return false;
    }
  }

  #decide(operand: Operand): void { this.#walk(operand, this.#deciders); }

  #decidePlace(place: Place): void {
    this.#deciders.add(place.base);
    for (const selector of place.path) if (selector.kind === 'index') this.#decide(selector.at);
  }

  #walk(operand: Operand, into: Set<number>): void {
    switch (operand.kind) {
      case 'load': case 'address':
        into.add(operand.place.base);
        for (const selector of operand.place.path) if (selector.kind === 'index') this.#decide(selector.at);
        return;
      case 'unary': this.#walk(operand.operand, into); return;
      case 'binary': this.#walk(operand.left, into); this.#walk(operand.right, into); return;
      default: return;
    }
  }
}
