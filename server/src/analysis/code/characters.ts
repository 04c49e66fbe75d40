/** Character classes of C, for loops over UTF-16 units. */

export const TAB = 9, LF = 10, CR = 13, SPACE = 32;
export const QUOTE = 34, HASH = 35, APOSTROPHE = 39, OPEN_PAREN = 40, CLOSE_PAREN = 41, STAR = 42, COMMA = 44, DOT = 46, SLASH = 47;
export const COLON = 58, SEMICOLON = 59, EQUALS = 61, OPEN_BRACKET = 91, BACKSLASH = 92, CLOSE_BRACKET = 93, OPEN_BRACE = 123, CLOSE_BRACE = 125;

/** 1 letter, `_`, `$`; 2 digit; 4 blank (space, tab, form feed, vertical tab, NUL); 8 line end. Units from 128 on count as letters. */
const CLASS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  if ((c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36) CLASS[c] = 1;
  else if (c >= 48 && c <= 57) CLASS[c] = 2;
  else if (c === SPACE || c === TAB || c === 11 || c === 12 || c === 0) CLASS[c] = 4;
  else if (c === LF || c === CR) CLASS[c] = 8;
}

/** A byte order mark is blank wherever it stands. */
const BYTE_ORDER_MARK = 0xfeff;

export function isWordStart(c: number): boolean {
  return c < 128 ? CLASS[c] === 1 : c !== BYTE_ORDER_MARK && c === c;
}

export function isWordPart(c: number): boolean {
  return c < 128 ? ((CLASS[c] as number) & 3) !== 0 : c !== BYTE_ORDER_MARK && c === c;
}

export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

/** White space of any kind, line ends included. */
export function isSpace(c: number): boolean {
  return c < 128 ? ((CLASS[c] as number) & 12) !== 0 : c === BYTE_ORDER_MARK;
}

/** White space within a line. */
export function isBlank(c: number): boolean {
  return c < 128 ? CLASS[c] === 4 : c === BYTE_ORDER_MARK;
}
