import type { Comment } from './comments.ts';
import { RULE_BY_ID } from './rules.ts';

export type DirectiveKind = 'line' | 'next-line' | 'begin' | 'end' | 'file' | 'next-function';

/** One rule named in a suppression comment; offsets in the file. `id` may hold `*` in the NOLINT form. */
export interface NamedRule {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** A suppression comment. An `end` without rules ends every region; `bare` is a NOLINT without a list. */
export interface Directive {
  readonly kind: DirectiveKind;
  readonly dialect: 'ssl-lint' | 'nolint';
  readonly bare: boolean;
  readonly rules: readonly NamedRule[];
  readonly reason: string;
  /** The word and its list, as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly comment: Comment;
}

/** Which NOLINT comments count: those that name a rule of ours, all of them, or none. */
export type NolintMode = 'named' | 'all' | 'off';

const OWN = /^[ \t]*\**[ \t]*ssl-lint-(disable-next-function|disable-next-line|disable-line|disable-file|disable|enable)(?![\w-])[ \t]*([^\n]*)/gm;
const NOLINT = /\bNOLINT(NEXTLINE|BEGIN|END)?(?:\(([^()\n]*)\)|(?![\w(]))/g;

const OWN_KINDS: Readonly<Record<string, DirectiveKind>> = {
  'disable-line': 'line', 'disable-next-line': 'next-line', 'disable': 'begin', 'enable': 'end',
  'disable-file': 'file', 'disable-next-function': 'next-function',
};
const NOLINT_KINDS: Readonly<Record<string, DirectiveKind>> = { NEXTLINE: 'next-line', BEGIN: 'begin', END: 'end' };
const NOLINT_PREFIX = 'ssl-lint-';

/** The suppression comments among `comments`, in their order. Linear. */
export function readDirectives(comments: readonly Comment[], nolint: NolintMode): Directive[] {
  const found: Directive[] = [];
  for (const comment of comments) {
    if (comment.text.includes('ssl-lint-')) readOwn(comment, found);
    if (nolint !== 'off' && comment.text.includes('NOLINT')) readNolint(comment, nolint, found);
  }
  return found;
}

/** True for an id, possibly with `*`, that stands for at least one rule. */
export function isKnown(id: string): boolean {
  return id.includes('*') ? [...RULE_BY_ID.keys()].some((rule) => matches(id, rule)) : RULE_BY_ID.has(id);
}

/** True when the id written in a comment stands for `rule`. */
export function matches(id: string, rule: string): boolean {
  if (!id.includes('*')) return id === rule;
  // `ssl-lint-*` is the only glob that occurs in practice; pieces between stars are looked for in order.
  const pieces = id.split('*');
  const last = pieces.pop() ?? '';
  let at = 0;
  for (const [i, piece] of pieces.entries()) {
    const found = rule.indexOf(piece, at);
    if (found < 0 || (i === 0 && found !== 0)) return false;
    at = found + piece.length;
  }
  return rule.length - last.length >= at && rule.endsWith(last);
}

function readOwn(comment: Comment, found: Directive[]): void {
  for (const match of comment.text.matchAll(OWN)) {
    const kind = OWN_KINDS[match[1] ?? ''];
    if (kind === undefined) continue;
    const rest = (match[2] ?? '').trimEnd();
    const separator = /(?:^|\s)--(?:\s|$)/.exec(rest);
    const list = separator === null ? rest : rest.slice(0, separator.index);
    const base = comment.start + 2 + match.index;
    const word = match[0].indexOf('ssl-lint-');
    const rules = split(list, base + match[0].length - (match[2] ?? '').length, '');
    found.push({
      kind, dialect: 'ssl-lint', bare: false, rules, comment,
      reason: separator === null ? '' : rest.slice(separator.index + separator[0].length).trim(),
      text: match[0].slice(word).trimEnd(), start: base + word, end: base + match[0].trimEnd().length,
    });
  }
}

function readNolint(comment: Comment, mode: NolintMode, found: Directive[]): void {
  for (const match of comment.text.matchAll(NOLINT)) {
    const start = comment.start + 2 + match.index;
    const list = match[2];
    const rules = list === undefined ? [] : split(list, start + match[0].indexOf('(') + 1, NOLINT_PREFIX);
    if (list === undefined ? mode !== 'all' : rules.length === 0) continue;
    found.push({
      kind: NOLINT_KINDS[match[1] ?? ''] ?? 'line', dialect: 'nolint', bare: list === undefined, rules, comment,
      // clang-tidy has no syntax for a reason; what follows the list is taken for one.
      reason: comment.text.slice(match.index + match[0].length).replace(/^[\s:-]+/, '').trim(),
      text: match[0], start, end: start + match[0].length,
    });
  }
}

/** Splits a comma separated list; only words that begin with `prefix` are ours, and it is taken off. */
function split(list: string, offset: number, prefix: string): NamedRule[] {
  const rules: NamedRule[] = [];
  for (const match of list.matchAll(/[^\s,]+/g)) {
    if (!match[0].startsWith(prefix)) continue;
    const start = offset + match.index;
    rules.push({ id: match[0].slice(prefix.length), start, end: start + match[0].length });
  }
  return rules;
}
