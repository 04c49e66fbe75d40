import type { FunctionIr, Instruction, Operand, Place } from '../../ir/instructions.ts';
import type { FunctionModel } from '../../model/effects.ts';
import { append } from '../state/event.ts';
import type { FieldEvent } from '../state/field-events.ts';
import type { Problem, ProblemKind } from '../state/problem.ts';

type Call = Extract<Instruction, { op: 'call' }>;

interface Registration {
  readonly function: FunctionIr;
  readonly call: Call;
  /** Variable that keeps the index, '' when none does. */
  readonly index: string;
  readonly hasFreeHook: boolean;
  readonly hasDuplicateHook: boolean;
  readonly tracked: boolean;
}

/** Value number under which the steps of a story across functions are filed. */
const STORY = -1;

/**
 * Slots of library objects (ex_data): an owned session in a slot without a hook that releases it, and hooks of sessions
 * that free without duplicating. O(instructions + events).
 */
export function judgeSlots(functions: readonly FunctionIr[], events: readonly FieldEvent[], modelOf: (name: string) => FunctionModel | undefined): Problem[] {
  const registrations: Registration[] = [];
  const givenOut = new Set<string>();
  for (const f of functions) {
    const slots = slotsOf(f, modelOf);
    registrations.push(...slots.registrations);
    for (const index of slots.givenOut) givenOut.add(index);
  }
  const problems: Problem[] = [];
  for (const registration of registrations) {
    if (registration.tracked && registration.hasFreeHook && !registration.hasDuplicateHook) {
      problems.push(problemOf('slot-without-duplicate-hook', registration.function, registration.call.range, registration.call.statement, registration.index));
    }
  }
  for (const event of ownedInSlots(events)) {
    const index = event.field.slice(1, -1);
    const made = registrations.filter((registration) => registration.index === index);
    if (made.length === 0 || made.some((registration) => registration.hasFreeHook) || givenOut.has(index)) continue;
    if (events.some((other) => other.field === event.field && (other.kind === 'release' || other.kind === 'withdrawn' || other.kind === 'handed-over'))) continue;
    const [registration] = made;
    const trace = registration === undefined ? null : append(null, {
      kind: 'call', file: registration.function.file, range: registration.call.range, statement: registration.call.statement, message: 'the index is made without a free hook', about: [STORY], inner: [],
    });
    problems.push({ ...problemOf('slot-without-free-hook', event.function, event.range, event.statement, index), trace, account: event.account });
  }
  return problems;
}

interface Slots { readonly registrations: readonly Registration[]; readonly givenOut: readonly string[] }

const known = new WeakMap<FunctionIr, Slots>();

/** What a function does with slots; looked at once. */
function slotsOf(f: FunctionIr, modelOf: (name: string) => FunctionModel | undefined): Slots {
  const before = known.get(f);
  if (before !== undefined) return before;
  const registrations: Registration[] = [];
  const givenOut: string[] = [];
  for (const block of f.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op !== 'call' || typeof instruction.callee !== 'string') continue;
      const returns = modelOf(instruction.callee)?.returns;
      if (returns?.kind === 'slot-index') registrations.push(registrationOf(f, instruction, returns));
      // `return SSL_get_ex_data(ssl, idx)`: whoever asks may release it.
      if (returns?.kind === 'slot' && returns.index !== undefined && f.returnType.includes('*')) givenOut.push(nameOf(f, instruction.arguments[returns.index]?.value));
    }
  }
  const slots = { registrations, givenOut };
  known.set(f, slots);
  return slots;
}

/** First store of each place. */
function ownedInSlots(events: readonly FieldEvent[]): FieldEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    const key = `${event.function.file.path}:${event.range.start}`;
    if (event.kind !== 'owned' || !event.field.startsWith('{') || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function registrationOf(f: FunctionIr, call: Call, returns: Extract<FunctionModel['returns'], { kind: 'slot-index' }>): Registration {
  const has = (argument: number | undefined): boolean => {
    const value = argument === undefined ? undefined : call.arguments[argument]?.value;
    return value !== undefined && value.kind !== 'null' && !(value.kind === 'integer' && value.value === 0);
  };
  return {
    function: f, call, index: call.result === null ? '' : resultName(f, call.result),
    hasFreeHook: has(returns.freeHook), hasDuplicateHook: has(returns.duplicateHook), tracked: returns.tracked,
  };
}

/** The variable that keeps the index; through one temporary, as in `if ((idx = new_index(...)) < 0)`. */
function resultName(f: FunctionIr, place: Place): string {
  const name = placeName(f, place);
  if (name !== '') return name;
  for (const block of f.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === 'assign' && instruction.value.kind === 'load' && instruction.value.place.base === place.base && instruction.value.place.path.length === 0) {
        const to = placeName(f, instruction.to);
        if (to !== '') return to;
      }
    }
  }
  return '';
}

function nameOf(f: FunctionIr, operand: Operand | undefined): string { return operand?.kind === 'load' ? placeName(f, operand.place) : ''; }

function placeName(f: FunctionIr, place: Place): string {
  const last = place.path[place.path.length - 1];
  if (last?.kind === 'field') return `.${last.name}`;
  const variable = f.variables[place.base];
  return place.path.length === 0 && (variable?.kind === 'global' || variable?.kind === 'static') ? variable.name : '';
}

function problemOf(kind: ProblemKind, f: FunctionIr, range: Call['range'], statement: Call['statement'], name: string): Problem {
  return { kind, function: f, file: f.file, range, statement, name, holder: '', callee: '', trace: null, about: [STORY], account: null, doubts: [], detail: '', more: 0 };
}
