import { tokenise, type Token } from './tokens.ts';

const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '==': 6, '!=': 6, '<': 7, '>': 7, '<=': 7, '>=': 7, '<<': 8, '>>': 8, '+': 9, '-': 9, '*': 10, '/': 10, '%': 10,
};
const MAXIMUM_NESTING = 50;

/**
 * Value of an integer constant expression (`0`, `(-1)`, `0x10L`, `A | B`, `(type_t) 3`), names looked up with `lookup`.
 * undefined when it is none or is not exact. Linear for texts without deep parentheses; those deeper than 50 are undefined.
 */
export function evaluateConstant(text: string, lookup: (name: string) => number | undefined): number | undefined {
  const tokens = tokenise(text);
  if (tokens.length === 0 || tokens.length > 200) return undefined;
  const reader = { tokens, at: 0, depth: 0, lookup };
  const value = expression(reader, 1);
  return reader.at === tokens.length && value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

interface Reader { readonly tokens: readonly Token[]; at: number; depth: number; readonly lookup: (name: string) => number | undefined }

function expression(reader: Reader, lowest: number): number | undefined {
  let left = operand(reader);
  for (;;) {
    const operator = reader.tokens[reader.at]?.text ?? '';
    const precedence = PRECEDENCE[operator];
    if (precedence === undefined || precedence < lowest) return left;
    reader.at++;
    const right = expression(reader, precedence + 1);
    left = left === undefined || right === undefined ? undefined : apply(operator, left, right);
    if (left === undefined) return undefined;
  }
}

function operand(reader: Reader): number | undefined {
  if (++reader.depth > MAXIMUM_NESTING) return undefined;
  try {
    const token = reader.tokens[reader.at++];
    if (token === undefined) return undefined;
    switch (token.text) {
      case '-': return negate(operand(reader));
      case '+': return operand(reader);
      case '~': { const value = operand(reader); return value === undefined ? undefined : -value - 1; }
      case '!': { const value = operand(reader); return value === undefined ? undefined : Number(value === 0); }
      case '(': return parenthesised(reader);
      default: break;
    }
    if (token.kind === 'number') return parseNumber(token.text);
    if (token.kind === 'string') return /^'[^\\']'$/.test(token.text) ? token.text.charCodeAt(1) : undefined;
    return token.kind === 'word' ? reader.lookup(token.text) : undefined;
  } finally {
    reader.depth--;
  }
}

function parenthesised(reader: Reader): number | undefined {
  const { tokens } = reader;
  // (int) -1, (my_size_t) 4: one name, or several words of which none has a value
  let close = reader.at;
  while (tokens[close]?.kind === 'word') close++;
  const isCast = close > reader.at && tokens[close]?.text === ')' && /^[\w('-~]/.test(tokens[close + 1]?.text ?? ')')
    && (close > reader.at + 1 || reader.lookup(tokens[reader.at]?.text ?? '') === undefined);
  if (isCast && tokens[close + 1] !== undefined) {
    reader.at = close + 1;
    return operand(reader);
  }
  const value = expression(reader, 1);
  return tokens[reader.at++]?.text === ')' ? value : undefined;
}

function negate(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value === 0 ? 0 : -value;
}

/** Value of an integer literal, undefined for a floating one. */
export function parseNumber(text: string): number | undefined {
  const digits = text.replaceAll("'", '').replace(/[uUlLzZ]+$/, '');
  if (/^0[xX][0-9a-fA-F]+$/.test(digits) || /^0[bB][01]+$/.test(digits)) return Number(digits);
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  return /^[0-9]+$/.test(digits) ? Number(digits) : undefined;
}

function apply(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '||': return Number(a !== 0 || b !== 0);
    case '&&': return Number(a !== 0 && b !== 0);
    case '|': return Number(BigInt(a) | BigInt(b));
    case '^': return Number(BigInt(a) ^ BigInt(b));
    case '&': return Number(BigInt(a) & BigInt(b));
    case '==': return Number(a === b);
    case '!=': return Number(a !== b);
    case '<': return Number(a < b);
    case '>': return Number(a > b);
    case '<=': return Number(a <= b);
    case '>=': return Number(a >= b);
    case '<<': return b >= 0 && b < 53 ? exact(a * 2 ** b) : undefined;
    case '>>': return b >= 0 && b < 53 ? Math.floor(a / 2 ** b) : undefined;
    case '+': return exact(a + b);
    case '-': return exact(a - b);
    case '*': return exact(a * b);
    case '/': return b === 0 ? undefined : Math.trunc(a / b);
    case '%': return b === 0 ? undefined : a % b;
    default: return undefined;
  }
}

function exact(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}
