import { CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PAREN, COLON, COMMA, EQUALS, OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, SEMICOLON } from './characters.ts';
import { armCondition } from './condition-stack.ts';
import type { Condition } from './condition.ts';
import { directiveWord } from './skip.ts';
import { Bracket, DIRECTIVE, bracketKind, previous } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** One arm of an `#if` group inside an item. */
export interface Arm {
  /** The arm's own test; TRUE for `#else`. */
  readonly condition: Condition;
  /** Token of the directive that opens the arm; -1 when it lies before the item. */
  readonly directive: number;
  /** Token of the directive that ends it (`#elif`, `#else`, `#endif`), or the token count. */
  readonly until: number;
  readonly groups: Group[];
}

export interface Group {
  readonly arms: Arm[];
  /** Token of the `#endif`, or the token count when it lies outside the item. */
  readonly endif: number;
  /** Every arm is a whole list of statements, declarations, members or elements: all arms may stand side by side. */
  disciplined: boolean;
  readonly parent: Group | null;
}

interface OpenGroup { group: { arms: Arm[]; endif: number; disciplined: boolean; parent: Group | null }; brackets: Bracket[]; kept: Bracket[] | null; listed: boolean }

/** Groups nested deeper than this are left out; their directives are blanked like any other. */
const NESTING_LIMIT = 40;

/**
 * The `#if` groups of an item, outermost ones; inner ones hang on their arms. One pass over the tokens.
 * A group that the item's end cuts off ends there; a stray `#else` or `#endif` is ignored.
 */
export function readGroups(tokens: Tokens): Group[] {
  const top: Group[] = [];
  const open: OpenGroup[] = [];
  let brackets: Bracket[] = [];
  let ignored = 0;
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kinds[i];
    if (kind === OPEN_PAREN) brackets.push(Bracket.Paren);
    else if (kind === OPEN_BRACKET) brackets.push(Bracket.Index);
    else if (kind === OPEN_BRACE) brackets.push(bracketKind(tokens, i, brackets[brackets.length - 1]));
    else if (kind === CLOSE_PAREN || kind === CLOSE_BRACKET || kind === CLOSE_BRACE) brackets.pop();
    if (kind !== DIRECTIVE) continue;
    const { word, end } = directiveWord(tokens.text, tokens.start(i));
    const rest = tokens.text.slice(end, tokens.end(i));
    const current = open[open.length - 1];
    if (word === 'if' || word === 'ifdef' || word === 'ifndef') {
      if (open.length >= NESTING_LIMIT) { ignored++; continue; }
      const group: OpenGroup['group'] = { arms: [], endif: tokens.count, disciplined: false, parent: current?.group ?? null };
      group.arms.push({ condition: armCondition(word, rest), directive: i, until: tokens.count, groups: [] });
      const outer = current?.group.arms[current.group.arms.length - 1];
      (outer ? outer.groups : top).push(group);
      open.push({ group, brackets: brackets.slice(-64), kept: null, listed: acceptsLists(tokens, i, brackets[brackets.length - 1]) });
    } else if (word.startsWith('el')) {
      if (ignored > 0) continue;
      if (!current) {
        // In a body it is a mistake, and both sides of it are code.
        if (brackets.length > 0) continue;
        // The item begins within the arm before: `#if A … int f(int a) #else int f(void) #endif {`.
        const group: OpenGroup['group'] = { arms: [{ condition: { kind: 'opaque', text: 'the #if before' }, directive: -1, until: i, groups: top.splice(0) }], endif: tokens.count, disciplined: false, parent: null };
        group.arms.push({ condition: armCondition(word, rest), directive: i, until: tokens.count, groups: [] });
        top.push(group);
        open.push({ group, brackets: [], kept: brackets, listed: false });
        brackets = [];
        continue;
      }
      endArm(current, i);
      current.kept ??= brackets;
      brackets = current.brackets.slice();
      current.group.arms.push({ condition: armCondition(word, rest), directive: i, until: tokens.count, groups: [] });
    } else if (word === 'endif') {
      if (ignored > 0) { ignored--; continue; }
      if (!current) continue;
      open.pop();
      endArm(current, i);
      current.group.endif = i;
      if (current.kept) brackets = current.kept;
      current.group.disciplined = current.listed && isDisciplined(tokens, current.group, brackets[brackets.length - 1]);
    }
  }
  return top;
}

function endArm(open: OpenGroup, at: number): void {
  const arms = open.group.arms;
  const last = arms[arms.length - 1] as Arm;
  arms[arms.length - 1] = { ...last, until: at };
}

/** May a list of whole statements or elements begin at the `#if` at token `at`? */
function acceptsLists(tokens: Tokens, at: number, bracket: Bracket | undefined): boolean {
  const before = previous(tokens, at);
  const kind = tokens.kind(before);
  if (bracket === Bracket.List) return kind === COMMA || kind === OPEN_BRACE;
  if (bracket !== Bracket.Block && bracket !== Bracket.Members) return false;
  if (kind === COLON) return isLabelEnd(tokens, before);
  return kind === SEMICOLON || kind === OPEN_BRACE || kind === CLOSE_BRACE;
}

/** The `:` at `at` ends a label or case, rather than being half of `?:`. */
function isLabelEnd(tokens: Tokens, at: number): boolean {
  for (let i = at - 1; i >= 0 && at - i < 200; i--) {
    const kind = tokens.kind(i);
    if (kind === 63) return false;
    if (kind === SEMICOLON || kind === OPEN_BRACE || kind === CLOSE_BRACE || kind === DIRECTIVE) return true;
  }
  return true;
}

function isDisciplined(tokens: Tokens, group: Group, bracket: Bracket | undefined): boolean {
  const after = group.endif + 1;
  if (tokens.word(after) === 'else') return false;
  return group.arms.every((arm) => isWholeList(tokens, arm, bracket, nextToken(tokens, after)));
}

function nextToken(tokens: Tokens, at: number): number {
  let i = at;
  while (tokens.kind(i) === DIRECTIVE) i++;
  return i;
}

function isWholeList(tokens: Tokens, arm: Arm, bracket: Bracket | undefined, following: number): boolean {
  const from = nextToken(tokens, arm.directive + 1);
  if (from >= arm.until) return true;
  const first = tokens.word(from);
  if (first === 'else' || arm.groups.some((g) => !g.disciplined && cutsLists(tokens, g))) return false;
  let depth = 0, last = from, labelled = false, statementStart = true;
  for (let i = from; i < arm.until; i++) {
    const kind = tokens.kinds[i];
    if (kind === DIRECTIVE) continue;
    if (kind === OPEN_PAREN || kind === OPEN_BRACKET || kind === OPEN_BRACE) depth++;
    else if (kind === CLOSE_PAREN || kind === CLOSE_BRACKET || kind === CLOSE_BRACE) { if (--depth < 0) return false; }
    if (depth === 0 && statementStart && (isCase(tokens.word(i)))) labelled = true;
    statementStart = kind === SEMICOLON || kind === CLOSE_BRACE || kind === COLON;
    last = i;
  }
  if (depth !== 0) return false;
  const end = tokens.kind(last);
  // Elements of an array or members of an initialiser: whole ones only.
  if (bracket === Bracket.List) return end === COMMA && (tokens.kind(from) === OPEN_BRACE || tokens.kind(from) === 46 || tokens.isName(from));
  if (labelled || end === COLON) {
    // The statements after the last `case` belong to it: they must not go on after the #endif, nor begin before the #if.
    const next = tokens.word(following);
    return isCase(first) && (isCase(next) || tokens.kind(following) === CLOSE_BRACE);
  }
  if (end === CLOSE_BRACE) return tokens.kind(following) !== SEMICOLON && tokens.kind(following) !== COMMA && tokens.kind(following) !== EQUALS && tokens.word(following) !== 'else';
  return end === SEMICOLON;
}

/** An inner group that is projected leaves whole statements behind only when its arms do not change the nesting. */
function cutsLists(tokens: Tokens, group: Group): boolean {
  const depths = new Set<number>();
  for (const arm of group.arms) {
    let depth = 0;
    for (let i = arm.directive + 1; i < arm.until; i++) {
      const kind = tokens.kinds[i];
      if (kind === OPEN_BRACE || kind === OPEN_PAREN) depth++;
      else if (kind === CLOSE_BRACE || kind === CLOSE_PAREN) depth--;
    }
    depths.add(depth);
  }
  return depths.size !== 1 || !depths.has(0);
}

function isCase(word: string): boolean { return word === 'case' || word === 'default'; }
