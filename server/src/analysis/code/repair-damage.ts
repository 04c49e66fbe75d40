import { OPEN_PAREN } from './characters.ts';
import { Edits } from './edits.ts';
import { NAME, Tokens } from './tokens.ts';
import { isAnnotation, isKeyword } from './words.ts';

/** Damaged places that one attempt looks at. */
const PLACE_LIMIT = 16;

/**
 * Texts worth parsing instead of `text`, most likely first; `places` are the offsets in the text where its tree is
 * damaged. Each candidate makes one kind of change at all places.
 */
export function* repairDamage(text: string, places: readonly number[]): Generator<string> {
  const tokens = new Tokens(text);
  const at = [...new Set(places.slice(0, PLACE_LIMIT).map((p) => tokenAt(tokens, p)))].filter((i) => i >= 0);
  for (const change of [blankWord, endStatement, blankWordBefore]) {
    const edits = new Edits(text);
    for (const i of at) change(tokens, i, edits);
    if (!edits.empty) yield edits.apply();
  }
}

/** Index of the first token that ends after `offset`, or -1. */
function tokenAt(tokens: Tokens, offset: number): number {
  let low = 0, high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens.end(middle) <= offset) low = middle + 1; else high = middle;
  }
  return low < tokens.count ? low : -1;
}

/** An unknown word in front of something; with its arguments only if it is written like an annotation, for they may matter. */
function blankWord(tokens: Tokens, at: number, edits: Edits): void {
  if (tokens.kind(at) !== NAME || isKeyword(tokens.word(at))) return;
  const call = tokens.kind(at + 1) === OPEN_PAREN;
  if (call && !isAnnotation(tokens.word(at))) return;
  const close = call ? tokens.closing(at + 1) : at;
  if (close >= at) edits.blank(tokens.start(at), tokens.end(close));
}

/** A statement that a macro ends without a semicolon. */
function endStatement(tokens: Tokens, at: number, edits: Edits): void {
  for (let i = at; i < tokens.count && i - at < 400; i++) {
    if (tokens.kind(i) === 59) return;
    if (tokens.kind(i) === OPEN_PAREN) { const close = tokens.closing(i); if (close < 0) return; i = close; }
    if (tokens.breaksAfter(i)) { edits.semicolonAt(tokens.end(i)); return; }
  }
}

function blankWordBefore(tokens: Tokens, at: number, edits: Edits): void {
  if (at > 0) blankWord(tokens, at - 1, edits);
}
