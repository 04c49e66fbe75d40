import { CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PAREN, COLON, COMMA, DOT, OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, SEMICOLON } from './characters.ts';
import { Edits } from './edits.ts';
import type { ItemKind } from './item.ts';
import { opensArguments, repairEmptyArgument, repairOperatorArgument, repairLiteral, repairMemberPath, repairRange, repairTwoNames, repairTypeArgument } from './repair-expressions.ts';
import { repairHead } from './repair-head.ts';
import { repairStatement } from './repair-statements.ts';
import { Bracket, LITERAL, NAME, Tokens, bracketKind, previous } from './tokens.ts';
import { isControl } from './words.ts';
import type { WordMeaning } from './words.ts';

/**
 * Repairs that can be made without looking at a tree, since a parser without a preprocessor reads none of these right.
 * The result has the length of the text: offsets stay. `name` is the name of the item. Linear in the text, apart from
 * the closing brackets of macro calls, each looked for once.
 */
export function repairAlways(text: string, kind: ItemKind, name: string, meaning: WordMeaning): string {
  const plain = joinWords(text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text);
  const tokens = new Tokens(plain);
  const edits = new Edits(plain);
  const from = kind === 'function' || kind === 'prototype' ? repairHead(tokens, name, meaning, edits) : 0;
  for (let i = 0; i < tokens.count; i++) if (tokens.kinds[i] === NAME) repairAttribute(tokens, i, edits);
  if (kind !== 'prototype') repairBody(tokens, Math.max(0, from), meaning, edits);
  return edits.apply();
}

/** A splice within a word: the parts are moved together, so that `relea\\⏎se(s)` is a call of `release`. */
function joinWords(text: string): string {
  if (!text.includes('\\\n') && !text.includes('\\\r')) return text;
  const tokens = new Tokens(text);
  const edits = new Edits(text);
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kinds[i] !== NAME || !tokens.word(i).includes('\\')) continue;
    edits.replace(tokens.start(i), tokens.end(i), tokens.word(i).replace(/\\\r?\n?/g, ''));
  }
  return edits.apply();
}

const ATTRIBUTE_CALL = /^(?:__attribute__|__attribute|__declspec)$/;
const ATTRIBUTE_WORD = /^(?:__extension__|_Thread_local|__thread|thread_local|_Noreturn|__restrict|__restrict__|__inline|__inline__|__volatile__|__const)$/;

function repairAttribute(tokens: Tokens, at: number, edits: Edits): void {
  if (tokens.text.charCodeAt(tokens.start(at)) !== 95 && tokens.word(at) !== 'thread_local') return;
  const word = tokens.word(at);
  if (ATTRIBUTE_WORD.test(word)) edits.blank(tokens.start(at), tokens.end(at));
  else if (ATTRIBUTE_CALL.test(word) && tokens.kind(at + 1) === OPEN_PAREN) {
    const close = tokens.closing(at + 1);
    if (close > 0) edits.blank(tokens.start(at), tokens.end(close));
  }
}

/** What an open bracket is, in more detail than the token layer knows. */
const enum Open { Block, List, Members, Group, Arguments, Control, Index }

function repairBody(tokens: Tokens, from: number, meaning: WordMeaning, edits: Edits): void {
  const open: Open[] = [];
  const kindOf = [Bracket.Block, Bracket.List, Bracket.Members, Bracket.Paren, Bracket.Paren, Bracket.Paren, Bracket.Index];
  let statementStart = false;
  let questions = 0;
  for (let i = from; i < tokens.count; i++) {
    const kind = tokens.kinds[i];
    const top = open[open.length - 1];
    const wasStart = statementStart;
    statementStart = false;
    switch (kind) {
      case OPEN_BRACE: {
        const bracket = bracketKind(tokens, i, top === undefined ? undefined : kindOf[top]);
        open.push(bracket === Bracket.List ? Open.List : bracket === Bracket.Members ? Open.Members : Open.Block);
        statementStart = bracket === Bracket.Block;
        questions = 0;
        break;
      }
      case OPEN_PAREN: open.push(parenthesis(tokens, i, edits)); break;
      case OPEN_BRACKET: open.push(Open.Index); break;
      case CLOSE_BRACE: case CLOSE_BRACKET: open.pop(); statementStart = kind === CLOSE_BRACE && top === Open.Block; break;
      case CLOSE_PAREN:
        if (top === Open.Arguments) repairArgument(tokens, i, edits);
        open.pop();
        statementStart = top === Open.Control;
        break;
      case COMMA: if (top === Open.Arguments) repairArgument(tokens, i, edits); break;
      case SEMICOLON: statementStart = top === Open.Block; questions = 0; break;
      case 63: questions++; break;
      case COLON: if (questions > 0) questions--; else statementStart = top === Open.Block; break;
      case DOT: repairRange(tokens, i, edits); break;
      case LITERAL: repairLiteral(tokens, i, edits); break;
      case NAME: {
        const word = tokens.word(i);
        if (word === 'else' || word === 'do') { statementStart = true; break; }
        if (wasStart && top === Open.Block) {
          const next = repairStatement(tokens, i, meaning, edits);
          if (next > i) { i = next - 1; statementStart = true; break; }
        }
        if (top === Open.Arguments && tokens.kind(i + 1) === NAME) repairTwoNames(tokens, i, edits);
        break;
      }
      default:
    }
  }
}

function repairArgument(tokens: Tokens, end: number, edits: Edits): void {
  repairEmptyArgument(tokens, end, edits);
  repairOperatorArgument(tokens, end, edits);
  repairTypeArgument(tokens, end, edits);
}

function parenthesis(tokens: Tokens, at: number, edits: Edits): Open {
  const before = tokens.word(previous(tokens, at));
  if (isControl(before) && before !== 'return' && before !== 'case') return Open.Control;
  if (before === 'offsetof' || before === '__builtin_offsetof') { repairMemberPath(tokens, at, edits); return Open.Group; }
  return opensArguments(tokens, at) ? Open.Arguments : Open.Group;
}
