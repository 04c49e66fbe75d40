import { isCapital, isTypeKeyword } from './words.ts';

/** Kinds of the tokens of a declaration head. */
export const WORD = 0, OPEN = 1, CLOSE = 2, POINTER = 3, ASSIGN = 4, SEPARATOR = 5, STRING = 6, BRACES = 7, OTHER = 8;

/** Tokens beyond this many are not kept: only a table of data has more before its `{` or `;`. */
const HEAD_LIMIT = 1024;

const CONTROL = new Set(['if', 'for', 'while', 'switch', 'return', 'else', 'do', 'sizeof', 'case', 'goto']);
const ATTRIBUTE = /^(?:__attribute__|__attribute|__declspec|__asm__|__asm|asm|_Alignas|alignas|__extension__)$/;
const STORAGE = /^(?:static|extern|inline|__inline|__inline__|register|_Noreturn|__extension__)$/;
const TAGGED = /^(?:struct|union|enum)$/;

// One file is scanned at a time, and none of its heads outlives the scan: all share these.
const KINDS = new Uint8Array(HEAD_LIMIT), STARTS = new Int32Array(HEAD_LIMIT), ENDS = new Int32Array(HEAD_LIMIT);

/** The tokens of a file-level declaration up to its body or end, outside comments; braces with content are one token. */
export class Head {
  count = 0;
  private readonly kinds = KINDS;
  private readonly starts = STARTS;
  private readonly ends = ENDS;

  constructor(private readonly text: string) {}

  add(kind: number, start: number, end: number): void {
    if (this.count >= HEAD_LIMIT) return;
    this.kinds[this.count] = kind;
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  kind(i: number): number { return i >= 0 && i < this.count ? this.kinds[i] as number : OTHER; }
  start(i: number): number { return this.starts[i] ?? 0; }
  word(i: number): string { return i >= 0 && i < this.count ? this.text.slice(this.starts[i], this.ends[i]) : ''; }

  /** Drops all tokens but those from `from` on. */
  keepFrom(from: number): void {
    this.kinds.copyWithin(0, from, this.count);
    this.starts.copyWithin(0, from, this.count);
    this.ends.copyWithin(0, from, this.count);
    this.count -= from;
  }

  /** Index of the CLOSE that matches the OPEN at `open`, or `count`. */
  closing(open: number): number {
    let depth = 0;
    for (let i = open; i < this.count; i++) {
      if (this.kinds[i] === OPEN) depth++;
      else if (this.kinds[i] === CLOSE && --depth === 0) return i;
    }
    return this.count;
  }
}

const DECLARATION_WORD = /^(?:static|extern|inline|__inline|const|struct|union|enum|typedef|int|void|char|long|unsigned|signed|short|float|double)$/;

/** True when the head is nothing but uses of macros, `NAME` or `NAME(...)`: not the start of a declaration. */
export function isMacroUse(head: Head): boolean {
  if (head.count === 0) return false;
  for (let i = 0; i < head.count; i++) {
    if (head.kind(i) !== WORD || DECLARATION_WORD.test(head.word(i))) return false;
    if (head.count > 1 && !isCapital(head.word(i)) && i > 0) return false;
    if (head.kind(i + 1) === OPEN) i = head.closing(i + 1);
    if (i >= head.count) return false;
  }
  return true;
}

/** True for `NAME(...)` in capitals and nothing else. */
function isMacroCall(head: Head): boolean {
  return head.kind(0) === WORD && head.kind(1) === OPEN && head.closing(1) === head.count - 1 && isCapital(head.word(0));
}

/** `extern "C"`. */
export function isLinkage(head: Head): boolean {
  return head.count === 2 && head.kind(1) === STRING && head.word(0) === 'extern';
}

/** True when the `{` after the head opens the members of a struct, union or enum: the last tag word has no parameter list after it. */
export function opensMembers(head: Head): boolean {
  let tag = -1;
  for (let i = 0; i < head.count; i++) if (head.kind(i) === WORD && TAGGED.test(head.word(i))) tag = i;
  if (tag < 0) return false;
  for (let i = tag + 1; i < head.count; i++) {
    if (head.kind(i) === OPEN) {
      // struct PACKED(1) s {  or  struct __attribute__((packed)) s {
      const close = head.closing(i);
      if (close >= head.count - 1 && !ATTRIBUTE.test(head.word(i - 1)) && !isCapital(head.word(i - 1))) return false;
      if (close >= head.count) return false;
      i = close;
    } else if (head.kind(i) === CLOSE || head.kind(i) === POINTER || head.kind(i) === SEPARATOR) return false;
  }
  return true;
}

/**
 * Name of the function whose body follows the head. A function that a macro defines (`START_TEST(name) {`,
 * `IMPLEMENT(type, name)(args) {`) is named by the last plain word of the macro's first argument list.
 */
export function functionName(head: Head): string {
  let best = -1, bestRank = 0;
  for (let i = 0; i < head.count; i++) {
    if (head.kind(i) === OPEN) {
      const before = i - 1;
      const close = head.closing(i);
      if (head.kind(before) === WORD && head.kind(i + 1) !== POINTER) {
        const name = head.word(before);
        if (!CONTROL.has(name) && !ATTRIBUTE.test(name)) {
          const typed = before > 0 && (head.kind(before - 1) === POINTER || head.kind(before - 1) === CLOSE || (head.kind(before - 1) === WORD && !STORAGE.test(head.word(before - 1))));
          // A typed lower-case name is the function, also in front of or behind a capital annotation with arguments.
          const rank = (typed ? 2 : 1) + (isCapital(name) ? 0 : 3);
          if (rank > bestRank) { bestRank = rank; best = before; }
        }
      } else if (head.kind(i + 1) === POINTER) {
        // static void (*handler(int n))(int) {
        for (let j = i + 1; j < close; j++) if (head.kind(j) === WORD && head.kind(j + 1) === OPEN) return head.word(j);
      }
      i = close;
    }
  }
  if (best < 0) {
    for (let i = head.count - 1; i >= 0; i--) if (head.kind(i) === WORD) return head.word(i);
    return '';
  }
  return bestRank === 1 ? definedByMacro(head, best) : head.word(best);
}

function definedByMacro(head: Head, macro: number): string {
  const close = head.closing(macro + 1);
  for (let i = close - 1; i > macro + 1; i--) {
    if (head.kind(i) !== WORD) continue;
    const before = head.kind(i - 1), after = head.kind(i + 1);
    // FUNCTION(int x) has parameters, not a name, inside.
    if ((before === OPEN || before === SEPARATOR) && (after === CLOSE || after === SEPARATOR) && head.word(i) !== 'void') return head.word(i);
    break;
  }
  return head.word(macro);
}

/** True when the `;` after the head ends a parameter declaration of a definition in the old style: `int f(a, b) int a;`. */
export function declaresOldParameter(head: Head): boolean {
  const last = head.count - 1;
  if (head.kind(last) !== WORD && head.kind(last) !== CLOSE) return false;
  for (let i = 1; i < head.count; i++) {
    if (head.kind(i) !== OPEN) continue;
    const close = head.closing(i);
    if (head.kind(i - 1) === WORD && close - i >= 2 && last - close >= 2 && head.kind(close + 1) === WORD && !ATTRIBUTE.test(head.word(close + 1))) {
      const names = new Set<string>();
      let plain = true;
      for (let j = i + 1; j < close && plain; j++) {
        plain = head.kind(j) === ((j - i) % 2 === 1 ? WORD : SEPARATOR);
        if (head.kind(j) === WORD && !isTypeKeyword(head.word(j))) names.add(head.word(j));
      }
      if (!plain) return false;
      for (let j = last; j > close; j--) if (head.kind(j) === WORD && names.has(head.word(j))) return true;
      return false;
    }
    i = close;
  }
  return false;
}

/** Kind and name of a declaration that ended with `;`; null for one without a name (`;`, a macro call). */
export function declarationOf(head: Head): { kind: 'type' | 'global' | 'prototype'; name: string } | null {
  const last = head.count - 1;
  if (last < 0) return null;
  if (head.word(0) === 'typedef') return { kind: 'type', name: typedefName(head) };
  let braces = -1, assign = -1, tag = '', call = -1;
  for (let i = 0; i <= last; i++) {
    const kind = head.kind(i);
    if (kind === BRACES && braces < 0 && assign < 0) braces = i;
    else if (kind === ASSIGN) { assign = i; break; }
    else if (kind === WORD && tag === '' && TAGGED.test(head.word(i)) && head.kind(i + 1) === WORD) tag = head.word(i + 1);
    else if (kind === OPEN) {
      if (call < 0 && head.kind(i - 1) === WORD && head.kind(i + 1) !== POINTER && !ATTRIBUTE.test(head.word(i - 1)) && (i > 1 || !isCapital(head.word(0)))) call = i - 1;
      i = head.closing(i);
    }
  }
  if (assign < 0 && braces >= 0) return { kind: 'type', name: tag };
  if (assign < 0 && call >= 0) return { kind: 'prototype', name: prototypeName(head, call) };
  if (assign < 0 && isMacroCall(head)) return null;
  if (assign < 0 && tag !== '' && last === 1) return { kind: 'type', name: tag };
  return { kind: 'global', name: declaratorName(head, assign < 0 ? last : assign - 1) };
}

/** With annotations that take arguments the function is the first typed lower-case name, as in `functionName`. */
function prototypeName(head: Head, first: number): string {
  const name = functionName(head);
  return name === '' ? head.word(first) : name;
}

function typedefName(head: Head): string {
  // typedef int (*handler)(int);  typedef struct s { ... } name, *pointer;
  for (let i = 1; i < head.count; i++) {
    if (head.kind(i) === OPEN && head.kind(i + 1) === POINTER) {
      for (let j = i + 2; j < head.count; j++) if (head.kind(j) === WORD && head.kind(j + 1) !== WORD) return head.word(j);
    }
  }
  // typedef void (handler)(int);
  for (let i = 1; i < head.count; i++) {
    if (head.kind(i) !== OPEN) continue;
    const close = head.closing(i);
    if (head.kind(close - 1) === WORD && head.kind(close + 1) === OPEN && !ATTRIBUTE.test(head.word(i - 1))) return head.word(close - 1);
    i = close;
  }
  for (let i = 1; i < head.count; i++) {
    const kind = head.kind(i);
    if (kind === OPEN && head.kind(i - 1) === WORD && !ATTRIBUTE.test(head.word(i - 1)) && endsAt(head, head.closing(i))) return head.word(i - 1);
    if (kind === SEPARATOR && head.kind(i - 1) === WORD) return head.word(i - 1);
    if (kind === OPEN) i = head.closing(i);
  }
  return declaratorName(head, head.count - 1);
}

/** Nothing but attributes follows. */
function endsAt(head: Head, last: number): boolean { return last === head.count - 1 || ATTRIBUTE.test(head.word(last + 1)); }

/** Last word at or before `from` outside brackets and parentheses; `(*name)` counts. */
function declaratorName(head: Head, from: number): string {
  let depth = 0;
  for (let i = from; i >= 0; i--) {
    const kind = head.kind(i);
    if (kind === CLOSE) depth++;
    else if (kind === OPEN) { if (depth > 0) depth--; } else if (kind === WORD) {
      if (depth === 0) return head.word(i);
      if (head.kind(i - 1) === POINTER && head.kind(i - 2) === OPEN) return head.word(i);
    }
  }
  return '';
}
