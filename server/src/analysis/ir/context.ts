import type { Condition } from '../code/condition.ts';
import type { SourceFile } from '../code/item.ts';
import type { ConditionalGroup } from '../cst/parser.ts';
import type { SyntaxTree } from '../cst/tree.ts';
import type { ProjectIndex } from '../index/index.ts';
import { Builder } from './builder.ts';
import type { MacroUse } from './macros.ts';
import type { Instruction, Operand, Range, Variable, VariableId } from './instructions.ts';

/** Deepest nesting of statements and expressions that is lowered. */
const MAXIMUM_NESTING = 400;

/** Thrown inside this layer only, caught by `lower`: the function cannot be trusted. */
export class OpaqueFunction extends Error {}

/** Parses loose statements; offsets of the tree are relative to the text. */
export interface SnippetParser {
  parseSnippet(text: string): SyntaxTree;
}

/** The tree being lowered and how its offsets map to the file. */
export interface Frame {
  readonly tree: SyntaxTree;
  /** Added to offsets of the tree. */
  readonly shift: number;
  /** Inside a macro: the use of the outermost one, which stands for every range. */
  readonly fixed: Range | null;
  readonly macro: string;
  /** Conditional groups of the tree, by start, outer before inner; `nextGroup` is the first that is not behind. */
  readonly groups: readonly ConditionalGroup[];
  nextGroup: number;
  /** Macro uses already looked at, by node and form. */
  readonly uses: Map<number, MacroUse | null>;
}

interface Scope {
  /** What the names declared here meant outside. */
  readonly hidden: Map<string, VariableId | undefined>;
  readonly locals: VariableId[];
}

/** Where `break` and `continue` go; -1 when the construct has no `continue` (switch). */
export interface JumpTargets {
  readonly breakTo: number;
  readonly continueTo: number;
  readonly scopes: number;
}

export interface LabelDefinition { readonly block: number; readonly guards: readonly Condition[] }
export interface Label { readonly entry: number; readonly definitions: LabelDefinition[] }

export interface SwitchContext {
  readonly cases: { readonly low: Operand | null; readonly high: Operand | null; readonly block: number; readonly guards: readonly Condition[]; readonly range: Range }[];
  readonly guards: number;
}

/** An instruction before it knows where it stands. */
type Bare<T> = T extends Instruction ? Omit<T, 'range' | 'statement' | 'macro'> : never;
export type BareInstruction = Bare<Instruction>;

/** State shared by the parts that lower one variant of one function. */
export class Lowering {
  readonly builder = new Builder();
  readonly scopes: Scope[] = [{ hidden: new Map(), locals: [] }];
  private readonly bindings = new Map<string, VariableId>();
  readonly jumps: JumpTargets[] = [];
  readonly switches: SwitchContext[] = [];
  readonly labels = new Map<string, Label>();
  /** Conditions of the `#if` arms around the current point. */
  readonly guards: Condition[] = [];
  /** Names of the macros being expanded, and what expansion may still cost. */
  readonly expanding: string[] = [];
  expansionBudget = 200_000;
  /** Parsed replacements by text; null for one that does not parse. */
  readonly expansions = new Map<string, { readonly tree: SyntaxTree; readonly root: number } | null>();
  /** The function returns a pointer: `return 0` returns NULL. */
  returnsPointer = false;
  statement: Range = { start: 0, end: 0 };
  /** Types of globals that the function declares itself (`extern T x;`). */
  readonly externals = new Map<string, string>();
  /** Variables declared in an `#if` arm. */
  private readonly inArm = new Set<VariableId>();
  private readonly globals = new Map<string, VariableId>();
  private nesting = 0;

  constructor(
    readonly index: ProjectIndex,
    readonly file: SourceFile,
    readonly parser: SnippetParser,
    /** Lowers the statements of a compound statement in an expression; gives its value when wanted. */
    readonly statementExpression: (lowering: Lowering, node: number, wanted: boolean) => Operand,
    public frame: Frame,
    /** What the variant presupposes. */
    readonly presence: Condition,
  ) {}

  get tree(): SyntaxTree {
    return this.frame.tree;
  }

  /** Runs `action` on another tree and comes back. */
  within<T>(frame: Frame, action: () => T): T {
    const outer = this.frame;
    this.frame = frame;
    const result = action();
    this.frame = outer;
    return result;
  }

  /** One level of nesting deeper; gives the function up when it is too deep. Every call is paired with `leave`, except when giving up. */
  enter(): void {
    if (++this.nesting > MAXIMUM_NESTING) throw new OpaqueFunction('nested too deeply');
  }

  leave(): void {
    this.nesting--;
  }

  range(node: number): Range {
    const { tree, shift, fixed } = this.frame;
    return fixed ?? { start: shift + tree.start(node), end: shift + tree.end(node) };
  }

  span(start: number, end: number): Range {
    const { shift, fixed } = this.frame;
    return fixed ?? { start: shift + start, end: shift + end };
  }

  emit(bare: BareInstruction, range: Range): void {
    const { macro } = this.frame;
    const located = macro === '' ? { range, statement: this.statement } : { range, statement: this.statement, macro };
    this.builder.emit({ ...bare, ...located });
  }

  declare(variable: Omit<Variable, 'depth'>): VariableId {
    const { name } = variable;
    const scope = this.scopes.at(-1);
    const outer = this.bindings.get(name);
    // #ifdef A T *s = f(); #else T *s = NULL; #endif: one variable, declared in two arms
    if (outer !== undefined && scope?.hidden.has(name) === true) {
      // both halves of an unfinished merge, a reading gone wrong: no compiler accepts it
      if (this.guards.length === 0 && !this.inArm.has(outer)) throw new OpaqueFunction(`\`${name}\` is declared twice`);
      return outer;
    }
    const id = this.builder.variable({ ...variable, depth: this.index.depthOfType(variable.type) });
    scope?.hidden.set(name, outer);
    this.bindings.set(name, id);
    if (this.guards.length > 0) this.inArm.add(id);
    if (variable.kind === 'local') scope?.locals.push(id);
    return id;
  }

  temporary(range: Range, type = ''): VariableId {
    return this.builder.variable({ name: '', kind: 'temporary', type, depth: type === '' ? -1 : this.index.depthOfType(type), range });
  }

  /** The declared variable a name means here, undefined when the function declares none. */
  lookup(name: string): VariableId | undefined {
    return this.bindings.get(name);
  }

  /** The variable for a name that the function does not declare. */
  global(name: string, range: Range): VariableId {
    const known = this.globals.get(name);
    if (known !== undefined) return known;
    const type = this.externals.get(name) ?? this.index.globalType(name, this.file.path) ?? '';
    const id = this.builder.variable({ name, kind: 'global', type, depth: type === '' ? -1 : this.index.depthOfType(type), range });
    this.globals.set(name, id);
    return id;
  }

  variable(id: VariableId): Variable | undefined {
    return this.builder.variables[id];
  }

  openScope(): void {
    this.scopes.push({ hidden: new Map(), locals: [] });
  }

  closeScope(range: Range): void {
    const scope = this.scopes.pop();
    if (scope === undefined) return;
    for (const [name, outer] of scope.hidden) {
      if (outer === undefined) this.bindings.delete(name);
      else this.bindings.set(name, outer);
    }
    this.kill(scope.locals, range);
  }

  /** Kills the locals of every scope above the first `keep`, for an edge that leaves them. */
  killDownTo(keep: number, range: Range): void {
    const leaving: VariableId[] = [];
    for (let i = this.scopes.length - 1; i >= keep; i--) leaving.push(...this.scopes[i]?.locals ?? []);
    this.kill(leaving, range);
  }

  label(name: string): Label {
    let label = this.labels.get(name);
    if (label === undefined) {
      label = { entry: this.builder.block(), definitions: [] };
      this.labels.set(name, label);
    }
    return label;
  }

  private kill(variables: readonly VariableId[], range: Range): void {
    if (variables.length > 0) this.emit({ op: 'kill', variables: [...variables] }, range);
  }
}
