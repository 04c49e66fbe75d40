import { Tokens, DIRECTIVE, NAME } from '../../code/tokens.ts';
import type { Range } from '../../ir/instructions.ts';
import type { TextEdit } from './text-edit.ts';

/** Where a statement stands: by itself, after a label, or as the body of an `if`, `else` or loop without braces. */
type Standing =
  | { readonly kind: 'free' }
  | { readonly kind: 'labelled' }
  /** `keyword`: the token that begins the `if`; `head`: its last token. */
  | { readonly kind: 'body'; readonly keyword: number; readonly head: number };

const COLON = 58, SEMICOLON = 59, OPEN_BRACE = 123, CLOSE_BRACE = 125, CLOSE_PAREN = 41;

/**
 * The statements of one function as text: puts statements before and after others, takes some out, and keeps braces,
 * indentation and line ends as the function has them. Knows tokens only; whoever uses it has the result parsed again.
 * Every method gives null where the text is not plain enough, e.g. where a directive stands in between.
 */
export class Layout {
  readonly #text: string;
  readonly #base: number;
  readonly #tokens: Tokens;
  readonly #newline: string;

  /** `range` is that of the function in the text of its file. */
  constructor(text: string, range: Range) {
    this.#text = text;
    this.#base = range.start;
    this.#tokens = new Tokens(text.slice(range.start, range.end));
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** `if (x)⏎ return;` becomes `if (x) {⏎ code⏎ return;⏎ }`. */
  insertBefore(statement: Range, code: readonly string[]): TextEdit[] | null {
    const standing = this.#standingOf(statement.start);
    if (standing === null) return null;
    return standing.kind === 'body' ? this.#wrap(statement, standing, code, []) : this.#inFront(statement, code);
  }

  /** The same for the head of an `if` or `switch`, whose end is not known. */
  insertBeforeHead(start: number, code: readonly string[]): TextEdit[] | null {
    return this.#standingOf(start)?.kind === 'free' ? this.#inFront({ start, end: start }, code) : null;
  }

  /** `statement` becomes `if (condition) statement`. */
  guard(statement: Range, condition: string): TextEdit[] | null {
    if (this.#standingOf(statement.start)?.kind !== 'free') return null;
    const indent = this.#indentOf(statement.start);
    const apart = this.#beginsLine(statement.start) ? `${this.#newline}${indent}${indent.includes('\t') ? '\t' : '    '}` : ' ';
    return [insertion(statement.start, `if (${condition})${apart}`)];
  }

  insertAfter(statement: Range, code: readonly string[]): TextEdit[] | null {
    const standing = this.#standingOf(statement.start);
    if (standing === null) return null;
    if (standing.kind === 'body') return this.#wrap(statement, standing, [], code);
    const restOfLine = this.#restOfLine(statement.end);
    if (!this.#beginsLine(statement.start) || restOfLine === null) return [insertion(statement.end, ` ${code.join(' ')}`)];
    const indent = this.#indentOf(statement.start);
    return [insertion(statement.end + restOfLine, code.map((line) => `${this.#newline}${indent}${line}`).join(''))];
  }

  /** Several statements in the place of one, with braces: the first may be a declaration. */
  replaceByBlock(statement: Range, code: readonly string[]): TextEdit[] | null {
    const standing = this.#standingOf(statement.start);
    if (standing === null) return null;
    if (!this.#beginsLine(statement.start)) return [{ ...statement, text: `{ ${code.join(' ')} }` }];
    const indent = this.#indentOf(statement.start);
    const lines = (by: string): string => code.map((line, i) => (i === 0 ? line : `${this.#newline}${by}${line}`)).join('');
    if (standing.kind === 'body') {
      const outer = this.#indentOf(this.#base + this.#tokens.start(standing.keyword));
      return [insertion(this.#base + this.#tokens.end(standing.head), ' {'), { ...statement, text: `${lines(indent)}${this.#newline}${outer}}` }];
    }
    const inner = `${indent}${indent.includes('\t') ? '\t' : '    '}`;
    return [{ ...statement, text: `{${this.#newline}${inner}${lines(inner)}${this.#newline}${indent}}` }];
  }

  /** The `goto` statements behind `from`, in the block around it. O(tokens). */
  gotosFrom(from: number): Range[] {
    const tokens = this.#tokens;
    const found: Range[] = [];
    let depth = 0;
    for (let i = this.#firstFrom(from); i < tokens.count && depth >= 0; i++) {
      const kind = tokens.kind(i);
      if (kind === OPEN_BRACE) depth++;
      else if (kind === CLOSE_BRACE) depth--;
      else if (kind === NAME && tokens.word(i) === 'goto' && tokens.kind(i + 2) === SEMICOLON) found.push({ start: this.#base + tokens.start(i), end: this.#base + tokens.end(i + 2) });
    }
    return found;
  }

  /** Whether a word occurs in the function. O(tokens). */
  mentions(word: string): boolean {
    for (let i = 0; i < this.#tokens.count; i++) if (this.#tokens.kind(i) === NAME && this.#tokens.word(i) === word) return true;
    return false;
  }

  /** In front of the brace that closes a block. */
  insertBeforeBrace(brace: Range, code: readonly string[]): TextEdit[] | null {
    const at = this.#tokenAt(brace.start);
    if (at < 0 || this.#tokens.kind(at) !== CLOSE_BRACE) return null;
    if (!this.#beginsLine(brace.start)) return [insertion(brace.start, `${code.join(' ')} `)];
    const line = this.#startOfLine(brace.start);
    const indent = this.#indentWithin(at);
    return [insertion(line, code.map((each) => `${indent}${each}${this.#newline}`).join(''))];
  }

  /** Takes a statement out, with its line when nothing else stands on it, and with an `if` that guards nothing else. */
  remove(statement: Range): TextEdit[] | null {
    const standing = this.#standingOf(statement.start);
    if (standing === null) return null;
    if (standing.kind === 'labelled') return [{ ...statement, text: ';' }];
    const guarded = this.#guard(statement, standing);
    if (guarded !== null) return this.#cut(guarded);
    return standing.kind === 'body' ? [{ ...statement, text: '{ }' }] : this.#cut(statement);
  }

  /** The `if` around a statement that does nothing but decide about it; the statement stays. */
  unguard(statement: Range): TextEdit[] | null {
    const standing = this.#standingOf(statement.start);
    const guarded = standing === null ? null : this.#guard(statement, standing);
    return guarded === null ? null : [{ ...guarded, text: this.#text.slice(statement.start, statement.end) }];
  }

  #inFront(statement: Range, code: readonly string[]): TextEdit[] {
    if (!this.#beginsLine(statement.start)) return [insertion(statement.start, `${code.join(' ')} `)];
    const indent = this.#indentOf(statement.start);
    return [insertion(statement.start, code.map((line) => `${line}${this.#newline}${indent}`).join(''))];
  }

  #wrap(statement: Range, standing: { readonly keyword: number; readonly head: number }, before: readonly string[], after: readonly string[]): TextEdit[] {
    const { start, end } = statement;
    if (!this.#beginsLine(start)) {
      const front = before.map((line) => `${line} `).join('');
      return [insertion(start, `{ ${front}`), insertion(end, `${after.map((line) => ` ${line}`).join('')} }`)];
    }
    const indent = this.#indentOf(start);
    const outer = this.#indentOf(this.#base + this.#tokens.start(standing.keyword));
    return [
      insertion(this.#base + this.#tokens.end(standing.head), ' {'),
      insertion(start, before.map((line) => `${line}${this.#newline}${indent}`).join('')),
      insertion(end, `${after.map((line) => `${this.#newline}${indent}${line}`).join('')}${this.#newline}${outer}}`),
    ].filter((edit) => edit.text !== '');
  }

  #standingOf(offset: number): Standing | null {
    const tokens = this.#tokens;
    const at = this.#tokenAt(offset);
    if (at <= 0) return null;
    let previous = at - 1;
    while (tokens.kind(previous) === DIRECTIVE) previous--;
    const crossed = previous < at - 1;
    switch (tokens.kind(previous)) {
      case SEMICOLON: case OPEN_BRACE: case CLOSE_BRACE: return { kind: 'free' };
      case COLON: return { kind: 'labelled' };
      case CLOSE_PAREN: {
        const open = tokens.opening(previous);
        if (crossed || open <= 0 || tokens.kind(open - 1) !== NAME) return null;
        return { kind: 'body', keyword: open - 1, head: previous };
      }
      default: {
        const word = tokens.word(previous);
        return !crossed && (word === 'else' || word === 'do') ? { kind: 'body', keyword: previous, head: previous } : null;
      }
    }
  }

  /** `if (x) statement` or `if (x) { statement }`, as a whole, when testing x changes nothing and there is no `else`. */
  #guard(statement: Range, standing: Standing): Range | null {
    const tokens = this.#tokens;
    const next = this.#firstFrom(statement.end);
    let body = standing;
    let last = next - 1;
    if (standing.kind === 'free') {
      const brace = this.#tokenAt(statement.start) - 1;
      if (tokens.kind(brace) !== OPEN_BRACE || tokens.kind(next) !== CLOSE_BRACE) return null;
      const outside = this.#standingOf(this.#base + tokens.start(brace));
      if (outside === null) return null;
      body = outside;
      last = next;
    }
    if (body.kind !== 'body' || tokens.word(body.keyword) !== 'if' || tokens.word(last + 1) === 'else') return null;
    for (let i = body.keyword + 1; i < body.head; i++) {
      if (tokens.kind(i) === NAME && tokens.word(i + 1) === '(') return null;
    }
    const condition = this.#slice(body.keyword + 1, body.head);
    if (/\+\+|--|[^=!<>]=(?!=)|["'#]/.test(condition)) return null;
    const around = this.#standingOf(this.#base + tokens.start(body.keyword));
    if (around?.kind !== 'free') return null;
    return { start: this.#base + tokens.start(body.keyword), end: this.#base + tokens.end(last) };
  }

  #slice(from: number, to: number): string { return this.#tokens.text.slice(this.#tokens.start(from), this.#tokens.end(to)); }

  #cut(range: Range): TextEdit[] {
    const rest = this.#restOfLine(range.end);
    if (!this.#beginsLine(range.start) || rest === null) {
      const blanks = /[ \t]*$/.exec(this.#text.slice(this.#startOfLine(range.start), range.start))?.[0].length ?? 0;
      return [{ start: range.start - blanks, end: range.end, text: '' }];
    }
    const end = this.#text.indexOf('\n', range.end + rest);
    return [{ start: this.#startOfLine(range.start), end: end < 0 ? range.end + rest : end + 1, text: '' }];
  }

  /** Units to the end of the line when only blanks and a comment that ends there follow, null otherwise. */
  #restOfLine(offset: number): number | null {
    const end = this.#text.indexOf('\n', offset);
    const line = this.#text.slice(offset, end < 0 ? undefined : end).replace(/\r$/, '');
    return /^[ \t]*(?:\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*|\/\/.*[^\\]|\/\/)?$/.test(line) ? line.length : null;
  }

  #startOfLine(offset: number): number { return this.#text.lastIndexOf('\n', offset - 1) + 1; }

  #beginsLine(offset: number): boolean { return this.#text.slice(this.#startOfLine(offset), offset).trim() === ''; }

  #indentOf(offset: number): string { return /^[ \t]*/.exec(this.#text.slice(this.#startOfLine(offset), offset))?.[0] ?? ''; }

  /** Indentation of the first statement of the block that a brace closes. */
  #indentWithin(brace: number): string {
    const tokens = this.#tokens;
    const open = tokens.opening(brace);
    let first = open + 1;
    while (first < brace && tokens.kind(first) === DIRECTIVE) first++;
    const start = this.#base + tokens.start(first);
    return open >= 0 && first < brace && this.#beginsLine(start) ? this.#indentOf(start) : `${this.#indentOf(this.#base + tokens.start(brace))}    `;
  }

  /** Number of the token that begins at an offset of the file, -1 when none does. O(log tokens). */
  #tokenAt(offset: number): number {
    const at = this.#firstFrom(offset);
    return at < this.#tokens.count && this.#tokens.start(at) === offset - this.#base ? at : -1;
  }

  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#tokens.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#tokens.start(middle) < offset - this.#base) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function insertion(at: number, text: string): TextEdit { return { start: at, end: at, text }; }
