import { APOSTROPHE, BACKSLASH, CR, HASH, LF, QUOTE, SLASH, STAR, isBlank, isDigit, isWordStart } from './characters.ts';

/*
 * Where lexical pieces of C end. Each function takes the offset of the first unit of the piece and gives the offset
 * just past it, never beyond the end of the text; each is linear in the length of the piece.
 */

/** Comment that starts at `at` (`/*` or `//`), or `at` itself when there is none. An unterminated one runs to the end. */
export function skipComment(text: string, at: number): number {
  const second = text.charCodeAt(at + 1);
  if (second === STAR) {
    const close = text.indexOf('*/', at + 2);
    return close < 0 ? text.length : close + 2;
  }
  return second === SLASH ? lineEnd(text, at) : at;
}

const LINE_END = /[\n\r]/g;

/** End of the line, not including its line break; a backslash before the break continues the line. */
export function lineEnd(text: string, at: number): number {
  const n = text.length;
  for (let i = at; i < n; i++) {
    LINE_END.lastIndex = i;
    if (!LINE_END.test(text)) return n;
    i = LINE_END.lastIndex - 1;
    const c = text.charCodeAt(i);
    if (text.charCodeAt(i - 1) !== BACKSLASH || i === at) return i;
    if (c === CR && text.charCodeAt(i + 1) === LF) i++;
  }
  return n;
}

const QUOTED_STOP = /["'\\\n\r]/g;

/** String or character literal; without a closing quote it ends at the end of its line. */
export function skipQuoted(text: string, at: number): number {
  const quote = text.charCodeAt(at), n = text.length;
  for (let i = at + 1; i < n; i++) {
    QUOTED_STOP.lastIndex = i;
    if (!QUOTED_STOP.test(text)) return n;
    i = QUOTED_STOP.lastIndex - 1;
    const c = text.charCodeAt(i);
    if (c === quote) return i + 1;
    if (c === BACKSLASH) {
      i++;
      if (text.charCodeAt(i) === CR && text.charCodeAt(i + 1) === LF) i++;
    } else if (c === LF || c === CR) return i;
  }
  return n;
}

/** True for the quote in `1'000'000`, which opens nothing. */
export function isDigitSeparator(text: string, at: number): boolean {
  return text.charCodeAt(at) === APOSTROPHE && isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1)) && text.charCodeAt(at + 2) !== APOSTROPHE;
}

const DIRECTIVE_STOP = /[\n\r\/"']/g;

/**
 * Directive whose `#` is at `at`: to the end of its last line, continued lines and comments that span lines included.
 * `onComment` is told about the comments in it. `#error don't` has no literal in it, so an apostrophe opens one only
 * when it closes on the same line.
 */
export function skipDirective(text: string, at: number, onComment?: (start: number, end: number) => void): number {
  const n = text.length;
  for (let i = at; i < n; i++) {
    DIRECTIVE_STOP.lastIndex = i;
    if (!DIRECTIVE_STOP.test(text)) return n;
    i = DIRECTIVE_STOP.lastIndex - 1;
    const c = text.charCodeAt(i);
    if (c === LF || c === CR) {
      if (text.charCodeAt(i - 1) !== BACKSLASH) return i;
      if (c === CR && text.charCodeAt(i + 1) === LF) i++;
    } else if (c === SLASH) {
      const end = skipComment(text, i);
      if (end === i) continue;
      onComment?.(i, end);
      i = end - 1;
    } else if (c === QUOTE || c === APOSTROPHE) {
      const end = skipQuoted(text, i);
      if (text.charCodeAt(end - 1) === c && end - 1 > i) i = end - 1;
    }
  }
  return n;
}

/** True when only blanks stand between the start of the line and the `#` at `at`. */
export function startsLine(text: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && isBlank(text.charCodeAt(i))) i--;
  if (i < 0) return true;
  const c = text.charCodeAt(i);
  // A comment may stand before a directive; anything else may not.
  return c === LF || c === CR || (c === SLASH && text.charCodeAt(i - 1) === STAR);
}

/** Word of a directive (`ifdef`) and the offset after it; `at` is the `#`. */
export function directiveWord(text: string, at: number): { word: string; end: number } {
  let i = at + 1;
  while (isBlank(text.charCodeAt(i))) i++;
  const start = i;
  while (isWordStart(text.charCodeAt(i))) i++;
  return { word: text.slice(start, i), end: i };
}

const DEAD_STOP = /[\/"#]/g;

/**
 * From the end of an `#if`, `#elif` or `#else` line whose arm is dead: the offset of the `#` of the next directive of
 * the same group, or the length of the text. Comments count (they may hide a directive), quotes do not: `#if 0` is
 * often around prose with an apostrophe in it.
 */
export function skipDeadArm(text: string, at: number): number {
  const n = text.length;
  let depth = 0;
  for (let i = at; i < n; i++) {
    DEAD_STOP.lastIndex = i;
    if (!DEAD_STOP.test(text)) return n;
    i = DEAD_STOP.lastIndex - 1;
    const c = text.charCodeAt(i);
    if (c === SLASH) {
      const end = skipComment(text, i);
      if (end > i) i = end - 1;
    } else if (c === QUOTE) {
      const end = skipQuoted(text, i);
      if (text.charCodeAt(end - 1) === QUOTE) i = end - 1;
    } else if (c === HASH && startsLine(text, i)) {
      const { word } = directiveWord(text, i);
      if (word.startsWith('if')) depth++;
      else if (word === 'endif') { if (depth-- === 0) return i; }
      else if (depth === 0 && word.startsWith('el')) return i;
      i = skipDirective(text, i) - 1;
    }
  }
  return n;
}
