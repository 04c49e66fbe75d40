import { CLOSE_BRACE, CLOSE_PAREN, COMMA, EQUALS, OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, SEMICOLON, STAR } from './characters.ts';
import type { Edits } from './edits.ts';
import type { Tokens } from './tokens.ts';
import type { WordMeaning } from './words.ts';
import { isCapital, isControl, isKeyword, isOperatorWord, isTypeKeyword } from './words.ts';

const LOOP_NAME = /each|loop|iter|walk|^for_|_for_|for_all|^FOR/i;

/**
 * Repairs the macro that stands at the start of a statement, at token `at`; gives the token to go on from, which is
 * again at the start of a statement, or -1 when there was nothing to do.
 *
 * A macro that governs the next statement is overwritten with `while` or `if`: the body then runs 0..n or 0..1 times.
 * Where the text of the file differs from such a keyword, the condition is not one to believe.
 */
export function repairStatement(tokens: Tokens, at: number, meaning: WordMeaning, edits: Edits): number {
  const word = tokens.word(at);
  if (isKeyword(word)) return -1;
  const known = meaning.of(word);
  return tokens.kind(at + 1) === OPEN_PAREN ? repairCall(tokens, at, word, known, edits) : repairBareWord(tokens, at, word, known, meaning, edits);
}

function repairCall(tokens: Tokens, at: number, word: string, known: string, edits: Edits): number {
  if (isOperatorWord(word)) return -1;
  const close = tokens.closing(at + 1);
  if (close < 0) return -1;
  const next = close + 1;
  if (known === 'identity') {
    // WHEN_VERBOSE(char text[80]);
    edits.blank(tokens.start(at), tokens.end(at + 1));
    edits.blank(tokens.start(close), tokens.end(close));
    return -1;
  }
  if (known === 'empty') {
    // An empty macro's own `;` is an empty statement.
    edits.blank(tokens.start(at), tokens.end(close));
    return next;
  }
  const kind = tokens.kind(next);
  if (kind === OPEN_BRACE) return govern(tokens, at, close, known, edits);
  if (known === 'if' || known === 'loop') return kind === SEMICOLON ? -1 : govern(tokens, at, close, known, edits);
  if (kind === CLOSE_BRACE) return edits.semicolonAt(tokens.end(close)) ? next : -1;
  if (!tokens.isName(next)) return -1;
  const lineBreak = tokens.breaksAfter(close);
  if (lineBreak) {
    //     FOR_EACH(x, list)        TRACE(x)
    //         use(x);              use(x);
    if (known !== 'statement' && LOOP_NAME.test(word)) return govern(tokens, at, close, 'loop', edits);
    return edits.semicolonAt(tokens.end(close)) ? next : -1;
  }
  if (known === 'statement') return edits.semicolonAt(tokens.end(close)) ? next : -1;
  // DEBUG(level) print(x);   but   STACK(T) names;   typeof(a) b = a;
  const after = tokens.kind(next + 1);
  const declares = after === EQUALS || after === SEMICOLON || after === COMMA || after === OPEN_BRACKET;
  if (isControl(tokens.word(next)) || (!declares && after !== STAR && !isTypeKeyword(tokens.word(next)))) return govern(tokens, at, close, known, edits);
  return -1;
}

/** Overwrites `NAME(arguments)` so that it governs what follows. */
function govern(tokens: Tokens, at: number, close: number, known: string, edits: Edits): number {
  const start = tokens.start(at), open = tokens.start(at + 1);
  const loop = known === 'loop' || (known !== 'if' && known !== 'statement' && LOOP_NAME.test(tokens.word(at)));
  const keyword = loop && open - start >= 5 ? 'while' : 'if';
  if (open - start < 2) return -1;
  if (isExpression(tokens, at + 2, close)) edits.replace(start, open, keyword);
  else if (!edits.replace(start, tokens.end(close), `${keyword}(1)`)) return -1;
  return close + 1;
}

/** Can the arguments stand in a condition? Not if one is a type, a statement or nothing. */
function isExpression(tokens: Tokens, from: number, close: number): boolean {
  if (from >= close) return false;
  for (let i = from; i < close; i++) {
    const kind = tokens.kind(i);
    if (kind === SEMICOLON || kind === OPEN_BRACE || kind === CLOSE_BRACE) return false;
    if (kind === COMMA && (tokens.kind(i + 1) === COMMA || i + 1 === close)) return false;
    if (kind === STAR && (i + 1 === close || tokens.kind(i + 1) === COMMA || tokens.kind(i + 1) === CLOSE_PAREN)) return false;
    if (tokens.isName(i)) {
      if (isKeyword(tokens.word(i)) && tokens.word(i) !== 'sizeof') return false;
      if (tokens.isName(i + 1)) return false;
    }
  }
  return true;
}

function repairBareWord(tokens: Tokens, at: number, word: string, known: string, meaning: WordMeaning, edits: Edits): number {
  const next = at + 1, kind = tokens.kind(next);
  if (known === 'empty') { edits.blank(tokens.start(at), tokens.end(at)); return next; }
  if (known === 'forever' && edits.replace(tokens.start(at), tokens.end(at), 'for(;;)')) return next;
  if (kind === OPEN_BRACE && (isCapital(word) || known !== 'unknown')) { edits.blank(tokens.start(at), tokens.end(at)); return next; }
  if (kind === CLOSE_BRACE && isCapital(word)) return edits.semicolonAt(tokens.end(at)) ? next : -1;
  if (known === 'statement' && kind !== SEMICOLON && kind !== EQUALS) return edits.semicolonAt(tokens.end(at)) ? next : -1;
  if (!tokens.isName(next)) return -1;
  const following = tokens.word(next);
  if (isCapital(word) && (tokens.breaksAfter(at) || isControl(following))) return edits.semicolonAt(tokens.end(at)) ? next : -1;
  // An annotation before a declaration: CLEANUP session_t *s = 0;
  if (!isKeyword(following) || isTypeKeyword(following)) {
    const after = tokens.kind(next + 1);
    if (isTypeKeyword(following) || following === 'const' || ((after === STAR || tokens.isName(next + 1)) && declares(tokens, next, meaning))) {
      edits.blank(tokens.start(at), tokens.end(at));
      return next;
    }
  } else if (/^(?:static|const|struct|union|enum|volatile|register|extern)$/.test(following) && !tokens.breaksAfter(at)) {
    // T const *s is a type with its qualifier behind it.
    if (following !== 'const' && following !== 'volatile') { edits.blank(tokens.start(at), tokens.end(at)); return next; }
  }
  return -1;
}

/** `type * name =|;|,|[` or `type name …` at token `at`. */
function declares(tokens: Tokens, at: number, meaning: WordMeaning): boolean {
  if (meaning.of(tokens.word(at)) !== 'unknown') return false;
  let i = at + 1;
  while (tokens.kind(i) === STAR || tokens.word(i) === 'const') i++;
  if (!tokens.isName(i)) return false;
  const after = tokens.kind(i + 1);
  return after === EQUALS || after === SEMICOLON || after === COMMA || after === OPEN_BRACKET;
}
