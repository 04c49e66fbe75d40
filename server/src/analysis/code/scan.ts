import { CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PAREN, COMMA, EQUALS, HASH, APOSTROPHE, OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, QUOTE, SEMICOLON, SLASH, STAR, isBlank, isSpace, isWordPart, isWordStart } from './characters.ts';
import { ConditionStack } from './condition-stack.ts';
import type { Condition } from './condition.ts';
import { ASSIGN, BRACES, CLOSE, Head, OPEN, OTHER, POINTER, SEPARATOR, STRING, WORD, declarationOf, declaresOldParameter, functionName, isLinkage, isMacroUse, opensMembers } from './head.ts';
import { isCapital } from './words.ts';
import type { Item, ItemKind, SourceFile } from './item.ts';
import { beginsFunction, endsItem, inColumnZero, isLabel } from './look-ahead.ts';
import { directiveWord, isDigitSeparator, skipComment, skipDeadArm, skipDirective, skipQuoted, startsLine } from './skip.ts';

export interface ScanResult {
  /** In order of `start`. Definitions of macros inside a function overlap it; nothing else overlaps. */
  readonly items: Item[];
  /** Every live comment, in order; the delimiters belong to it. */
  readonly comments: { readonly start: number; readonly end: number }[];
}

/** What the braces at depth > 0 hold. */
const enum Inside { Head, Function, Members, Initialiser, Nothing }

/** What needs a look inside a body: a search is several times faster than a loop until the loop has been compiled. */
const INSIDE_STOP = /["'{}#]|\/[*/]|[\n\r](?=[A-Za-z_$])/g;

const NOT_SPACE = /[^\s\0\ufeff]/g;
const WORD_REST = /[\w$\u0080-\ufefe\uff00-\uffff]*/y;

/**
 * Splits a file into its top-level items in one pass, without a preprocessor. Linear; never throws.
 *
 * Both arms of an `#if` are read. The depth of braces is saved at `#if`, restored at `#else`, and the first arm's is kept
 * after `#endif`. A `}` in column 0 ends whatever is open, and so does a function head in column 0, so that one missing
 * brace (or one brace too many in some arm) costs one function. An item that begins in one arm and ends outside the
 * group takes in the whole group. Text in dead arms (`#if 0`, `#ifdef __cplusplus`) does not exist.
 */
export function scan(file: SourceFile): ScanResult {
  return new Scanner(file).run();
}

class Scanner {
  private readonly text: string;
  private readonly items: Item[] = [];
  private readonly comments: { start: number; end: number }[] = [];
  private readonly head: Head;
  private readonly conditions: ConditionStack<Inside>;
  private at = 0;
  private depth = 0;
  private parens = 0;
  private inside: Inside = Inside.Head;
  /** Braces of `extern "C" {` that are open. */
  private linkage = 0;
  private itemStart = -1;
  private body = -1;
  private bracesAt = 0;
  private assigned = false;
  /** The current body has statements in column 0, so that a `}` there says nothing. */
  private flush = false;
  /** End of the last item. */
  private lastEnd = 0;
  /** End of a function whose body closed inside an arm that opened after the function began; -1 otherwise. */
  private closedAt = -1;

  constructor(private readonly file: SourceFile) {
    this.text = file.text;
    this.head = new Head(file.text);
    this.conditions = new ConditionStack<Inside>(file.text);
  }

  run(): ScanResult {
    const n = this.text.length;
    while (this.at < n) {
      if (this.depth > 0) this.stepInside(); else this.stepOutside();
    }
    if (this.closedAt >= 0) this.emit('function', functionName(this.head), this.closedAt);
    else if (this.itemStart >= 0 && this.depth > 0 && this.inside === Inside.Function) this.emit('function', functionName(this.head), n);
    let sorted = true;
    for (let i = 1; i < this.items.length && sorted; i++) sorted = (this.items[i - 1] as Item).start <= (this.items[i] as Item).start;
    if (!sorted) this.items.sort((a, b) => a.start - b.start);
    return { items: this.items, comments: this.comments };
  }

  /** Passes over the text of a body up to the next place that matters, and deals with that. */
  private stepInside(): void {
    const text = this.text;
    INSIDE_STOP.lastIndex = this.at;
    if (!INSIDE_STOP.test(text)) { this.at = text.length; return; }
    let i = INSIDE_STOP.lastIndex - 1;
    let c = text.charCodeAt(i);
    // A comment is found by its second character.
    if (c === SLASH || c === STAR) c = text.charCodeAt(--i);
    this.at = i;
    switch (c) {
      case QUOTE: case APOSTROPHE: this.at = isDigitSeparator(text, i) ? i + 1 : skipQuoted(text, i); break;
      case SLASH: this.comment(); break;
      case HASH: if (startsLine(text, i)) this.directive(); else this.at++; break;
      case OPEN_BRACE: this.depth++; this.at++; break;
      case CLOSE_BRACE: this.closeBrace(); break;
      default:
        this.at++;
        if (this.inside !== Inside.Function) break;
        if (beginsFunction(text, i + 1)) this.closeUnfinished(i + 1);
        else this.flush ||= !isLabel(text, i + 1);
    }
  }

  private stepOutside(): void {
    const text = this.text;
    NOT_SPACE.lastIndex = this.at;
    if (!NOT_SPACE.test(text)) { this.at = text.length; return; }
    const i = this.at = NOT_SPACE.lastIndex - 1, c = text.charCodeAt(i);
    if (c === SLASH && this.comment()) return;
    if (c === HASH && startsLine(text, i)) { this.directive(); return; }
    if (this.closedAt >= 0) { const end = this.closedAt; this.emit('function', functionName(this.head), end); }
    if (isWordStart(c)) { this.word(i); return; }
    switch (c) {
      case QUOTE: case APOSTROPHE: {
        const end = isDigitSeparator(text, i) ? i + 1 : skipQuoted(text, i);
        this.token(STRING, i, end);
        return;
      }
      case OPEN_PAREN: case OPEN_BRACKET: this.parens++; this.token(OPEN, i, i + 1); return;
      case CLOSE_PAREN: case CLOSE_BRACKET: if (this.parens > 0) this.parens--; this.token(CLOSE, i, i + 1); return;
      case OPEN_BRACE: this.openBrace(); return;
      case CLOSE_BRACE: if (this.linkage > 0) this.linkage--; this.at++; this.reset(); return;
      case SEMICOLON: this.semicolon(); return;
      case STAR: this.token(POINTER, i, i + 1); return;
      case COMMA: this.token(SEPARATOR, i, i + 1); return;
      case EQUALS: if (this.parens === 0) this.assigned = true; this.token(ASSIGN, i, i + 1); return;
      default: this.token(OTHER, i, i + 1);
    }
  }

  private token(kind: number, start: number, end: number): void {
    if (this.itemStart >= 0) this.head.add(kind, start, end);
    this.at = end;
  }

  private word(start: number): void {
    WORD_REST.lastIndex = start + 1;
    WORD_REST.test(this.text);
    const end = WORD_REST.lastIndex;
    if (this.itemStart >= 0 && this.assigned && this.parens === 0 && inColumnZero(this.text, start) && this.endsTable(start, end)) {
      // ITEMS(x) = {
      //   ...
      // } END_OF_ITEMS(x)
      // static int f(void)
      this.emit('global', declarationOf(this.head)?.name ?? '', start);
    }
    if (this.itemStart < 0) this.itemStart = start;
    else if (this.parens === 0 && inColumnZero(this.text, start) && isMacroUse(this.head) && this.startsDeclaration(start, end)) {
      // DECLARE_X(y)
      // int f(void) { ... }
      this.head.count = 0;
      this.itemStart = start;
    }
    this.head.add(WORD, start, end);
    this.at = end;
  }

  /** An initialiser that a macro ends: is this word in column 0 the next item? */
  private endsTable(start: number, end: number): boolean {
    const last = this.head.kind(this.head.count - 1);
    if (last === BRACES || last === CLOSE) return true;
    return last === WORD && /^(?:static|extern|typedef|inline|void|int|struct)$/.test(this.text.slice(start, end));
  }

  /** After a macro on the line before: does this word begin a declaration of its own, rather than finish that one? */
  private startsDeclaration(start: number, end: number): boolean {
    const word = this.text.slice(start, end);
    const capital = isCapital(this.head.word(0));
    if (/^(?:static|extern|typedef|inline|__inline)$/.test(word)) return capital || this.head.count > 1;
    let next = end;
    while (isSpace(this.text.charCodeAt(next))) next++;
    const c = this.text.charCodeAt(next);
    // define_getter(name)    main(argc, argv)
    // int f(void)            int argc;
    if (!capital) return this.head.count > 1 && (isWordStart(c) || c === STAR) && /^[\w\s*]*\(/.test(this.text.slice(next, next + 300));
    // END_TEST               STACK_OF(X)           DWORD
    // START_TEST(x)          f(int a)              f(int a)
    if (c === OPEN_PAREN) return isCapital(word);
    return isWordStart(c) || c === STAR;
  }

  private comment(): boolean {
    const end = skipComment(this.text, this.at);
    if (end === this.at) { if (this.depth > 0) this.at++; return false; }
    this.comments.push({ start: this.at, end });
    this.at = end;
    return true;
  }

  private openBrace(): void {
    const at = this.at++;
    this.bracesAt = at;
    this.depth = 1;
    if (this.parens > 0 && inColumnZero(this.text, at)) this.parens = 0;
    if (this.parens > 0) { this.inside = Inside.Initialiser; return; }
    if (isLinkage(this.head)) { this.depth = 0; this.linkage++; this.reset(); return; }
    if (this.itemStart < 0) this.inside = Inside.Nothing;
    else if (this.assigned) this.inside = Inside.Initialiser;
    else if (opensMembers(this.head)) this.inside = Inside.Members;
    else {
      this.inside = Inside.Function;
      if (this.body < 0) this.body = at;
    }
  }

  private closeBrace(): void {
    const at = this.at++;
    this.depth--;
    if (this.depth > 0) {
      if (!inColumnZero(this.text, at) || this.flush || !endsItem(this.text, at, this.inside === Inside.Function)) return;
      this.depth = 0;
      this.conditions.forgetDepths();
    }
    switch (this.inside) {
      case Inside.Function:
        if (this.conditions.openedAfter(this.itemStart)) this.closedAt = this.at;
        else this.emit('function', functionName(this.head), this.at);
        break;
      case Inside.Nothing: this.reset(); break;
      default: this.head.add(BRACES, this.bracesAt, this.at);
    }
    this.inside = Inside.Head;
  }

  private closeUnfinished(end: number): void {
    this.depth = 0;
    this.conditions.forgetDepths();
    this.inside = Inside.Head;
    this.emit('function', functionName(this.head), end);
  }

  private semicolon(): void {
    const end = ++this.at;
    if (this.itemStart < 0) return;
    if (!this.assigned && this.parens === 0 && declaresOldParameter(this.head)) { this.head.add(OTHER, end - 1, end); return; }
    this.parens = 0;
    const declaration = declarationOf(this.head);
    if (declaration) this.emit(declaration.kind, declaration.name, end); else this.reset();
  }

  private directive(): void {
    const start = this.at;
    // END_TEST
    // #if A
    if (this.depth === 0 && this.itemStart >= 0 && this.closedAt < 0 && isMacroUse(this.head) && isCapital(this.head.word(0))) this.reset();
    const { word, end: after } = directiveWord(this.text, start);
    const end = skipDirective(this.text, start, (from, to) => this.comments.push({ start: from, end: to }));
    this.at = end;
    switch (word) {
      case 'if': case 'ifdef': case 'ifndef':
        this.conditions.open(start, word, this.text.slice(after, end), this.items.length === 0 && this.itemStart < 0, {
          depth: this.depth, parens: this.parens, inside: this.inside, head: this.head.count, assigned: this.assigned,
        });
        this.skipDead(end);
        break;
      case 'elif': case 'elifdef': case 'elifndef': case 'else': this.nextArm(word, this.text.slice(after, end)); this.skipDead(end); break;
      case 'endif': this.endGroup(end); break;
      case 'define': this.define(start, after, end); break;
      default: break;
    }
  }

  private skipDead(from: number): void {
    if (!this.conditions.live) this.at = skipDeadArm(this.text, from);
  }

  private nextArm(word: string, expression: string): void {
    const group = this.conditions.top;
    if (!group) return;
    this.spanGroup(group.start);
    const saved = this.conditions.next(word, expression, { depth: this.depth, parens: this.parens, inside: this.inside, head: this.head.count, assigned: this.assigned });
    if (!saved) return;
    this.depth = saved.depth;
    this.parens = saved.parens;
    this.inside = saved.inside;
    this.assigned = saved.assigned;
    this.closedAt = -1;
    if (this.itemStart >= 0 && this.depth === 0) this.head.count = this.itemStart >= group.start ? 0 : Math.min(saved.head, this.head.count);
  }

  private endGroup(end: number): void {
    const group = this.conditions.top;
    if (!group) return;
    this.spanGroup(group.start);
    const kept = this.conditions.close();
    if (kept) {
      this.depth = kept.depth;
      this.parens = kept.parens;
      this.inside = kept.inside;
      this.assigned = kept.assigned;
    }
    if (this.closedAt >= 0 || (kept?.inside === Inside.Head && this.body >= 0 && this.depth === 0)) {
      if (this.conditions.openedAfter(this.itemStart)) this.closedAt = end;
      else this.emit('function', functionName(this.head), end);
    }
  }

  /**
   * An item that began in an arm and goes on beyond it takes in the whole group (unless that holds other items), and
   * exists whatever the group says.
   */
  private spanGroup(start: number): void {
    if (this.itemStart < start) return;
    if (this.depth === 0 && this.closedAt < 0 && isMacroUse(this.head)) this.reset();
    else if (this.lastEnd <= start) this.itemStart = start;
  }

  private define(start: number, after: number, end: number): void {
    let from = after;
    while (isBlank(this.text.charCodeAt(from))) from++;
    let to = from;
    while (isWordPart(this.text.charCodeAt(to))) to++;
    if (to > from) this.items.push({ kind: 'macro', name: this.text.slice(from, to), file: this.file, start, end, body: -1, presence: this.conditions.presence });
  }

  private emit(kind: ItemKind, name: string, end: number): void {
    // A stray brace ended the item in one arm of an #if: what closes its body after that has no beginning.
    if (this.itemStart < 0) { this.reset(); return; }
    this.lastEnd = end;
    const presence: Condition = this.conditions.presenceAt(this.itemStart);
    this.items.push({ kind, name, file: this.file, start: this.itemStart, end, body: kind === 'function' ? this.body : -1, presence });
    this.reset();
  }

  private reset(): void {
    this.itemStart = -1;
    this.body = -1;
    this.head.count = 0;
    this.assigned = false;
    this.parens = 0;
    this.closedAt = -1;
    this.flush = false;
    this.inside = Inside.Head;
  }
}
