import { CLOSE_PAREN, COMMA, OPEN_BRACE, OPEN_PAREN, SEMICOLON, STAR } from './characters.ts';
import type { Edits } from './edits.ts';
import { repairOldStyle } from './repair-old-style.ts';
import type { Tokens } from './tokens.ts';
import { Bracket, bracketKind } from './tokens.ts';
import type { WordMeaning } from './words.ts';
import { isAnnotation, isCapital, isOperatorWord, isQualifier, isTagKeyword, isTypeKeyword } from './words.ts';

/**
 * Makes the head of a function or prototype readable: annotations between its words go, a function that a macro defines
 * gets a plain head. `name` is the declared name. Linear in the head. Gives the token of the `{` (or `;`) after the head.
 */
export function repairHead(tokens: Tokens, name: string, meaning: WordMeaning, edits: Edits): number {
  const end = headEnd(tokens);
  const at = nameToken(tokens, name, end);
  if (at < 0) return end;
  if (tokens.kind(at + 1) !== OPEN_PAREN) { plainHead(tokens, at, end, edits); return end; }
  if (tokens.kind(at - 1) === OPEN_PAREN || (tokens.kind(at - 1) === STAR && tokens.kind(at - 2) === OPEN_PAREN)) return end;
  const close = tokens.closing(at + 1, end);
  repairSpecifiers(tokens, 0, at, meaning, edits);
  if (close < 0) return end;
  if (repairOldStyle(tokens, at + 1, close, end, edits)) return end;
  repairParameters(tokens, at + 2, close, meaning, edits);
  repairTail(tokens, close + 1, end, edits);
  return end;
}

/** Token of the `{` that opens the body, or of the last token. */
function headEnd(tokens: Tokens): number {
  let depth = 0;
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kinds[i];
    if (kind === OPEN_PAREN) depth++;
    else if (kind === CLOSE_PAREN) depth--;
    else if (kind === OPEN_BRACE && depth <= 0) {
      if (bracketKind(tokens, i, undefined) === Bracket.Block) return i;
      const close = tokens.closing(i);
      if (close < 0) return i;
      i = close;
    }
  }
  return tokens.count - 1;
}

function nameToken(tokens: Tokens, name: string, end: number): number {
  let inside = -1;
  for (let i = 0; i < end; i++) {
    if (!tokens.isName(i) || tokens.word(i) !== name) continue;
    if (tokens.kind(i + 1) === OPEN_PAREN) return i;
    inside = i;
  }
  return inside;
}

/**
 *     IMPLEMENT_CALL(jlong, Context, make)(ARGS, jint n) {      int                            make (ARGS, jint n) {
 *     START_TEST(resume) {                                      int       resume() {
 *     TEST(cache, resume) {                                     int        resume() {
 */
function plainHead(tokens: Tokens, name: number, end: number, edits: Edits): void {
  const from = tokens.start(0), start = tokens.start(name);
  if (start - from < 5) return;
  let close = name;
  while (close < end && tokens.kind(close) !== CLOSE_PAREN) close++;
  const isStatic = tokens.word(0) === 'static';
  if (tokens.kind(close + 1) === OPEN_PAREN) {
    edits.replace(from, start, isStatic && start - from > 11 ? 'static int' : 'int');
    edits.blank(tokens.end(name), tokens.start(close + 1));
    return;
  }
  edits.replace(from, start - 1, isStatic && start - from > 12 ? 'static int' : 'int');
  edits.replace(start - 1, tokens.start(end), `${tokens.word(name)}()`);
}

/** `static EXPORT T *CALLCONV f(`: of the words that may be types one is kept. */
function repairSpecifiers(tokens: Tokens, from: number, to: number, meaning: WordMeaning, edits: Edits): void {
  const before: number[] = [], after: number[] = [], calls: [number, number][] = [];
  let typed = false, stars = false;
  for (let i = from; i < to; i++) {
    if (tokens.kind(i) === STAR) { stars = true; continue; }
    if (!tokens.isName(i)) continue;
    const word = tokens.word(i);
    if (tokens.kind(i + 1) === OPEN_PAREN) {
      const close = tokens.closing(i + 1, to);
      if (close < 0) return;
      if (!isOperatorWord(word)) calls.push([i, close]);
      i = close;
    } else if (isTagKeyword(word)) { typed = true; i++; } else if (isTypeKeyword(word)) typed = true;
    else if (!isQualifier(word)) (stars ? after : before).push(i);
  }
  for (const i of after) edits.blank(tokens.start(i), tokens.end(i));
  let kept = -1;
  if (!typed) {
    const candidates = before.filter((i) => meaning.of(tokens.word(i)) !== 'empty');
    const last = candidates[candidates.length - 1] ?? -1;
    kept = last;
    // EXPORT session_t WINAPI f(void)
    if (last >= 0 && isCapital(tokens.word(last)) && !stars) kept = candidates.filter((i) => !isCapital(tokens.word(i))).pop() ?? last;
  }
  for (const i of before) if (i !== kept) edits.blank(tokens.start(i), tokens.end(i));
  if (typed || kept >= 0) for (const [first, last] of calls) edits.blank(tokens.start(first), tokens.end(last));
}

/** `(UNUSED int a, _In_ T *b, int UNUSED(c))`. */
function repairParameters(tokens: Tokens, from: number, close: number, meaning: WordMeaning, edits: Edits): void {
  let start = from, depth = 0;
  for (let i = from; i <= close; i++) {
    const kind = tokens.kind(i);
    if (i === close || (kind === COMMA && depth === 0)) { repairParameter(tokens, start, i, meaning, edits); start = i + 1; } else if (kind === OPEN_PAREN) depth++;
    else if (kind === CLOSE_PAREN) depth--;
  }
}

function repairParameter(tokens: Tokens, from: number, to: number, meaning: WordMeaning, edits: Edits): void {
  const words: number[] = [];
  let typed = false;
  for (let i = from; i < to; i++) {
    const kind = tokens.kind(i);
    if (kind === OPEN_PAREN) return;
    if (!tokens.isName(i)) continue;
    const word = tokens.word(i);
    if (tokens.kind(i + 1) === OPEN_PAREN && !isOperatorWord(word)) {
      const close = tokens.closing(i + 1, to);
      if (close < 0) return;
      if (isTypeKeyword(word)) return;
      if (close === to - 1 && close === i + 3 && (typed || words.length > 0) && tokens.isName(i + 2) && isAnnotation(word)) {
        // int UNUSED(c)
        edits.blank(tokens.start(i), tokens.end(i + 1));
        edits.blank(tokens.start(close), tokens.end(close));
        words.push(i + 2);
      } else if (tokens.isName(close + 1) || (typed ? words.length > 0 : words.length > 1)) edits.blank(tokens.start(i), tokens.end(close));
      i = close;
    } else if (isTagKeyword(word)) { typed = true; i++; } else if (isTypeKeyword(word)) typed = true;
    else if (!isQualifier(word)) words.push(i);
  }
  let surplus = words.length - (typed ? 1 : 2);
  const drop = (test: (word: string) => boolean): void => {
    for (const i of words) {
      if (surplus <= 0) return;
      if (i < 0 || !test(tokens.word(i))) continue;
      edits.blank(tokens.start(i), tokens.end(i));
      words[words.indexOf(i)] = -1;
      surplus--;
    }
  };
  drop((word) => meaning.of(word) === 'empty');
  // int *unused_copy my_unused
  drop((word) => isAnnotation(word) && !/^unused./.test(word));
  drop(isAnnotation);
  drop(() => true);
}

/** Between `)` and the body: attributes, not the declarations of parameters in the old style. */
function repairTail(tokens: Tokens, from: number, end: number, edits: Edits): void {
  if (from >= end || tokens.kind(from) === OPEN_PAREN || tokens.kind(from) === CLOSE_PAREN) return;
  for (let i = from; i < end; i++) if (tokens.kind(i) === SEMICOLON || tokens.kind(i) === COMMA) return;
  edits.blank(tokens.start(from), tokens.start(end));
}
