import type { Block, FunctionIr, Instruction, Terminator } from '../../ir/instructions.ts';
import { checkAdded } from '../transfer/added.ts';
import { checkAnswers } from '../transfer/answers.ts';
import { assignStruct, assignTo } from '../transfer/assign.ts';
import { assume, truthOf } from '../transfer/assume.ts';
import { call } from '../transfer/call.ts';
import { enterContract } from '../transfer/contract.ts';
import { inconsistencies } from './consistency.ts';
import { checkExit } from '../transfer/exit.ts';
import { Frame, siteOf, type Environment, type Role, type Site } from '../state/frame.ts';
import { joinWorlds } from './joining.ts';
import { ANYTHING, rangeOf } from '../state/facts.ts';
import { livenessOf } from '../flow/liveness.ts';
import { shapeOf, type Loop, type Shape } from '../flow/loops.ts';
import { cellOf, evaluate, knownWithin, read, write } from '../state/memory.ts';
import type { FieldEvent } from '../state/field-events.ts';
import type { Problem } from '../state/problem.ts';
import { forget, surrender } from '../transfer/ledger.ts';
import { perhapsLeave } from '../transfer/perhaps-leave.ts';
import { assumePresence } from '../transfer/presence.ts';
import { slice, type SliceContext } from '../flow/slice.ts';
import { hasStake } from '../flow/stake.ts';
import { doubtSometimes } from './sometimes.ts';
import { summarise } from './summarise.ts';
import { summaryWithoutStake, type Summary } from '../state/summary.ts';
import { isDeepCopy } from './deep-copy.ts';
import { checkFollowed } from '../transfer/follow.ts';
import { loseTagged } from '../transfer/tagged.ts';
import { isDead, tidy } from './tidy.ts';
import { furtherArguments } from './variadic.ts';
import { scramble } from '../transfer/unknown-call.ts';
import type { Cell, Value } from '../state/value.ts';
import { emptyWorld, fork, type World } from '../state/world.ts';

/** Worlds kept apart at one point; more are dropped, and the function's summary with them. */
const MOST_WORLDS = 64;
/** Times a loop body is gone through again. */
const MOST_REPEATS = 1;
/** Larger loops (an option loop with a case an option) are gone through once: what they do in two rounds meets at their head anyway. */
const MOST_BLOCKS_TO_REPEAT = 60;
const MOST_STEPS = 30_000;
const STEPS_BETWEEN_CLOCKS = 256;
const MOST_EXITS = 64;

export interface Interpretation {
  readonly problems: readonly Problem[];
  readonly fields: readonly FieldEvent[];
  /** null: callers must treat the function as unknown. */
  readonly summary: Summary | null;
  /** Why the function was not analysed to the end, null when it was. */
  readonly gaveUp: string | null;
  /** False when the function is only compiled in configurations that are assumed away. */
  readonly possible: boolean;
}

/**
 * Looks on while a function is interpreted. A world that is shown goes on changing: nothing of it may be kept or written
 * to, only a fork. What cannot matter to sessions is left out and never shown.
 */
export interface Observer {
  /** On each path that reaches it. */
  before(frame: Frame, world: World, at: Instruction | Terminator): void;
  /** On each path that leaves it; not for the ends of blocks. */
  after(frame: Frame, world: World, at: Instruction): void;
}

/** Runs a function on all its paths. O(blocks x worlds), bounded by MOST_STEPS and `timeoutMs`. */
export function interpret(whole: FunctionIr, environment: Environment, role: Role | null, timeoutMs: number, observer: Observer | null = null): Interpretation {
  const context: SliceContext = {
    modelOf: (name) => environment.modelOf(name),
    summaryOf: (name) => environment.summaryOf(name, whole.file.path),
    fieldDepth: (name) => environment.fieldDepth(name),
    readerNames: environment.model.readerNames,
    forbidden: role?.contract.forbidden ?? [],
    everyUse: observer !== null,
  };
  if (observer === null && role === null && !hasStake(whole, context)) return { problems: [], fields: [], summary: summaryWithoutStake(whole, furtherArguments(whole, context)), gaveUp: null, possible: true };
  const ir = slice(whole, context);
  const frame = new Frame(ir, environment, role);
  const shape = shapeOf(ir);
  const live = livenessOf(ir, shape.order);
  const start = environment.spent();
  const entry = emptyWorld();
  ir.parameters.forEach((id, index) => entry.cells.set(frame.table.variable(id), frame.table.parameter(index)));
  for (const { name, atLeast } of environment.model.assumptions) {
    entry.facts.set(frame.table.named('configuration', name), { low: atLeast, high: Infinity, not: [], equals: null, differs: [] });
  }
  if (!assumePresence(frame, entry, ir.presence)) return { problems: [], fields: [], summary: null, gaveUp: null, possible: false };
  if (role !== null) enterContract(frame, entry, role);
  const pending = new Map<number, World[]>([[0, [entry]]]);
  const exits: { world: World; value: Value | null }[] = [];
  let steps = 0;
  let dropped = false;
  const send = (from: number, to: number, world: World): void => {
    if (!enter(frame, shape, from, to, world)) return;
    const list = pending.get(to);
    if (list === undefined) pending.set(to, [world]);
    else list.push(world);
  };
  while (pending.size > 0) {
    const number = earliest(pending, shape);
    const block = ir.blocks[number];
    const arrived = pending.get(number) ?? [];
    let worlds = joinWorlds(frame, arrived, number, (cell) => isDead(frame, live, number, cell));
    if (shape.joins[number] === 1) {
      for (const world of worlds) tidy(frame, world, live, number);
      worlds = joinWorlds(frame, worlds, number);
    }
    pending.delete(number);
    if (block === undefined) continue;
    if (worlds.length > MOST_WORLDS) { worlds = worlds.slice(0, MOST_WORLDS); dropped = true; }
    for (const world of worlds) {
      steps += block.instructions.length + 1;
      if (steps > MOST_STEPS || (steps % STEPS_BETWEEN_CLOCKS < block.instructions.length + 1 && environment.spent() - start > timeoutMs)) {
        return { problems: [], fields: frame.fields, summary: null, gaveUp: steps > MOST_STEPS ? 'too many paths' : `longer than ${timeoutMs} ms`, possible: true };
      }
      for (const after of runBlock(frame, world, block, number, observer)) {
        observer?.before(frame, after, block.end);
        finish(frame, after, block.end, number, send, exits);
      }
    }
    if (exits.length > MOST_EXITS) dropped = true;
  }
  checkAdded(frame);
  if (role !== null) checkAnswers(frame, frame.answers, role.contract.rule);
  const summary = dropped ? null : summarise(frame, exits, furtherArguments(whole, context));
  const problems = doubtSometimes(frame.problems, role, exits).filter((problem) => !isDeepCopy(whole, problem) && !problem.about.some((value) => frame.countedByLoops.has(value))).map((problem) => ({ ...problem, releasedElsewhere: frame.released.has(problem.account?.origin?.range.start ?? -1) && !frame.releasedAfterOffer.has(problem.account?.origin?.range.start ?? -1) }));
  return { problems: [...problems, ...inconsistencies(whole, summary, problems)], fields: frame.fields, summary, gaveUp: null, possible: true };
}

/**
 * The block to go on with: the first in order, but a loop starts its next round only when nothing of this round is left,
 * so that the ways through its body meet before they go round again.
 */
function earliest(pending: ReadonlyMap<number, World[]>, shape: Shape): number {
  let best = -1;
  let first = -1;
  const before = (a: number, b: number): boolean => b < 0 || (shape.order[a] ?? 0) < (shape.order[b] ?? 0);
  for (const number of pending.keys()) {
    if (before(number, first)) first = number;
    if (before(number, best) && !isUnderWay(number, pending, shape)) best = number;
  }
  return best < 0 ? first : best;
}

/** Whether work on the body of the loop with this head is pending. */
function isUnderWay(head: number, pending: ReadonlyMap<number, World[]>, shape: Shape): boolean {
  const loop = shape.loops.get(head);
  if (loop === undefined) return false;
  for (const number of pending.keys()) if (number !== head && loop.body.has(number)) return true;
  return false;
}

/** Keeps count of repeated loops; false when the world has gone round often enough. */
function enter(frame: Frame, shape: Shape, from: number, to: number, world: World): boolean {
  for (const [head, count] of [...world.repeats]) {
    if (!(shape.loops.get(head)?.body.has(to) ?? false)) world.repeats.delete(head);
    // The last round only asks whether the loop goes on, so that what follows the loop sees what its last full round did.
    else if (count > mostRepeats(shape.loops.get(head)) && to !== head && (frame.ir.blocks[to]?.instructions.length ?? 0) > 0) return false;
  }
  const loop = shape.loops.get(to);
  if (loop === undefined) return true;
  if (!loop.body.has(from)) { world.repeats.set(to, 0); return true; }
  const repeats = (world.repeats.get(to) ?? 0) + 1;
  if (repeats > mostRepeats(loop) + 1) return false;
  world.repeats.set(to, repeats);
  // `for (i = 0; i < n; i++)`: a counter has any value in later rounds, or no loop would ever be left; but not one that it had before.
  for (const { place, direction } of loop.counters) {
    const cell = cellOf(frame, world, place);
    const before = rangeOf(world.facts, frame.table, read(frame, world, cell));
    const now = frame.table.unknown(`n${to}:${cell}:${repeats}`);
    write(frame, world, cell, now);
    if (direction === null) world.facts.delete(now);
    else world.facts.set(now, { ...ANYTHING, low: direction === 'up' ? before.low : -Infinity, high: direction === 'down' ? before.high : Infinity });
  }
  // `while (!stop)`, and nothing here sets it: somebody else does, or the loop would never be left.
  for (const place of loop.asked) {
    const cell = cellOf(frame, world, place);
    const held = frame.table.term(read(frame, world, cell));
    if (held.kind === 'input' && held.cell === cell) write(frame, world, cell, frame.table.unknown(`n${to}:${cell}:${repeats}`));
  }
  return true;
}

function mostRepeats(loop: Loop | undefined): number { return loop !== undefined && loop.body.size > MOST_BLOCKS_TO_REPEAT ? 0 : MOST_REPEATS; }

function runBlock(frame: Frame, world: World, block: Block, number: number, observer: Observer | null): World[] {
  let worlds = [world];
  block.instructions.forEach((instruction, index) => {
    const site = number * 4096 + index;
    if (observer !== null) for (const w of worlds) observer.before(frame, w, instruction);
    worlds = worlds.flatMap((w) => step(frame, w, instruction, site));
    if (observer !== null) for (const w of worlds) observer.after(frame, w, instruction);
    if (worlds.length > MOST_WORLDS) worlds = joinWorlds(frame, worlds, site);
  });
  return worlds;
}

function step(frame: Frame, world: World, instruction: Instruction, number: number): World[] {
  const site = siteOf(instruction, number);
  checkFollowed(frame, world, site, instruction);
  loseTagged(frame, world, instruction);
  switch (instruction.op) {
    case 'call': return call(frame, world, instruction, number);
    case 'assign': {
      if (instruction.value.kind === 'load') {
        const from = cellOf(frame, world, instruction.value.place);
        if (isStruct(frame, world, from)) {
          assignStruct(frame, world, site, from, cellOf(frame, world, instruction.to));
          return [world];
        }
      }
      const value = evaluate(frame, world, instruction.value);
      assignTo(frame, world, site, instruction.to, value, instruction.initialiser);
      return [world];
    }
    case 'declare': world.cells.set(frame.table.variable(instruction.variable), frame.table.uninitialised); return [world];
    case 'zero': zeroPlace(frame, world, instruction); return [world];
    case 'kill': kill(frame, world, instruction.variables, site); return [world];
    case 'perhaps-leave': perhapsLeave(world); return [world];
    case 'escape': {
      for (const operand of instruction.values) {
        const value = evaluate(frame, world, operand);
        forget(frame, world, value);
        scramble(frame, world, site, value, 0);
      }
      return [world];
    }
  }
}

/** A cell whose parts are known is a struct. O(cells). */
function isStruct(frame: Frame, world: World, cell: Cell): boolean {
  for (const other of knownWithin(frame, world, cell)) if (other !== cell) return true;
  return false;
}

function zeroPlace(frame: Frame, world: World, instruction: Extract<Instruction, { op: 'zero' }>): void {
  const cell = cellOf(frame, world, instruction.place);
  for (const other of knownWithin(frame, world, cell)) world.cells.set(other, frame.table.zero);
  world.cells.set(cell, frame.table.zero);
}

/** Locals that go out of scope take the last name of what they own with them; leaks are then judged at the exit. */
function kill(frame: Frame, world: World, variables: readonly number[], site: Site): void {
  for (const id of variables) {
    const whole = frame.table.variable(id);
    for (const cell of knownWithin(frame, world, whole)) {
      const value = world.cells.get(cell);
      if (value === undefined) continue;
      const account = world.accounts.get(value);
      world.cells.delete(cell);
      if (frame.isCleanedUp(cell)) { surrender(frame, world, value); continue; }
      if (account !== undefined && account.held > 0 && account.state === 'live') leaveScope(frame, world, site, value, frame.variableName(id));
    }
  }
}

function leaveScope(frame: Frame, world: World, site: Site, value: Value, name: string): void {
  const account = world.accounts.get(value);
  if (account === undefined || account.provenance === 'incoming' || account.provenance === 'given') return;
  for (const held of world.cells.values()) if (held === value) return;
  frame.report(world, 'leak', site, value, name, { account, detail: frame.ir.name === 'main' && world.repeats.size === 0 ? 'main' : 'scope' });
  world.accounts.set(value, { ...account, state: 'lost' });
}

function finish(frame: Frame, world: World, end: Terminator, number: number, send: (from: number, to: number, world: World) => void, exits: { world: World; value: Value | null }[]): void {
  if (end.kind === 'branch' || end.kind === 'return') checkFollowed(frame, world, { range: end.range, statement: end.range, number: -1 }, end);
  loseTagged(frame, world, end);
  switch (end.kind) {
    case 'goto': send(number, end.to, world); return;
    case 'branch': {
      const condition = evaluate(frame, world, end.condition);
      const known = truthOf(frame, world, condition);
      if (known !== null) { send(number, known ? end.yes : end.no, world); return; }
      const other = fork(world);
      const site: Site = { range: end.range, statement: end.range, number: -1 };
      if (assume(frame, world, condition, true)) {
        frame.event(world, 'branch', site, end.negated ? 'false' : 'true', []);
        send(number, end.yes, world);
      }
      if (assume(frame, other, condition, false)) {
        frame.event(other, 'branch', site, end.negated ? 'true' : 'false', []);
        send(number, end.no, other);
      }
      return;
    }
    case 'return': {
      if (end.value?.kind === 'load') returnStruct(frame, world, cellOf(frame, world, end.value.place));
      const value = end.value === null ? null : evaluate(frame, world, end.value);
      if (value !== null && frame.table.term(value).kind === 'binary' && truthOf(frame, world, value) === null) {
        // `return *out != NULL;`: the answer tells the caller which of the two it is.
        const other = fork(world);
        for (const [branch, truth] of [[world, true], [other, false]] as const) {
          if (!isComparison(frame, value) || !assume(frame, branch, value, truth)) continue;
          leave(frame, branch, { range: end.range, statement: end.statement, number: -1 }, truth ? frame.table.one : frame.table.zero, exits);
        }
        if (isComparison(frame, value)) return;
      }
      leave(frame, world, { range: end.range, statement: end.statement, number: -1 }, value, exits);
      return;
    }
    case 'end':
      leave(frame, world, { range: end.range, statement: end.range, number: -1 }, null, exits);
      return;
    case 'unreachable': return;
  }
}

function leave(frame: Frame, world: World, site: Site, value: Value | null, exits: { world: World; value: Value | null }[]): void {
  for (const way of partedByFlag(frame, world)) {
    checkExit(frame, way, site, value);
    if (exits.length <= MOST_EXITS) exits.push({ world: way, value });
  }
}

/** `out->some = out->s != NULL;`: the flag that stays behind tells the caller which of the two it is, as a returned comparison does. */
function partedByFlag(frame: Frame, world: World): World[] {
  const flag = [...world.cells].find(([cell, value]) => {
    const term = frame.table.term(value);
    return term.kind === 'binary' && isComparison(frame, value) && (world.accounts.has(term.left) || world.accounts.has(term.right)) && frame.outlives(cell) && truthOf(frame, world, value) === null;
  });
  if (flag === undefined) return [world];
  const ways: World[] = [];
  for (const [way, truth] of [[fork(world), false], [world, true]] as const) {
    if (!assume(frame, way, flag[1], truth)) continue;
    for (const [cell, value] of [...way.cells]) if (value === flag[1]) way.cells.set(cell, truth ? frame.table.one : frame.table.zero);
    ways.push(way);
  }
  return ways;
}

function isComparison(frame: Frame, value: Value): boolean {
  const term = frame.table.term(value);
  return term.kind === 'binary' && ['==', '!=', '<', '<=', '>', '>='].includes(term.operator);
}

/** `return (struct item){ host, s };`: what a struct that is returned by value holds goes with it. */
function returnStruct(frame: Frame, world: World, cell: Cell): void {
  for (const part of knownWithin(frame, world, cell)) {
    const value = part === cell ? undefined : world.cells.get(part);
    if (value !== undefined) surrender(frame, world, value);
  }
}
