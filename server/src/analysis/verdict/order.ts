import type { Finding } from './finding.ts';

/** Characters that `<` may put in another order than their UTF-8 bytes: surrogates, and what comes after them in UTF-16. */
const BEYOND = /[\ud800-\uffff]/;

/** Compares two strings by code point, which is also the order of their UTF-8 bytes. O(length). */
export function compareText(a: string, b: string): number {
  // `<` goes wrong only where both strings hold such a character, which is hardly ever.
  if (!BEYOND.test(a) || !BEYOND.test(b)) return a === b ? 0 : a < b ? -1 : 1;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const highX = x >= 0xd800 && x <= 0xdfff;
    const highY = y >= 0xd800 && y <= 0xdfff;
    return highX === highY ? x - y : highX ? 1 : -1;
  }
  return a.length - b.length;
}

/** Order of findings everywhere: path bytewise, start line, start column, rule; then message, so that the order is total. */
export function compareFindings(a: Finding, b: Finding): number {
  return compareText(a.path, b.path)
    || a.range.startLine - b.range.startLine
    || a.range.startColumn - b.range.startColumn
    || compareText(a.rule, b.rule)
    || compareText(a.message, b.message)
    || a.range.end - b.range.end;
}
