import { CLOSE_BRACE, CLOSE_PAREN, COMMA, EQUALS, OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, SEMICOLON, STAR } from './characters.ts';
import type { Edits } from './edits.ts';
import type { Tokens } from './tokens.ts';
import type { WordMeaning } from './words.ts';
import { isCapital, isControl, isKeyword, isOperatorWord, isQualifier, isTypeKeyword } from './words.ts';

const LOOP_NAME = /each|loop|iter|walk|^for_|_for_|for_all|^FOR/i;

/**
 * Repairs the macro that stands at the start of a statement, at token `at`; gives the token to go on from, which is
 * again at the start of a statement, or -1 when there was nothing to do.
 *
 * A macro that governs the next statement is overwritten with `while` or `if` on the result of a function nobody knows:
 * the body then runs 0..n or 0..1 times, and the variables of a loop get a new value each time.
 */
export function repairStatement(tokens: Tokens, at: number, meaning: WordMeaning, edits: Edits): number {
  const word = tokens.word(at);
  if (word === 'if') { repairBareCondition(tokens, at, edits); return -1; }
  if (isQualifier(word)) {
    // static THREAD_LOCAL struct s all;
    if (tokens.isName(at + 1) && isCapital(tokens.word(at + 1)) && tokens.isName(at + 2) && isKeyword(tokens.word(at + 2))) edits.blank(tokens.start(at + 1), tokens.end(at + 1));
    return -1;
  }
  if (isKeyword(word)) return -1;
  const known = meaning.of(word);
  if (known === 'defer') return repairDeferred(tokens, at, edits);
  return tokens.kind(at + 1) === OPEN_PAREN ? repairCall(tokens, at, word, known, edits) : repairBareWord(tokens, at, word, known, meaning, edits);
}

/** `if time_equal(a, b) use(s);` where the macro brings the parentheses. */
function repairBareCondition(tokens: Tokens, at: number, edits: Edits): void {
  if (!tokens.isName(at + 1) || tokens.kind(at + 2) !== OPEN_PAREN) return;
  const close = tokens.closing(at + 2);
  if (close < 0 || tokens.start(at + 1) === tokens.end(at) || !/[ \t\n\r]/.test(tokens.text.charAt(tokens.end(close)))) return;
  edits.put(tokens.end(at), '(');
  edits.put(tokens.end(close), ')');
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
  if (repairStatementArguments(tokens, at, close, edits)) return -1;
  if (known === 'empty' && tokens.kind(next) !== SEMICOLON) {
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

/** Name of the function whose result stands for a value that nothing is known about. */
const UNKNOWN = '__';
/** Name of a function that no program has: it may keep what it is given. */
const STRANGER = '___';

/**
 * What runs when the scope is left, whichever way, is passed to functions nobody knows: it may be done with or not.
 *
 *     defer { drop(s); }             { ___ (s); }
 *     DEFER(drop(s));          DEFER(___ (s));
 */
function repairDeferred(tokens: Tokens, at: number, edits: Edits): number {
  const next = at + 1;
  const isCall = tokens.kind(next) === OPEN_PAREN;
  let end = next;
  if (!isCall) while (end < tokens.count && ![SEMICOLON, OPEN_BRACE, CLOSE_BRACE].includes(tokens.kind(end))) end++;
  const isBlock = tokens.kind(end) === OPEN_BRACE;
  if (isCall || isBlock) end = tokens.closing(end);
  if (end < 0) return -1;
  for (let i = next; i < end; i++) {
    if (!tokens.isName(i) || tokens.kind(i + 1) !== OPEN_PAREN || isKeyword(tokens.word(i))) continue;
    edits.replace(tokens.start(i), tokens.end(i), STRANGER);
  }
  if (isCall && tokens.kind(end + 1) === SEMICOLON) return -1;
  // DEFER(drop(s)) without a semicolon, and defer { ... } alike: what is left is a statement. It is not looked at again.
  edits.blank(tokens.start(at), tokens.end(at));
  return isCall || isBlock ? end + 1 : end;
}

/**
 * Overwrites `NAME(arguments)` so that it governs what follows. The condition is one that decides nothing:
 *
 *     LIST_FOREACH(s, &all, next) {       while(s=__(),next=__())     {
 *     DEBUG(D_tls) {                      if(__())     {
 *     CHECK(open(&s)) {                   if(__()+(open(&s))){       (where there is room)
 */
function govern(tokens: Tokens, at: number, close: number, known: string, edits: Edits): number {
  const start = tokens.start(at), end = tokens.end(close);
  const loop = known === 'loop' || (known !== 'if' && known !== 'statement' && LOOP_NAME.test(tokens.word(at)));
  const acts = hasEffects(tokens, at + 2, close);
  if (loop && (edits.replace(start, end, loopHead(tokens, at, close, end - start)) || edits.replace(start, end, 'while(1)'))) return close + 1;
  if (acts && isExpression(tokens, at + 2, close)) {
    const open = tokens.start(at + 1);
    if (open - start >= 8 && /[ \t\n\r]/.test(tokens.text.charAt(end))) {
      edits.replace(start, open, `if(${UNKNOWN}()+`);
      edits.put(end, ')');
      return close + 1;
    }
    return edits.replace(start, open, 'if') ? close + 1 : -1;
  }
  return edits.replace(start, end, `if(${UNKNOWN}())`) || edits.replace(start, end, `if(${UNKNOWN})`) ? close + 1 : -1;
}

/** `while(s=__(),next=__())` for the plain names among the arguments before token `close`, as many as there is room for. */
function loopHead(tokens: Tokens, at: number, close: number, room: number): string {
  let head = 'while(', separator = '';
  for (let i = at + 2; i < close; i++) {
    const before = tokens.kind(i - 1), after = tokens.kind(i + 1);
    const plain = tokens.isName(i) && !isKeyword(tokens.word(i)) && (before === OPEN_PAREN || before === COMMA) && (after === COMMA || after === CLOSE_PAREN);
    if (!plain) continue;
    let assignment = `${separator}${tokens.word(i)}=${UNKNOWN}()`;
    if (head.length + assignment.length + 1 > room) assignment = assignment.slice(0, -2);
    if (head.length + assignment.length + 1 > room) continue;
    head += assignment;
    separator = ',';
  }
  return `${head}${separator === '' ? `${UNKNOWN}()` : ''})`;
}

const COMPARISON = '=!<>';

/** Do the arguments call or assign anything? */
function hasEffects(tokens: Tokens, from: number, close: number): boolean {
  for (let i = from; i < close; i++) {
    if (tokens.kind(i) === OPEN_PAREN && tokens.isName(i - 1)) return true;
    // == != <= >= assign nothing
    if (tokens.kind(i) === EQUALS && tokens.kind(i + 1) !== EQUALS && !COMPARISON.includes(tokens.word(i - 1))) return true;
  }
  return false;
}

/** A list in braces (`CHECK({1, 2})`) has no `;` in it. */
function isBlock(tokens: Tokens, at: number): boolean {
  const close = tokens.closing(at);
  for (let i = at + 1; i < close; i++) if (tokens.kind(i) === SEMICOLON) return true;
  return close === at + 1;
}

/**
 * Arguments that are statements make the macro a condition around them:
 *
 *     ASSERT_OR(s != 0, return -1);       if(__()+ (s != 0))return -1 ;
 *     WITH_LOCK(l, { drop(s); });         if(__()   )   { drop(s); } ;
 *     EACH_VALUE(t, s, { drop(s); });     while(t=__(),s=__())   { drop(s); } ;
 *     QUIETLY(drop(s);)                           drop(s);
 */
function repairStatementArguments(tokens: Tokens, at: number, close: number, edits: Edits): boolean {
  let first = -1, depth = 0, semicolon = false;
  for (let i = at + 2; i < close; i++) {
    const kind = tokens.kind(i), before = tokens.kind(i - 1);
    if (depth === 0 && kind === SEMICOLON) semicolon = true;
    if (depth === 0 && first < 0 && (before === COMMA || before === OPEN_PAREN) && ((kind === OPEN_BRACE && isBlock(tokens, i)) || (tokens.isName(i) && isControl(tokens.word(i)) && tokens.kind(i + 1) !== COMMA && i + 1 <= close))) first = i;
    if (kind === OPEN_PAREN || kind === OPEN_BRACE || kind === OPEN_BRACKET) depth++;
    else if (kind === CLOSE_PAREN || kind === CLOSE_BRACE || kind === 93) depth--;
  }
  const start = tokens.start(at), open = tokens.start(at + 1);
  if (first < 0 && !semicolon) {
    // CHECK({1, 2});
    for (let i = at + 2; i < close; i++) {
      if (tokens.kind(i) !== OPEN_BRACE || (tokens.kind(i - 1) !== COMMA && tokens.kind(i - 1) !== OPEN_PAREN)) continue;
      const end = tokens.closing(i);
      if (end < 0 || end > close) break;
      edits.replace(tokens.start(i), tokens.end(end), '0');
      i = end;
    }
  }
  if (semicolon && first < 0) {
    edits.blank(start, open + 1);
    edits.blank(tokens.start(close), tokens.end(close));
    return true;
  }
  if (first < 0) return false;
  const comma = first - 1;
  const gap = tokens.start(first) - tokens.end(comma);
  if (comma > at + 1 && LOOP_NAME.test(tokens.word(at)) && edits.replace(start, tokens.end(comma), loopHead(tokens, at, first, tokens.end(comma) - start))) {
    // The block runs for each of them.
  } else if (comma === at + 1) {
    if (!edits.replace(start, tokens.start(first), `if(${UNKNOWN}())`)) edits.blank(start, tokens.start(first));
  } else if (hasEffects(tokens, at + 2, comma) && isExpression(tokens, at + 2, comma) && open - start >= 8 && gap >= 1) {
    edits.replace(start, open, `if(${UNKNOWN}()+`);
    edits.put(tokens.start(comma), '))');
  } else if (!edits.replace(start, tokens.end(comma), `if(${UNKNOWN}())`) && !edits.replace(start, tokens.end(comma), `if(${UNKNOWN})`)) return false;
  edits.put(tokens.start(close), tokens.kind(close - 1) === CLOSE_BRACE ? ' ' : tokens.kind(close + 1) === SEMICOLON ? ' ' : ';');
  return true;
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
