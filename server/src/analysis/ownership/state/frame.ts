import type { FunctionIr, Instruction, Range } from '../../ir/instructions.ts';
import type { CallbackContract, FunctionModel, Model } from '../../model/effects.ts';
import type { Account, Doubt } from './account.ts';
import type { LeftOver } from '../transfer/added.ts';
import type { Answer } from '../transfer/answers.ts';
import { type Event, type InnerEvent, type StepKind } from './event.ts';
import type { Fact } from './facts.ts';
import type { FieldEvent } from './field-events.ts';
import type { Problem, ProblemKind } from './problem.ts';
import type { Summary } from './summary.ts';
import { ValueTable, type Cell, type Value } from './value.ts';
import type { World } from './world.ts';

/** What one function needs to know of the rest of the project. */
export interface Environment {
  readonly model: Model;
  /** The library model of a name, unless the project's own definition wins. */
  modelOf(name: string): FunctionModel | undefined;
  /** What analysis found out about a function of the project, as seen from a file; null when unknown. */
  summaryOf(name: string, from: string): Summary | null;
  /** As `Variable.depth`, for members of this name; -1 when unknown or when they differ. */
  fieldDepth(name: string): number;
  /** Whether the project defines a function of this name. */
  defines(name: string): boolean;
  /** Whether only the function's own file knows the global variable of this name. */
  isFileLocal(name: string): boolean;
  /** What limits are counted in, in ms. */
  spent(): number;
}

/** Role of a function that is registered as a callback. */
export interface Role {
  readonly contract: CallbackContract;
  /** Absent for a registration by plain name. */
  readonly doubt: Doubt | null;
}

/** Where something happens: an instruction, or the end of a path. */
export interface Site {
  readonly range: Range;
  readonly statement: Range;
  readonly number: number;
}

export function siteOf(instruction: Instruction, number: number): Site {
  return { range: instruction.range, statement: instruction.statement, number };
}

const listed = new WeakMap<FunctionIr, ReadonlySet<number>>();

/** `SSL_SESSION **all[] = { &a, &b };`: variables whose addresses are elements of an array. Worked out once for each function. */
function listedIn(ir: FunctionIr): ReadonlySet<number> {
  let found = listed.get(ir);
  if (found === undefined) {
    found = new Set(ir.blocks.flatMap(({ instructions }) => instructions.flatMap((instruction) => (
      instruction.op === 'assign' && instruction.value.kind === 'address' && instruction.to.path.some((selector) => selector.kind === 'index') ? [instruction.value.place.base] : []))));
    listed.set(ir, found);
  }
  return found;
}

/** The analysis of one function: its values, and what was found. */
export class Frame {
  readonly table = new ValueTable();
  readonly problems: Problem[] = [];
  readonly fields: FieldEvent[] = [];
  /** Ways out of a callback that are compared when all are known. */
  readonly answers: Answer[] = [];
  /** Ways out on which a reference to what came in is left over, and offsets of where those come from that are given a place on some other. */
  readonly leftOver: LeftOver[] = [];
  readonly placed = new Set<number>();
  readonly ir: FunctionIr;
  readonly environment: Environment;
  readonly role: Role | null;
  /**
   * Where references that are released on some path came into being: offsets of their origins. Apart are those that were
   * released although a connection or cache had (perhaps) taken one of its own.
   */
  readonly released = new Set<number>();
  readonly releasedAfterOffer = new Set<number>();
  /** Pointers to memory that is freed on some path. */
  readonly freed = new Set<Value>();
  /** Cells whose value must not be merged away where paths join (callback flags, out-parameters). */
  readonly watched: Cell[] = [];
  /** Variables that are returned as a whole somewhere. */
  readonly returned = new Set<Cell>();
  /** Cells that hold the answer of a function of the project, with those that it was given to write to. */
  readonly statuses = new Map<Cell, readonly Cell[]>();
  /** Values that are NULL only because a function of the project can find or return that: whether it does here, callers often know better. */
  readonly answeredNull = new Set<Value>();
  /** Values to which a loop adds references: another loop that does not run as often drops them. */
  readonly countedByLoops = new Set<Value>();
  readonly #globals = new Map<string, number>();
  #fresh = 0;
  /** Scratch of one pass over a world: values whose entry is `mark` were met in it. */
  readonly marks: number[] = [];
  mark = 0;

  constructor(ir: FunctionIr, environment: Environment, role: Role | null) {
    this.ir = ir;
    this.environment = environment;
    this.role = role;
    ir.variables.forEach((variable, id) => { if (variable.kind === 'global') this.#globals.set(variable.name, id); });
    for (const { end } of ir.blocks) {
      if (end.kind === 'return' && end.value?.kind === 'load' && end.value.place.path.length === 0) this.returned.add(this.table.variable(end.value.place.base));
    }
  }

  /** The cell of a global variable, also of one that only callees mention. */
  global(name: string): Cell {
    let id = this.#globals.get(name);
    if (id === undefined) {
      id = -2 - this.#globals.size;
      this.#globals.set(name, id);
      this.#names.set(id, name);
    }
    return this.table.variable(id);
  }
  readonly #names = new Map<number, string>();

  variableName(id: number): string { return this.ir.variables[id]?.name ?? this.#names.get(id) ?? ''; }

  /** Whether a cell is still there when the function has returned. */
  outlives(cell: Cell): boolean {
    const root = this.table.cell(cell).root;
    if (root.kind === 'memory') return true;
    if (root.id < -1) return true;
    const kind = this.ir.variables[root.id]?.kind;
    return kind === 'global' || kind === 'static';
  }

  /** Whether a cell is, or is in, a local that something else may see to: when it goes out of scope, or through an array of addresses. */
  isCleanedUp(cell: Cell): boolean {
    const { root } = this.table.cell(cell);
    return root.kind === 'variable' && (this.ir.variables[root.id]?.cleanedUp === true || listedIn(this.ir).has(root.id));
  }

  /** A constant whose value is not visible; its name may say whether it is zero (`..._OK`, `EINVAL`). */
  constant(name: string): Value {
    const value = this.table.named('constant', name);
    if (!this.table.known.has(value)) this.table.known.set(value, this.factOfNames([name]));
    return value;
  }

  /** What is known of a value that is one of these constants. */
  factOfNames(names: readonly string[]): Fact {
    const { zeroConstants, nonzeroConstants } = this.environment.model;
    const fact: Fact = { low: -Infinity, high: Infinity, not: [], equals: names, differs: [] };
    if (names.every((name) => zeroConstants.test(name))) return { ...fact, low: 0, high: 0 };
    return names.every((name) => !zeroConstants.test(name) && nonzeroConstants.test(name)) ? { ...fact, not: [0] } : fact;
  }

  isTemporary(cell: Cell): boolean {
    const root = this.table.cell(cell).root;
    return root.kind === 'variable' && this.ir.variables[root.id]?.kind === 'temporary';
  }

  /** Whether a cell is a whole local variable, which is there from its declaration on. */
  isLocal(cell: Cell): boolean {
    const { root, parent } = this.table.cell(cell);
    return parent < 0 && root.kind === 'variable' && this.ir.variables[root.id]?.kind === 'local';
  }

  /** A key that was never used before. */
  freshKey(): string { return `f${this.#fresh++}`; }

  event(world: World, kind: StepKind, site: Site, message: string, about: readonly Value[], inner: readonly InnerEvent[] = []): Event {
    const previous = world.trace;
    const event: Event = {
      kind, file: this.ir.file, range: site.range, statement: site.statement, message, about, inner, previous, length: previous === null ? 1 : previous.length + 1,
    };
    world.trace = event;
    return event;
  }

  report(world: World, kind: ProblemKind, site: Site, value: Value, name: string, extra: {
    holder?: string; callee?: string; detail?: string; account?: Account | null; rule?: string; doubts?: readonly Doubt[]; about?: readonly Value[]; marked?: readonly string[];
  } = {}): void {
    const doubts = [...(extra.account?.doubts ?? []), ...(extra.doubts ?? []), ...(this.role?.doubt && extra.rule !== undefined ? [this.role.doubt] : [])];
    this.problems.push({
      kind, function: this.ir, file: this.ir.file, range: site.range, statement: site.statement, name, holder: extra.holder ?? '',
      callee: extra.callee ?? '', trace: world.trace, about: extra.about ?? [value], account: extra.account ?? null, doubts,
      detail: extra.detail ?? '', more: 0, ...(extra.rule === undefined ? {} : { rule: extra.rule }), ...(extra.marked === undefined ? {} : { marked: extra.marked }),
    });
  }
}
