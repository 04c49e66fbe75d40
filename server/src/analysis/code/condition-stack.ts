import { FALSE, TRUE, and, defined, evaluate, not, or, parseCondition } from './condition.ts';
import type { Condition } from './condition.ts';

/** Where the scanner stands within brackets; saved at `#if` and restored at `#else`. */
export interface Nesting<Inside> {
  readonly depth: number;
  readonly parens: number;
  readonly inside: Inside;
  readonly head: number;
  readonly assigned: boolean;
}

/** A group that is open. Most stand inside bodies, where nobody asks what holds: formulas are made when they are asked for. */
class Group<Inside> {
  /** Number of the current arm, from 1. */
  arms = 1;
  /** At the end of the first live arm. */
  kept: Nesting<Inside> | null = null;
  live = true;
  /** The test of the current arm, that of earlier ones not included. */
  #own: Condition;
  /** No earlier arm was taken. */
  #remaining: Condition = TRUE;
  #arm: Condition | null = null;

  /** `start`: offset of the `#` of the `#if`; `outer`: what holds outside; `deep`: nothing is conjoined any more. */
  constructor(readonly start: number, readonly outer: Condition, own: Condition, private readonly deep: boolean, public saved: Nesting<Inside> | null) {
    this.#own = own;
    this.live = !isFalse(own, outer);
  }

  /** What holds in the current arm, `outer` included. */
  get arm(): Condition { return this.deep ? this.outer : this.#arm ??= and(this.outer, this.#remaining, this.#own); }

  /** Goes to the next arm. */
  next(own: Condition): void {
    if (this.arms < ARM_LIMIT) this.#remaining = and(this.#remaining, not(this.#own));
    this.arms++;
    this.#own = own;
    this.#arm = null;
    this.live = !isFalse(and(this.#remaining, own), this.outer);
  }
}

/** After this many arms the earlier ones are no longer conjoined: formulas stay small, presence gets weaker. */
const ARM_LIMIT = 32;
/** Groups nested deeper than this keep the condition of the outermost ones only. */
const NESTING_LIMIT = 200;

/** A program asks the same few questions again and again. */
const known = new Map<string, Condition>();
const KNOWN_LIMIT = 2000;

/**
 * Test of one arm by itself: `word` is `if`, `ifdef`, `elifndef`, `else`…; `expression` the rest of the line.
 */
export function armCondition(word: string, expression: string): Condition {
  const key = `${word} ${expression}`;
  let condition = known.get(key);
  if (condition === undefined) {
    if (known.size >= KNOWN_LIMIT) known.clear();
    condition = readArm(word, expression);
    known.set(key, condition);
  }
  return condition;
}

function readArm(word: string, expression: string): Condition {
  if (word === 'else') return TRUE;
  if (word === 'if' || word === 'elif') return parseCondition(expression);
  const name = /^[\s\\]*([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*)/.exec(expression)?.[1];
  if (name === undefined) return { kind: 'opaque', text: expression.trim().slice(0, 80) };
  return word.endsWith('ndef') ? not(defined(name)) : defined(name);
}

/** The `#if` groups that are open at one place of a file, with what each has to remember. */
export class ConditionStack<Inside> {
  private readonly groups: Group<Inside>[] = [];
  private guardSeen = false;

  constructor(private readonly text: string) {}

  get top(): { readonly start: number } | undefined { return this.groups[this.groups.length - 1]; }
  /** False in an arm that is never compiled. */
  get live(): boolean { return this.groups[this.groups.length - 1]?.live ?? true; }
  get presence(): Condition { return this.groups[this.groups.length - 1]?.arm ?? TRUE; }

  /** What holds where an item starts that began at `offset` and ends here. */
  presenceAt(offset: number): Condition {
    let i = this.groups.length;
    while (i > 0 && (this.groups[i - 1] as Group<Inside>).start >= offset) i--;
    return this.groups[i - 1]?.arm ?? TRUE;
  }

  /** True when a group that is still open opened after `offset`. */
  openedAfter(offset: number): boolean {
    const top = this.groups[this.groups.length - 1];
    return top !== undefined && top.start > offset;
  }

  open(start: number, word: string, expression: string, atFileStart: boolean, nesting: Nesting<Inside>): void {
    const outer = this.presence;
    const own = atFileStart && this.isIncludeGuard(start, word, expression) ? TRUE : armCondition(word, expression);
    const group = new Group(start, outer, own, this.groups.length >= NESTING_LIMIT, nesting);
    if (!this.live) group.live = false;
    this.groups.push(group);
  }

  /** The next arm; gives what to restore. `nesting` is the state at the end of the arm before. */
  next(word: string, expression: string, nesting: Nesting<Inside>): Nesting<Inside> | null {
    const group = this.groups[this.groups.length - 1];
    if (!group) return null;
    if (group.live) group.kept ??= nesting;
    group.next(armCondition(word, expression));
    if (this.groups.at(-2)?.live === false) group.live = false;
    return group.saved;
  }

  /** `#endif`; gives the state at the end of the first live arm when there were several arms. */
  close(): Nesting<Inside> | null {
    const group = this.groups.pop();
    if (!group) return null;
    return group.arms > 1 ? group.kept : null;
  }

  /** The item that all saved depths belonged to has ended. */
  forgetDepths(): void {
    for (const group of this.groups) {
      if (group.saved) group.saved = { ...group.saved, depth: 0, parens: 0, head: 0 };
      group.kept = group.kept && { ...group.kept, depth: 0, parens: 0, head: 0 };
    }
  }

  /** `#ifndef X` before any code, with `#define X` as the next directive. */
  private isIncludeGuard(start: number, word: string, expression: string): boolean {
    if (this.guardSeen || this.groups.length > 0) return false;
    const name = (word === 'ifndef' ? /^\s*([\w$]+)/ : /^\s*!\s*defined\s*\(?\s*([\w$]+)\s*\)?\s*$/).exec(expression)?.[1];
    if (word === 'ifdef' || name === undefined) return false;
    this.guardSeen = true;
    const next = /^[ \t]*#[ \t]*(\w+)[ \t]+([\w$]+)/m.exec(this.text.slice(start, start + 4000).replace(/^#.*/, ''));
    return next !== null && next[1] === 'define' && next[2] === name;
  }
}

function isFalse(condition: Condition, outer: Condition): boolean {
  return condition.kind === FALSE.kind || evaluate(condition, outer) === false;
}

/** Conjunction of the tests of a group's arm number `index` when arms are tried in order. */
export function armPresence(conditions: readonly Condition[], index: number): Condition {
  return and(...conditions.slice(Math.max(0, index - ARM_LIMIT), index).map(not), conditions[index] ?? TRUE);
}

/** Condition under which no arm is taken. */
export function noArm(conditions: readonly Condition[]): Condition {
  return not(or(...conditions.slice(0, ARM_LIMIT)));
}
