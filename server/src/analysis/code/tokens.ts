import { APOSTROPHE, CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PAREN, CR, HASH, LF, OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, QUOTE, BACKSLASH, SLASH, isDigit, isSpace, isWordPart, isWordStart } from './characters.ts';
import { isDigitSeparator, skipComment, skipDirective, skipQuoted, startsLine } from './skip.ts';

/** Kinds of tokens. Punctuation has its character code (32..126) as its kind. */
export const NAME = 1, NUMBER = 2, LITERAL = 3, DIRECTIVE = 4;

/**
 * The tokens of a text, comments left out; a directive is one token. Punctuation is one character a token, so `->` is
 * two. Offsets are relative to the text.
 */
export class Tokens {
  count = 0;
  kinds = new Uint8Array(256);
  starts = new Int32Array(256);
  ends = new Int32Array(256);
  hasDirectives = false;

  constructor(readonly text: string) { this.read(); }

  /** Kind of token `i`, 0 beyond either end. */
  kind(i: number): number { return i >= 0 && i < this.count ? this.kinds[i] as number : 0; }
  start(i: number): number { return i < this.count ? this.starts[i] as number : this.text.length; }
  end(i: number): number { return i >= 0 && i < this.count ? this.ends[i] as number : 0; }
  /** Text of token `i`, '' beyond either end. */
  word(i: number): string { return i >= 0 && i < this.count ? this.text.slice(this.starts[i], this.ends[i]) : ''; }
  isName(i: number): boolean { return this.kind(i) === NAME; }

  /** Index of the token that closes the bracket at `open` (any of `( [ {`), or -1 when none before `limit` does. */
  closing(open: number, limit = this.count): number {
    const close = this.partners()[open] ?? -1;
    return close > open && close < limit ? close : -1;
  }

  /** Index of the bracket that the closing one at `close` closes, or -1. */
  opening(close: number): number {
    const open = this.partners()[close] ?? -1;
    return open < close ? open : -1;
  }

  private partner: Int32Array | null = null;

  /** The other bracket of each bracket, -1 for all else. Kinds of brackets are not told apart: broken text mixes them. */
  private partners(): Int32Array {
    if (this.partner) return this.partner;
    const partner = new Int32Array(this.count).fill(-1);
    const open: number[] = [];
    for (let i = 0; i < this.count; i++) {
      const k = this.kinds[i];
      if (k === OPEN_PAREN || k === OPEN_BRACKET || k === OPEN_BRACE) open.push(i);
      else if (k === CLOSE_PAREN || k === CLOSE_BRACKET || k === CLOSE_BRACE) {
        const from = open.pop();
        if (from !== undefined) { partner[from] = i; partner[i] = from; }
      }
    }
    this.partner = partner;
    return partner;
  }

  /** True when a line break stands between tokens `i` and `i + 1`. */
  breaksAfter(i: number): boolean {
    for (let at = this.end(i), to = this.start(i + 1); at < to; at++) {
      const c = this.text.charCodeAt(at);
      if (c === LF || c === CR) return true;
    }
    return false;
  }

  private add(kind: number, start: number, end: number): void {
    if (this.count === this.kinds.length) {
      const grow = <T extends Uint8Array | Int32Array>(from: T, to: T): T => { to.set(from); return to; };
      this.kinds = grow(this.kinds, new Uint8Array(2 * this.count));
      this.starts = grow(this.starts, new Int32Array(2 * this.count));
      this.ends = grow(this.ends, new Int32Array(2 * this.count));
    }
    this.kinds[this.count] = kind;
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  private read(): void {
    const text = this.text, n = text.length;
    let i = 0;
    while (i < n) {
      const c = text.charCodeAt(i);
      if (isSpace(c)) { i++; continue; }
      const start = i;
      if (isWordStart(c)) {
        i = wordEnd(text, i);
        const after = text.charCodeAt(i);
        // L"wide", u8'x'
        if ((after === QUOTE || after === APOSTROPHE) && i - start <= 2 && /^(?:L|u|U|u8)$/.test(text.slice(start, i))) { i = skipQuoted(text, i); this.add(LITERAL, start, i); } else this.add(NAME, start, i);
      } else if (isDigit(c)) {
        i++;
        while (isWordPart(text.charCodeAt(i)) || text.charCodeAt(i) === 46 || isDigitSeparator(text, i)) i++;
        this.add(NUMBER, start, i);
      } else if (c === QUOTE || c === APOSTROPHE) {
        i = skipQuoted(text, i);
        this.add(LITERAL, start, i);
      } else if (c === SLASH && skipComment(text, i) > i) i = skipComment(text, i);
      else if (c === HASH && startsLine(text, i)) {
        i = skipDirective(text, i);
        this.add(DIRECTIVE, start, i);
        this.hasDirectives = true;
      } else {
        i++;
        if (c !== BACKSLASH) this.add(c < 127 ? c : 126, start, i);
      }
    }
  }
}

/** End of a name; a splice within it (backslash, line break, more of the name) belongs to it. */
function wordEnd(text: string, at: number): number {
  let i = at;
  for (;;) {
    while (isWordPart(text.charCodeAt(i))) i++;
    if (text.charCodeAt(i) !== BACKSLASH) return i;
    let next = i + 1;
    if (text.charCodeAt(next) === CR) next++;
    if (text.charCodeAt(next) === LF) next++;
    if (next === i + 1 || !isWordPart(text.charCodeAt(next))) return i;
    i = next;
  }
}

/** What a bracket holds. */
export const enum Bracket { Paren, Index, Block, List, Members }

/** What the `{` at token `at` opens; `outer` is the bracket around it (undefined at file level). */
export function bracketKind(tokens: Tokens, at: number, outer: Bracket | undefined): Bracket {
  const before = previous(tokens, at);
  const kind = tokens.kind(before);
  if (outer === Bracket.List) return Bracket.List;
  if (kind === OPEN_PAREN) return Bracket.Block;
  if (outer === Bracket.Paren && kind === 44) return Bracket.Block;
  if (kind === 61 || kind === 44 || kind === OPEN_BRACKET) return Bracket.List;
  if (kind === CLOSE_PAREN) {
    const open = tokens.opening(before);
    const front = previous(tokens, open);
    if (tokens.isName(front)) return tokens.word(front) === 'return' || tokens.word(front) === 'sizeof' ? Bracket.List : Bracket.Block;
    // `IMPLEMENT(a)(b) {` and `int (*f(void))(int) {`; otherwise a compound literal.
    return tokens.kind(front) === CLOSE_PAREN || front < 0 ? Bracket.Block : Bracket.List;
  }
  for (let i = before, steps = 0; steps < 4 && tokens.isName(i); i--, steps++) {
    const word = tokens.word(i);
    if (word === 'struct' || word === 'union') return Bracket.Members;
    if (word === 'enum') return Bracket.List;
  }
  return Bracket.Block;
}

/** The token before `at` that is no directive, or -1. */
export function previous(tokens: Tokens, at: number): number {
  let i = at - 1;
  while (tokens.kind(i) === DIRECTIVE) i--;
  return i;
}
