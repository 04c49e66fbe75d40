import type { FunctionIr, Operand, Place, Selector } from '../../ir/instructions.ts';
import { append } from '../state/event.ts';
import { keyOf, placeOf } from './field-record.ts';
import type { FieldUse } from './field-uses.ts';
import type { FieldEvent } from '../state/field-events.ts';
import { successors } from '../flow/loops.ts';
import type { Problem } from '../state/problem.ts';

/** Functions after which nobody looks at the object any more, by their name. */
const DESTRUCTOR = /(?:^|_|[a-z](?=[A-Z]))(?:un|de)?(?:free|destroy|destroyed|destructor|delete|del|dtor|dealloc|dispose|finali[sz]er?|fini|gc|cleanup|clean|init|term|terminate|exit|release|unload|remove|kill|end|done)(?:_|$|[A-Z])/i;

/** Events and uses, sorted by what they are looked up by. */
export interface Clues {
  readonly releases: ReadonlyMap<string, FieldEvent>;
  readonly byFunction: ReadonlyMap<string, readonly FieldEvent[]>;
  readonly byField: ReadonlyMap<string, readonly FieldEvent[]>;
  /** At most a few uses of each field that are no writes: those of two functions, and one that reads. */
  readonly lookedAt: ReadonlyMap<string, readonly FieldUse[]>;
}

export function cluesOf(events: readonly FieldEvent[], uses: readonly FieldUse[]): Clues {
  const releases = new Map<string, FieldEvent>();
  const byFunction = new Map<string, FieldEvent[]>();
  const byField = new Map<string, FieldEvent[]>();
  const lookedAt = new Map<string, FieldUse[]>();
  for (const event of events) {
    if (event.kind === 'release' && !releases.has(placeOf(event))) releases.set(placeOf(event), event);
    push(byFunction, keyOf(event.function), event);
    push(byField, event.field, event);
  }
  for (const use of uses) {
    const known = lookedAt.get(use.field) ?? [];
    const news = !known.some((other) => keyOf(other.function) === keyOf(use.function) && other.kind === use.kind);
    if (use.kind !== 'written' && news && known.length < MOST_LOOKS) push(lookedAt, use.field, use);
  }
  return { releases, byFunction, byField, lookedAt };
}

const MOST_LOOKS = 6;

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/**
 * A field that is released and left as it is. Destructors do that rightly, so it takes more to be sure of it: the
 * function goes on to write other members of the object, which therefore lives, and the field is looked at elsewhere.
 * Without that it stays a problem of low confidence; elements of arrays and lists, which are usually freed whole, are
 * dropped. O(instructions of the function + uses).
 */
export function danglingField(problem: Problem, clues: Clues): Problem[] {
  const release = clues.releases.get(placeOf(problem));
  if (release === undefined || problem.name.includes('[') || problem.name === 'memory' || release.field.startsWith('{')) return [];
  const lives = !isDestructor(problem.function) && writesObjectAfter(problem.function, problem.range.start, release.field);
  const looked = (clues.lookedAt.get(release.field) ?? []).some((use) => use.kind === 'read' || keyOf(use.function) !== keyOf(problem.function));
  if (lives && looked) return [{ ...problem, detail: 'alive' }];
  const copy = copyInsteadOfOriginal(release, clues);
  if (copy === undefined) return [problem];
  const trace = append(null, { kind: 'escape', file: copy.function.file, range: copy.range, statement: copy.statement, message: 'a session is copied here without a reference', about: problem.about, inner: [] });
  // Whatever else is known of the function, the field is left set to what is released: the same rule, with the reason.
  return [{ ...problem, kind: 'field-released-borrow', rule: 'double-free', trace, account: null, detail: `${copy.function.name}()` }];
}

/**
 * `peer->sess = fresh; free(request->sess);` where `request->sess` was copied from `peer->sess` elsewhere: what is replaced
 * is not looked at, and a copy that others may have as well is released. The store that copied, undefined when there is none.
 */
function copyInsteadOfOriginal(release: FieldEvent, clues: Clues): FieldEvent | undefined {
  const here = keyOf(release.function);
  const type = typeBefore(release);
  const replaced = (clues.byFunction.get(here) ?? []).find((event) => event.kind === 'owned' && event.before === 'unread' && event.name !== release.name && event.name !== '');
  if (replaced === undefined || type === '') return undefined;
  const stores = (clues.byField.get(release.field) ?? []).filter((event) => typeBefore(event) === type);
  if (stores.some((event) => event.kind === 'owned')) return undefined;
  return stores.find((event) => event.kind === 'unknown' && event.source === replaced.field && keyOf(event.function) !== here
    && !(clues.byFunction.get(keyOf(event.function)) ?? []).some((other) => other.kind === 'cleared' && other.field === replaced.field));
}

/** Type of `c` in `c->sess`, '' when it is named in another way. */
function typeBefore(event: FieldEvent): string {
  const [, variable, member] = /^(\w+)->(\w+)$/.exec(event.name) ?? [];
  return variable === undefined || `.${member}` !== event.field ? '' : event.function.variables.find((candidate) => candidate.name === variable)?.type ?? '';
}

export function isDestructor(f: FunctionIr): boolean { return DESTRUCTOR.test(f.name); }

/** Whether a member of the object that holds `field` is assigned after the call at `at`. */
function writesObjectAfter(ir: FunctionIr, at: number, field: string): boolean {
  for (const [number, block] of ir.blocks.entries()) {
    for (const [index, instruction] of block.instructions.entries()) {
      if (instruction.op !== 'call' || instruction.range.start !== at) continue;
      const place = instruction.arguments.map((argument) => placeIn(argument.value)).find((candidate) => candidate !== null && endsIn(candidate, field));
      if (place === undefined || place === null) continue;
      const object = place.path.slice(0, 1 + place.path.findLastIndex((selector) => selector.kind === 'deref'));
      if (object.length > 0 && isAssignedAfter(ir, number, index, { base: place.base, path: object }, field)) return true;
    }
  }
  return false;
}

function isAssignedAfter(ir: FunctionIr, start: number, index: number, object: Place, field: string): boolean {
  const writes = (number: number, from: number): boolean => (ir.blocks[number]?.instructions ?? []).some((instruction, i) => {
    if (i < from) return false;
    const to = instruction.op === 'assign' ? instruction.to : instruction.op === 'call' ? instruction.result : null;
    return to !== null && to.base === object.base && to.path.length > object.path.length && !endsIn(to, field) && object.path.every((selector, step) => same(selector, to.path[step]));
  });
  if (writes(start, index + 1)) return true;
  const seen = new Set<number>();
  const work = [...successors(ir, start)];
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    if (seen.has(block)) continue;
    seen.add(block);
    if (writes(block, 0)) return true;
    work.push(...successors(ir, block));
  }
  return false;
}

function placeIn(operand: Operand): Place | null { return operand.kind === 'load' ? operand.place : null; }

function endsIn(place: Place, field: string): boolean {
  const last = place.path[place.path.length - 1];
  return last?.kind === 'field' && `.${last.name}` === field;
}

function same(a: Selector, b: Selector | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false;
  return a.kind !== 'field' || (b.kind === 'field' && a.name === b.name);
}
