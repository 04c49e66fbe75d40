import { CLOSE_BRACE, CLOSE_PAREN, COLON, COMMA, CR, HASH, LF, OPEN_BRACE, OPEN_PAREN, QUOTE, SEMICOLON, SLASH, STAR, isBlank, isSpace, isWordPart, isWordStart } from './characters.ts';
import { skipComment, skipDirective, startsLine } from './skip.ts';

// What the layout of a text shows of where items end, when braces alone do not tell. Offsets are UTF-16 units; nothing is kept.

/** Words that begin or continue a statement, and so never an item. */
const STATEMENT = /(?:return|if|else|for|while|do|switch|case|default|goto|break|continue)\b/y;

/** Whether a line begins at the offset. */
export function inColumnZero(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return at === 0 || before === LF || before === CR;
}

/** The `}` at `at`, in column 0, ends the item unless what follows shows that it closed an inner list or block. */
export function endsItem(text: string, at: number, inFunction: boolean): boolean {
  let i = at + 1;
  for (;;) {
    while (isSpace(text.charCodeAt(i))) i++;
    if (text.charCodeAt(i) === HASH && startsLine(text, i)) i = skipDirective(text, i);
    else if (text.charCodeAt(i) === SLASH && skipComment(text, i) > i) i = skipComment(text, i);
    else break;
  }
  const c = text.charCodeAt(i);
  if (c === CLOSE_BRACE || c === CLOSE_PAREN || c === COMMA) return false;
  STATEMENT.lastIndex = i;
  if (STATEMENT.test(text)) return false;
  // What stands in column 0 after it is a new item; indented text is more of the same body.
  return Number.isNaN(c) || inColumnZero(text, i) || (c === SEMICOLON && !inFunction);
}

/**
 * Inside a body, a line that reads `type name(…)` `{` from column 0 on: the head of the next function, so a brace is
 * missing before it. Looks at most 2,000 units ahead.
 */
export function beginsFunction(text: string, start: number): boolean {
  const limit = Math.min(text.length, start + 2000);
  let i = start, words = 0, last = '';
  for (;;) {
    const c = text.charCodeAt(i);
    if (isWordStart(c)) {
      const from = i;
      while (isWordPart(text.charCodeAt(i))) i++;
      last = text.slice(from, i);
      if (/^(?:if|for|while|switch|else|return|do|case|goto|default|sizeof)$/.test(last)) return false;
      if (++words > 12) return false;
    } else if (c === STAR || isBlank(c) || c === LF || c === CR) i++;
    else break;
    if (i >= limit) return false;
  }
  if (words < 2 || text.charCodeAt(i) !== OPEN_PAREN) return false;
  let depth = 0;
  for (; i < limit; i++) {
    const c = text.charCodeAt(i);
    if (c === OPEN_PAREN) depth++;
    else if (c === CLOSE_PAREN) { if (--depth === 0) break; } else if (c === SEMICOLON || c === OPEN_BRACE || c === CLOSE_BRACE || c === HASH || c === QUOTE) return false;
  }
  i++;
  while (i < limit && isSpace(text.charCodeAt(i))) i++;
  return text.charCodeAt(i) === OPEN_BRACE;
}

/** Whether a word and a colon stand at `start`. */
export function isLabel(text: string, start: number): boolean {
  let i = start;
  while (isWordPart(text.charCodeAt(i))) i++;
  while (isBlank(text.charCodeAt(i))) i++;
  return text.charCodeAt(i) === COLON;
}
