import { and, contradicts, evaluate } from './condition.ts';
import type { Condition } from './condition.ts';
import { armPresence, noArm } from './condition-stack.ts';
import { readGroups } from './directives.ts';
import type { Arm, Group } from './directives.ts';
import { DIRECTIVE, Tokens } from './tokens.ts';

/**
 * An `#if` group whose arms all stand in the text, with offsets in the file. Arms are tried in order, as in
 * if / else if / else; `condition` is the arm's own test. Nested groups are listed too, outer ones first.
 */
export interface ConditionalGroup {
  readonly start: number;
  readonly end: number;
  readonly arms: readonly { readonly condition: Condition; readonly start: number; readonly end: number }[];
}

/** One reading of an item: the same length as the item, directives and unchosen arms blanked. */
export interface Variant {
  readonly presence: Condition;
  readonly text: string;
  readonly groups: readonly ConditionalGroup[];
}

/** More readings than this are never made; beyond it, a set in which each arm occurs at least once (as far as it goes). */
const VARIANT_LIMIT = 8;
/** Characters that all readings of an item may have together; a longer one gets a first reading, and others for arms that matter. */
const VARIANT_LENGTH = 32_000;

/** Beyond this many decided groups the choices are no longer made to agree with each other. */
const CORRELATED_LIMIT = 200;

/** Which arm of each projected group is taken; -1 is none of them. */
type Choice = ReadonlyMap<Group, number>;

/**
 * The readings of an item. Groups whose arms are whole lists stay in the text and are described; each of the others is
 * decided. The same condition is decided the same way everywhere. `base` is the offset of the text in its file;
 * `matters` tells which arms are worth a reading of their own when there are too many (all, when it is not given).
 * Cost: linear in the text, times the number of readings.
 */
export function variantsOf(text: string, base: number, presence: Condition, matters?: (text: string) => boolean): Variant[] {
  const tokens = new Tokens(text);
  if (!tokens.hasDirectives) return [{ presence, text, groups: [] }];
  const groups = readGroups(tokens);
  const choices = choose(tokens, groups, presence, matters);
  return choices.map(({ choice, assumed }) => project(tokens, groups, base, choice, assumed));
}

interface Decided { readonly choice: Choice; readonly assumed: Condition }

function choose(tokens: Tokens, groups: readonly Group[], presence: Condition, matters?: (text: string) => boolean): Decided[] {
  const limit = Math.max(1, Math.min(VARIANT_LIMIT, Math.floor(VARIANT_LENGTH / tokens.text.length)));
  const all = enumerate(groups, presence, limit);
  if (all) return all;
  // Too many: take a reading, then further ones that each contain arms not seen yet.
  const wanted: { group: Group; arm: number }[] = [];
  forEachProjected(groups, (group) => {
    group.arms.forEach((arm, index) => {
      if (!matters || matters(armText(tokens, arm))) wanted.push({ group, arm: index });
    });
  });
  const seen = new Set<Arm>();
  const result: Decided[] = [];
  const add = (first?: { group: Group; arm: number }): void => {
    const decided = decide(groups, presence, seen, first);
    result.push(decided);
    for (const [group, index] of decided.choice) { const arm = group.arms[index]; if (arm) seen.add(arm); }
  };
  add();
  for (const want of wanted) {
    if (result.length >= (matters ? VARIANT_LIMIT : limit)) break;
    if (!seen.has(want.group.arms[want.arm] as Arm)) add(want);
  }
  return result;
}

/** Groups still to be decided, as a list that readings can share. */
interface Rest { readonly group: Group; readonly next: Rest | null }

function prepend(groups: readonly Group[], rest: Rest | null): Rest | null {
  let result = rest;
  for (let i = groups.length - 1; i >= 0; i--) result = { group: groups[i] as Group, next: result };
  return result;
}

function innerGroups(group: Group): Group[] { return group.arms.flatMap((a) => a.groups); }

/** All combinations that do not contradict themselves, or null when there are more than `limit`. */
function enumerate(groups: readonly Group[], presence: Condition, limit: number): Decided[] | null {
  let partial: { choice: Map<Group, number>; assumed: Condition; rest: Rest | null }[] = [{ choice: new Map(), assumed: presence, rest: prepend(groups, null) }];
  for (;;) {
    const next: typeof partial = [];
    let open = false;
    for (const { choice, assumed, rest } of partial) {
      if (!rest) { next.push({ choice, assumed, rest }); continue; }
      open = true;
      const group = rest.group;
      if (group.disciplined) { next.push({ choice, assumed, rest: prepend(innerGroups(group), rest.next) }); continue; }
      for (const { index, assumed: then } of options(group, assumed)) {
        if (choice.size > CORRELATED_LIMIT) return null;
        next.push({ choice: new Map(choice).set(group, index), assumed: then, rest: prepend(group.arms[index]?.groups ?? [], rest.next) });
      }
    }
    if (!open) return next;
    if (next.length > limit) return null;
    partial = next;
  }
}

/** The arms of a group that can be live where `assumed` holds; -1 stands for "no arm". */
function options(group: Group, assumed: Condition): { index: number; assumed: Condition }[] {
  const conditions = group.arms.map((a) => a.condition);
  const result: { index: number; assumed: Condition }[] = [];
  for (let index = 0; index <= conditions.length; index++) {
    const own = index < conditions.length ? armPresence(conditions, index) : noArm(conditions);
    if (own.kind === 'false' || evaluate(own, assumed) === false) continue;
    if (own.kind !== 'true' && contradicts(own, assumed)) continue;
    result.push({ index: index < conditions.length ? index : -1, assumed: and(assumed, own) });
  }
  return result.length > 0 ? result : [{ index: -1, assumed }];
}

/** One combination: `first` as asked if that is possible, for the rest arms not in `seen` before others. */
function decide(groups: readonly Group[], presence: Condition, seen: ReadonlySet<Arm>, first?: { group: Group; arm: number }): Decided {
  const choice = new Map<Group, number>();
  let assumed = presence;
  if (first) {
    // The arm is live only where all the arms around it are.
    const around: { group: Group; arm: number }[] = [];
    let inner: { group: Group; arm: number } | null = first;
    while (inner) {
      around.unshift(inner);
      const { group }: { group: Group } = inner;
      inner = group.parent ? { group: group.parent, arm: group.parent.arms.findIndex((a) => a.groups.includes(group)) } : null;
    }
    for (const { group, arm } of around) {
      if (!group.disciplined) choice.set(group, arm);
      const own = and(assumed, armPresence(group.arms.map((a) => a.condition), arm));
      if (own.kind !== 'false') assumed = own;
    }
  }
  for (let rest = prepend(groups, null); rest;) {
    const group: Group = rest.group;
    if (group.disciplined) { rest = prepend(innerGroups(group), rest.next); continue; }
    let index = choice.get(group);
    if (index === undefined) {
      const possible = choice.size > CORRELATED_LIMIT ? [{ index: 0, assumed }] : options(group, assumed);
      const picked = possible.find((o) => o.index >= 0 && !seen.has(group.arms[o.index] as Arm)) ?? possible[0];
      index = picked?.index ?? -1;
      assumed = picked?.assumed ?? assumed;
      choice.set(group, index);
    }
    rest = prepend(group.arms[index]?.groups ?? [], rest.next);
  }
  return { choice, assumed };
}

function forEachProjected(groups: readonly Group[], visit: (group: Group) => void): void {
  const rest = [...groups];
  while (rest.length > 0) {
    const group = rest.pop() as Group;
    if (!group.disciplined) visit(group);
    for (const arm of group.arms) rest.push(...arm.groups);
  }
}

function armText(tokens: Tokens, arm: Arm): string {
  return tokens.text.slice(tokens.end(arm.directive), tokens.start(arm.until));
}

function project(tokens: Tokens, groups: readonly Group[], base: number, choice: Choice, presence: Condition): Variant {
  const blank: [number, number][] = [];
  for (let i = 0; i < tokens.count; i++) if (tokens.kinds[i] === DIRECTIVE) blank.push([tokens.start(i), tokens.end(i)]);
  const described: ConditionalGroup[] = [];
  const rest = [...groups].reverse();
  while (rest.length > 0) {
    const group = rest.pop() as Group;
    const chosen = choice.get(group);
    const keepAll = group.disciplined;
    group.arms.forEach((arm, index) => {
      const dead = keepAll ? armPresence(group.arms.map((a) => a.condition), index).kind === 'false' : index !== chosen;
      if (dead) blank.push([tokens.end(arm.directive), tokens.start(arm.until)]);
      else rest.push(...arm.groups.slice().reverse());
    });
    if (!keepAll) continue;
    described.push({
      start: base + tokens.start(group.arms[0]?.directive ?? 0),
      end: base + (group.endif < tokens.count ? tokens.end(group.endif) : tokens.text.length),
      arms: group.arms.map((arm) => ({ condition: arm.condition, start: base + tokens.end(arm.directive), end: base + tokens.start(arm.until) })),
    });
  }
  described.sort((a, b) => a.start - b.start || b.end - a.end);
  return { presence, text: blankRanges(tokens.text, blank), groups: described };
}

/** The text with the ranges (any order, may overlap) turned into blanks; line breaks stay. */
export function blankRanges(text: string, ranges: [number, number][]): string {
  ranges.sort((a, b) => a[0] - b[0]);
  const parts: string[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (to <= at) continue;
    const start = Math.max(from, at);
    parts.push(text.slice(at, start), blankOf(text, start, to));
    at = to;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

function blankOf(text: string, from: number, to: number): string {
  return text.slice(from, to).replace(/[^\n\r]/g, ' ');
}
