import type { CompareOperator, Condition } from './condition.ts';
import { FALSE, TRUE, and, compare, defined, holds, not, or } from './condition.ts';

/** Parentheses and negations nested deeper than this make the whole expression opaque. */
const NESTING_LIMIT = 40;

const TOKEN = /[A-Za-z_$][\w$]*|\d[\w.']*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|&&|\|\||[=!<>]=|<<|>>|\S/g;
const NUMBER = /^(0[xX][0-9a-fA-F']+|0[bB][01']+|\d[\d']*)[uUlLzZ]*$/;
const WORD = /^[A-Za-z_$]/;
const FLIPPED: Readonly<Record<CompareOperator, CompareOperator>> = { '==': '==', '!=': '!=', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** What an operand of a comparison is: a known number, a name, a formula, or text. */
type Term =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'formula'; readonly condition: Condition }
  | { readonly kind: 'text' };

/**
 * The formula of an `#if` expression (the text after `#if` or `#elif`; comments and splices are allowed in it).
 * Whatever is not understood (arithmetic, function-like macros) is opaque text. Never throws; linear.
 */
export function parseCondition(text: string): Condition {
  const plain = text.replace(/\\\r?\n/g, ' ').replace(/\/\*[^]*?(?:\*\/|$)/g, ' ').replace(/\/\/[^\n]*/g, ' ').trim();
  const tokens = plain.match(TOKEN) ?? [];
  if (tokens.length === 0 || tokens.length > 2000) return { kind: 'opaque', text: plain.slice(0, 200) };
  const parser = new ConditionParser(tokens);
  const result = parser.disjunction(0);
  return parser.finished ? result : { kind: 'opaque', text: tokens.join(' ') };
}

class ConditionParser {
  private at = 0;
  private failed = false;
  constructor(private readonly tokens: readonly string[]) {}

  get finished(): boolean { return !this.failed && this.at === this.tokens.length; }

  disjunction(depth: number): Condition {
    const operands = [this.conjunction(depth)];
    while (this.accept('||')) operands.push(this.conjunction(depth));
    return operands.length === 1 ? operands[0] as Condition : or(...operands);
  }

  private conjunction(depth: number): Condition {
    const operands = [this.comparison(depth)];
    while (this.accept('&&')) operands.push(this.comparison(depth));
    return operands.length === 1 ? operands[0] as Condition : and(...operands);
  }

  private comparison(depth: number): Condition {
    const from = this.at;
    const left = this.term(depth);
    const operator = this.tokens[this.at];
    if (operator === '==' || operator === '!=' || operator === '<' || operator === '<=' || operator === '>' || operator === '>=') {
      this.at++;
      const right = this.term(depth);
      if (left.kind === 'name' && right.kind === 'number') return compare(left.name, operator, right.value);
      if (left.kind === 'number' && right.kind === 'name') return compare(right.name, FLIPPED[operator], left.value);
      if (left.kind === 'number' && right.kind === 'number') return holds(left.value, operator, right.value) ? TRUE : FALSE;
      return this.opaque(from);
    }
    switch (left.kind) {
      case 'number': return left.value === 0 ? FALSE : TRUE;
      // `#if NAME` asks for a value other than 0; a name that is not defined is 0.
      case 'name': return compare(left.name, '!=', 0);
      case 'formula': return left.condition;
      default: return this.opaque(from);
    }
  }

  /** One operand; an arithmetic expression is taken whole, as text. */
  private term(depth: number): Term {
    const first = this.primary(depth);
    let arithmetic = false;
    while (/^(?:[+\-*/%&|^?:,]|<<|>>)$/.test(this.tokens[this.at] ?? '')) {
      arithmetic = true;
      this.at++;
      this.primary(depth);
    }
    return arithmetic ? { kind: 'text' } : first;
  }

  private primary(depth: number): Term {
    const token = this.tokens[this.at];
    if (token === undefined || depth > NESTING_LIMIT) { this.failed = true; return { kind: 'text' }; }
    this.at++;
    if (token === '!') {
      const from = this.at;
      const inner = this.primary(depth + 1);
      if (inner.kind === 'number') return { kind: 'number', value: inner.value === 0 ? 1 : 0 };
      if (inner.kind === 'name') return { kind: 'formula', condition: compare(inner.name, '==', 0) };
      if (inner.kind === 'formula') return { kind: 'formula', condition: not(inner.condition) };
      return { kind: 'formula', condition: not({ kind: 'opaque', text: this.tokens.slice(from, this.at).join(' ') }) };
    }
    if (token === '-' || token === '+' || token === '~') { this.primary(depth + 1); return { kind: 'text' }; }
    if (token === '(') return this.parenthesised(depth);
    const number = NUMBER.exec(token);
    if (number) return { kind: 'number', value: integer(number[1] as string) };
    if (!WORD.test(token)) { if (!/^['"]/.test(token)) this.failed = true; return { kind: 'text' }; }
    if (token === 'defined') return this.definedOperand();
    if (this.tokens[this.at] === '(') { this.skipArguments(); return { kind: 'text' }; }
    return { kind: 'name', name: token };
  }

  private parenthesised(depth: number): Term {
    const open = this.at;
    const inner = this.disjunction(depth + 1);
    if (!this.accept(')')) { this.failed = true; return { kind: 'text' }; }
    // `(X) >= 3` and `(3)` are still a name and a number.
    const only = this.tokens[open] ?? '';
    if (this.at - open === 2) {
      const number = NUMBER.exec(only);
      if (number) return { kind: 'number', value: integer(number[1] as string) };
      if (WORD.test(only)) return { kind: 'name', name: only };
    }
    return { kind: 'formula', condition: inner };
  }

  private definedOperand(): Term {
    const parenthesis = this.accept('(');
    const name = this.tokens[this.at] ?? '';
    if (!WORD.test(name)) { this.failed = true; return { kind: 'text' }; }
    this.at++;
    if (parenthesis && !this.accept(')')) this.failed = true;
    return { kind: 'formula', condition: defined(name) };
  }

  /** `__has_include(<x.h>)`, `VERSION_AT_LEAST(1, 2)`: skipped to the closing parenthesis. */
  private skipArguments(): void {
    let depth = 0;
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at];
      if (token === '(') depth++;
      else if (token === ')' && --depth === 0) { this.at++; return; }
    }
    this.failed = true;
  }

  private opaque(from: number): Condition {
    return { kind: 'opaque', text: this.tokens.slice(from, this.at).join(' ') };
  }

  private accept(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }
}

function integer(text: string): number {
  const digits = text.replaceAll("'", '');
  if (/^0[0-7]+$/.test(digits)) return parseInt(digits, 8);
  return Number(digits);
}
