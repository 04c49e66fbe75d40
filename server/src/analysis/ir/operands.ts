import { parseNumber } from '../index/constant.ts';
import type { BinaryOperator, Operand, Place, Selector, UnaryOperator, VariableId } from './instructions.ts';

/** Constructors and constant folding for operands. */

export const UNKNOWN: Operand = { kind: 'unknown' };
export const NULL: Operand = { kind: 'null' };
export const STRING: Operand = { kind: 'string' };
export const integer = (value: number): Operand => ({ kind: 'integer', value });
export const load = (place: Place): Operand => ({ kind: 'load', place });
export const addressOf = (place: Place): Operand => ({ kind: 'address', place });
export const variablePlace = (base: VariableId): Place => ({ base, path: [] });
export const select = (place: Place, ...selectors: Selector[]): Place => ({ base: place.base, path: [...place.path, ...selectors] });
export const DEREF: Selector = { kind: 'deref' };
export const fieldOf = (name: string): Selector => ({ kind: 'field', name });
export const indexAt = (at: Operand): Selector => ({ kind: 'index', at });

/** NULL or the number 0. */
export function isNothing(operand: Operand): boolean {
  return operand.kind === 'null' || (operand.kind === 'integer' && operand.value === 0);
}

const FLIPPED: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** `a op b` as `b op' a`, undefined when the operator is no comparison. */
export function flipOperator(operator: BinaryOperator): BinaryOperator | undefined {
  return FLIPPED[operator];
}

const BINARY: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>']);

export function isBinaryOperator(text: string): text is BinaryOperator {
  return BINARY.has(text);
}

/** `left operator right`, computed when both are numbers or NULL, unknown when one is unknown. */
export function foldBinary(operator: BinaryOperator, left: Operand, right: Operand): Operand {
  if (left.kind === 'unknown' || right.kind === 'unknown') return UNKNOWN;
  const a = left.kind === 'integer' ? left.value : left.kind === 'null' ? 0 : undefined;
  const b = right.kind === 'integer' ? right.value : right.kind === 'null' ? 0 : undefined;
  if (a !== undefined && b !== undefined) {
    const value = compute(operator, a, b);
    if (value !== undefined) return integer(value);
  }
  return { kind: 'binary', operator, left, right };
}

/** C arithmetic on two numbers; undefined where it has no value or would not be exact. */
export function compute(operator: BinaryOperator, a: number, b: number): number | undefined {
  let value: number;
  switch (operator) {
    case '==': value = Number(a === b); break;
    case '!=': value = Number(a !== b); break;
    case '<': value = Number(a < b); break;
    case '<=': value = Number(a <= b); break;
    case '>': value = Number(a > b); break;
    case '>=': value = Number(a >= b); break;
    case '+': value = a + b; break;
    case '-': value = a - b; break;
    case '*': value = a * b; break;
    case '/': value = b === 0 ? NaN : Math.trunc(a / b); break;
    case '%': value = b === 0 ? NaN : a % b; break;
    case '&&': value = a !== 0 && b !== 0 ? 1 : 0; break;
    case '||': value = a !== 0 || b !== 0 ? 1 : 0; break;
    case '&': value = bits(a, b, (x, y) => x & y); break;
    case '|': value = bits(a, b, (x, y) => x | y); break;
    case '^': value = bits(a, b, (x, y) => x ^ y); break;
    case '<<': value = b >= 0 && b < 53 ? a * 2 ** b : NaN; break;
    case '>>': value = b >= 0 && b < 53 ? Math.floor(a / 2 ** b) : NaN; break;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}

function bits(a: number, b: number, operation: (x: bigint, y: bigint) => bigint): number {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) ? Number(operation(BigInt(a), BigInt(b))) : NaN;
}

export function foldUnary(operator: UnaryOperator, operand: Operand): Operand {
  if (operand.kind === 'integer') {
    if (operator === '-') return integer(operand.value === 0 ? 0 : -operand.value);
    if (operator === '~') return integer(-operand.value - 1);
    return integer(operand.value === 0 ? 1 : 0);
  }
  if (operand.kind === 'null' && operator === '!') return integer(1);
  if (operand.kind === 'unknown') return UNKNOWN;
  return { kind: 'unary', operator, operand };
}

/** Value of a C integer literal, with the sign that tree-sitter counts to it; undefined for a floating one. */
export function parseInteger(text: string): number | undefined {
  const sign = /^[-+]\s*/.exec(text)?.[0] ?? '';
  const value = parseNumber(text.slice(sign.length));
  return value === undefined || !sign.startsWith('-') || value === 0 ? value : -value;
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, 0: 0, a: 7, b: 8, f: 12, v: 11, e: 27 };

/** Value of a character literal with its quotes, undefined when it is not a plain one. */
export function parseCharacter(text: string): number | undefined {
  const inner = text.slice(text.indexOf("'") + 1, -1);
  if (inner.length === 1) return inner.charCodeAt(0);
  if (!inner.startsWith('\\')) return undefined;
  const rest = inner.slice(1);
  if (/^[0-7]{1,3}$/.test(rest)) return Number.parseInt(rest, 8);
  if (/^x[0-9a-fA-F]{1,2}$/.test(rest)) return Number.parseInt(rest.slice(1), 16);
  return rest.length === 1 ? ESCAPES[rest] ?? rest.charCodeAt(0) : undefined;
}
