import type { BinaryOperator, UnaryOperator } from '../../ir/instructions.ts';
import { exactFact, type Fact } from './facts.ts';

/**
 * Values are numbered: two expressions with the same number hold the same thing on every path of one analysis, so
 * `if (c->keep) ... if (c->keep)` asks the same question twice and aliases need no analysis.
 */
export type Value = number;

/** A piece of memory: a variable, what a pointer value points at, or a part of either. */
export type Cell = number;

export type Term =
  | { readonly kind: 'integer'; readonly value: number; readonly fact: Fact }
  | { readonly kind: 'constant' | 'function' | 'configuration'; readonly name: string }
  | { readonly kind: 'string' | 'uninitialised' }
  | { readonly kind: 'address'; readonly cell: Cell }
  | { readonly kind: 'parameter'; readonly index: number }
  /** What a cell holds when it is first read; `version` tells readings apart after unknown code ran. */
  | { readonly kind: 'input'; readonly cell: Cell; readonly version: string }
  /** Result of the call at an instruction, in one loop iteration. */
  | { readonly kind: 'result'; readonly site: number; readonly iteration: string; readonly callee: string }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Value }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Value; readonly right: Value }
  /** What a function without effects answers to these arguments. */
  | { readonly kind: 'answer'; readonly callee: string; readonly arguments: readonly Value[] }
  /** One of several values that met where paths join, or a value nothing is known of. */
  | { readonly kind: 'unknown'; readonly key: string };

export interface CellShape {
  readonly root: { readonly kind: 'variable'; readonly id: number } | { readonly kind: 'memory'; readonly of: Value };
  /** The cell this is a part of, -1 for a root. */
  readonly parent: Cell;
  /** `.field` or `[index]`; '' for a root. */
  readonly selector: string;
}

/** Terms and cells of one function, interned. Lookups are O(1); nothing is ever removed. */
export class ValueTable {
  readonly #terms: Term[] = [];
  readonly #byKey = new Map<string, Value>();
  readonly #byPair = new Map<number, Value>();
  readonly #met = new Map<number, Map<number, Value>>();
  readonly #sources = new Map<Value, readonly [Value, Value]>();
  readonly #cells: CellShape[] = [];
  readonly #cellByKey = new Map<string, number>();
  readonly #divided: boolean[] = [];
  /** What is known of named constants by their names. */
  readonly known = new Map<Value, Fact>();
  readonly zero: Value;
  readonly one: Value;
  readonly uninitialised: Value;

  constructor() {
    this.zero = this.integer(0);
    this.one = this.integer(1);
    this.uninitialised = this.intern('U', { kind: 'uninitialised' });
  }

  /** Values so far: those that are made later have higher numbers. */
  get size(): number { return this.#terms.length; }

  intern(key: string, term: Term): Value { return this.#byKey.get(key) ?? this.#add(this.#byKey, key, term); }

  #add<K>(table: Map<K, Value>, key: K, term: Term): Value {
    const value = this.#terms.push(term) - 1;
    table.set(key, value);
    return value;
  }

  /** What a cell holds where paths meet on which it holds `x` and `y`: the same for equal pairs. */
  met(block: number, cell: Cell, x: Value, y: Value): Value {
    const place = block * MOST_VALUES + cell;
    let pairs = this.#met.get(place);
    if (pairs === undefined) this.#met.set(place, pairs = new Map<number, Value>());
    const key = x < y ? x * MOST_VALUES + y : y * MOST_VALUES + x;
    const known = pairs.get(key);
    if (known !== undefined) return known;
    const value = this.#add(pairs, key, { kind: 'unknown', key: '' });
    this.#sources.set(value, [x, y]);
    return value;
  }

  /** The values that met in a value, directly or in several places; only itself when none did. O(results). */
  sources(value: Value): ReadonlySet<Value> {
    const seen = new Set([value]);
    // A walk over a set meets what is added on the way.
    for (const at of seen) for (const source of this.#sources.get(at) ?? []) seen.add(source);
    return seen;
  }

  term(value: Value): Term {
    return this.#terms[value] ?? { kind: 'uninitialised' };
  }

  integer(value: number): Value { return this.#byKey.get(`i${value}`) ?? this.intern(`i${value}`, { kind: 'integer', value, fact: exactFact(value) }); }
  named(kind: 'constant' | 'function' | 'configuration', name: string): Value { return this.intern(`${kind}:${name}`, { kind, name }); }
  string(): Value { return this.intern('S', { kind: 'string' }); }
  parameter(index: number): Value { return this.intern(`p${index}`, { kind: 'parameter', index }); }
  input(cell: Cell, version: string): Value { return this.intern(`c${cell}@${version}`, { kind: 'input', cell, version }); }
  unknown(key: string): Value { return this.intern(`?${key}`, { kind: 'unknown', key }); }

  answer(callee: string, values: readonly Value[]): Value { return this.intern(`q${callee}(${values.join()})`, { kind: 'answer', callee, arguments: values }); }

  result(site: number, iteration: string, callee: string): Value {
    return this.intern(`r${site}@${iteration}`, { kind: 'result', site, iteration, callee });
  }

  /** `&cell`; the address of what a pointer points at is the pointer itself. */
  address(cell: Cell): Value {
    const shape = this.cell(cell);
    if (shape.parent < 0 && shape.root.kind === 'memory') return shape.root.of;
    return this.intern(`a${cell}`, { kind: 'address', cell });
  }

  unary(operator: UnaryOperator, operand: Value): Value {
    const term = this.term(operand);
    if (term.kind === 'integer') {
      if (operator === '!') return this.integer(term.value === 0 ? 1 : 0);
      return this.integer(operator === '-' ? -term.value : ~term.value);
    }
    return this.intern(`u${operator}${operand}`, { kind: 'unary', operator, operand });
  }

  binary(operator: BinaryOperator, left: Value, right: Value): Value {
    const a = this.term(left);
    const b = this.term(right);
    if (a.kind === 'integer' && b.kind === 'integer') {
      const folded = fold(operator, a.value, b.value);
      if (folded !== null) return this.integer(folded);
    }
    const [base, before] = this.#offset(left);
    const [other, after] = this.#offset(right);
    if (base === other && before !== after && MIRROR[operator] !== undefined) {
      const folded = fold(operator, before, after);
      if (folded !== null) return this.integer(folded);
    }
    if ((operator === '&&' || operator === '||') && (a.kind === 'integer' || b.kind === 'integer')) {
      const [known, other] = a.kind === 'integer' ? [a.value, right] : [b.kind === 'integer' ? b.value : 0, left];
      if ((known !== 0) === (operator === '||')) return this.integer(operator === '||' ? 1 : 0);
      return this.binary('!=', other, this.zero);
    }
    // `NULL != s` and `s != NULL` are one question.
    if ((a.kind === 'integer' || a.kind === 'constant') && MIRROR[operator] !== undefined && b.kind !== 'integer' && b.kind !== 'constant') {
      return this.binary(MIRROR[operator], right, left);
    }
    // So are `a < b` and `b > a`; `a >= b` and `b <= a` are what they are not.
    if ((operator === '>' || operator === '<=') && b.kind !== 'integer' && b.kind !== 'constant') return this.binary(operator === '>' ? '<' : '>=', right, left);
    if (operator === '>=' && b.kind !== 'integer' && b.kind !== 'constant') return this.unary('!', this.binary('<', left, right));
    if (left > right && (operator === '==' || operator === '!=') && b.kind !== 'integer' && b.kind !== 'constant') {
      return this.binary(operator, right, left);
    }
    const key = (left * MOST_VALUES + right) * OPERATORS.length + OPERATORS.indexOf(operator);
    return this.#byPair.get(key) ?? this.#add(this.#byPair, key, { kind: 'binary', operator, left, right });
  }

  /** `p + 3` as p and 3: `p < p + 3` needs no answer. */
  #offset(value: Value): readonly [Value, number] {
    const term = this.term(value);
    if (term.kind !== 'binary' || term.operator !== '+') return [value, 0];
    const right = this.term(term.right);
    return right.kind === 'integer' ? [term.left, right.value] : [value, 0];
  }

  cell(cell: Cell): CellShape {
    return this.#cells[cell] ?? { root: { kind: 'variable', id: -1 }, parent: -1, selector: '' };
  }

  #cellFor(key: string, shape: CellShape): Cell {
    const known = this.#cellByKey.get(key);
    if (known !== undefined) return known;
    this.#cells.push(shape);
    this.#cellByKey.set(key, this.#cells.length - 1);
    return this.#cells.length - 1;
  }

  variable(id: number): Cell { return this.#cellFor(`v${id}`, { root: { kind: 'variable', id }, parent: -1, selector: '' }); }

  /** What `pointer` points at. */
  target(pointer: Value): Cell {
    const term = this.term(pointer);
    if (term.kind === 'address') return term.cell;
    return this.#cellFor(`m${pointer}`, { root: { kind: 'memory', of: pointer }, parent: -1, selector: '' });
  }

  part(cell: Cell, selector: string): Cell {
    this.#divided[cell] = true;
    return this.#cellFor(`${cell}${selector}`, { root: this.cell(cell).root, parent: cell, selector });
  }

  /** The element of what a pointer to `first` points at: `p[0]` is `*p`, and where p is `&v[1]`, `p[2]` is `v[3]`. `key` is `[n]`, or `[#x]` for an unknown one. */
  element(first: Cell, key: string): Cell {
    if (!key.startsWith('[')) return this.part(first, key);
    const { selector, parent } = this.cell(first);
    const at = Number(/^\[(-?\d+)\]$/.exec(selector)?.[1] ?? NaN);
    const by = Number(/^\[(-?\d+)\]$/.exec(key)?.[1] ?? NaN);
    if (by === 0) return first;
    if (Number.isNaN(at)) return this.part(first, key);
    return this.part(parent, Number.isNaN(by) ? key : `[${at + by}]`);
  }

  /** Whether a part of the cell was ever asked for. O(1). */
  hasParts(cell: Cell): boolean { return this.#divided[cell] === true; }

  /** Whether `cell` is `whole` or a part of it. O(depth). */
  isWithin(cell: Cell, whole: Cell): boolean {
    for (let at = cell; at >= 0; at = this.cell(at).parent) if (at === whole) return true;
    return false;
  }
}

/** Far more than the steps of one analysis can make; pairs of them and an operator fit into a number. */
const MOST_VALUES = 2 ** 23;
const OPERATORS: readonly BinaryOperator[] = ['&&', '||', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'];

const MIRROR: Partial<Record<BinaryOperator, BinaryOperator>> = { '==': '==', '!=': '!=', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function fold(operator: BinaryOperator, a: number, b: number): number | null {
  switch (operator) {
    case '==': return a === b ? 1 : 0;
    case '!=': return a !== b ? 1 : 0;
    case '<': return a < b ? 1 : 0;
    case '<=': return a <= b ? 1 : 0;
    case '>': return a > b ? 1 : 0;
    case '>=': return a >= b ? 1 : 0;
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return b === 0 ? null : Math.trunc(a / b);
    case '%': return b === 0 ? null : a % b;
    case '&&': return a !== 0 && b !== 0 ? 1 : 0;
    case '||': return a !== 0 || b !== 0 ? 1 : 0;
    case '&': return a & b;
    case '|': return a | b;
    case '^': return a ^ b;
    case '<<': return b < 0 || b > 31 ? null : a * 2 ** b;
    case '>>': return b < 0 || b > 31 ? null : Math.floor(a / 2 ** b);
  }
}
