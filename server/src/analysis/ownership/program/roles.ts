import type { FunctionIr, Instruction, Operand, Place } from '../../ir/instructions.ts';
import type { CallbackContract, FunctionModel, Model } from '../../model/effects.ts';
import type { Role } from '../state/frame.ts';

/** Which functions are callbacks, by the name they are registered under. */
export type Roles = ReadonlyMap<string, Role>;

/** What is known of the library where a function stands. */
export interface Knowledge {
  readonly model: Model;
  readonly modelOf: (name: string) => FunctionModel | undefined;
}

type KnownTo = (f: FunctionIr) => Knowledge;

const ROUNDS = 3;

/**
 * Finds callbacks in all functions: registered by name, through a function that passes a parameter on to the library,
 * or through a field that is assigned one function only. O(instructions x rounds).
 */
export function findRoles(functions: readonly FunctionIr[], model: Model, knownTo: KnownTo): { roles: Roles; /** Functions that pass a parameter on as a callback. */ wrappers: readonly string[] } {
  const roles = new Map<string, Role>();
  /** Wrappers: name of a function to (parameter index, contract). */
  const wrappers = new Map<string, Map<number, string>>();
  const targets = fieldTargets(functions, knownTo);
  for (let round = 0; round < ROUNDS; round++) {
    let changed = false;
    for (const f of functions) {
      for (const [operand, contractName, direct] of registrations(f, knownTo, wrappers)) {
        const contract = model.contracts.get(contractName);
        if (contract === undefined) continue;
        if (operand.kind === 'function') changed = add(roles, operand.name, contract, direct ? null : 'indirect-registration') || changed;
        if (operand.kind !== 'load') continue;
        const parameter = f.parameters.indexOf(operand.place.base);
        if (operand.place.path.length === 0 && parameter >= 0) {
          const known = wrappers.get(f.name) ?? new Map<number, string>();
          if (!known.has(parameter)) { known.set(parameter, contractName); wrappers.set(f.name, known); changed = true; }
        }
        const field = lastField(operand.place);
        const target = field === '' ? undefined : targets.get(field);
        if (target !== undefined && target !== '') changed = add(roles, target, contract, 'indirect-registration') || changed;
      }
    }
    if (!changed) break;
  }
  addByShape(roles, functions, model, knownTo);
  return { roles, wrappers: [...wrappers.keys()] };
}

/** Functions that nobody calls and that look like a callback: their registration may be in a file that is not there. */
function addByShape(roles: Map<string, Role>, functions: readonly FunctionIr[], model: Model, knownTo: KnownTo): void {
  const candidates = functions.filter((f) => !roles.has(f.name) && shapeOf(f, model) !== undefined);
  if (candidates.length === 0) return;
  const names = new Set(candidates.map((f) => f.name));
  for (const f of functions) for (const name of callsOf(f, knownTo).byName.keys()) names.delete(name);
  for (const f of candidates) {
    const contract = shapeOf(f, model);
    if (contract !== undefined && names.has(f.name) && !roles.has(f.name)) roles.set(f.name, { contract, doubt: 'indirect-registration' });
  }
}

const shapes = new WeakMap<FunctionIr, { readonly model: Model; readonly contract: CallbackContract | undefined }>();

/** The contract whose callbacks look like this function. */
function shapeOf(f: FunctionIr, model: Model): CallbackContract | undefined {
  const known = shapes.get(f);
  if (known?.model === model) return known.contract;
  const types = [f.returnType, ...f.parameters.map((id) => f.variables[id]?.type ?? '')].join('|');
  const contract = [...model.contracts.values()].find(({ shape }) => shape?.types.test(types) === true && (shape.name === undefined || shape.name.test(f.name)));
  shapes.set(f, { model, contract });
  return contract;
}

function add(roles: Map<string, Role>, name: string, contract: CallbackContract, doubt: Role['doubt']): boolean {
  const known = roles.get(name);
  if (known !== undefined && (known.doubt === null || doubt !== null)) return false;
  roles.set(name, { contract, doubt });
  return true;
}

type Call = Extract<Instruction, { op: 'call' }>;

/** What is asked of a function each time that others are added. */
interface Calls {
  readonly byName: ReadonlyMap<string, readonly Call[]>;
  /** Calls with which the library is told a callback, and functions that are passed along with what can be walked through. */
  readonly registering: readonly (readonly [Call, FunctionModel['registers']])[];
  readonly visits: readonly (readonly [Operand, string, boolean])[];
  /** Members that are assigned a function by its name. */
  readonly targets: readonly (readonly [field: string, name: string])[];
}

const known = new WeakMap<FunctionIr, { readonly model: Model; readonly calls: Calls }>();

function callsOf(f: FunctionIr, knownTo: KnownTo): Calls {
  const { model, modelOf } = knownTo(f);
  const before = known.get(f);
  if (before?.model === model) return before.calls;
  const byName = new Map<string, Call[]>();
  const targets: [string, string][] = [];
  const registering: [Call, FunctionModel['registers']][] = [];
  const visiting: Call[] = [];
  for (const block of f.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === 'call' && typeof instruction.callee === 'string') {
        const list = byName.get(instruction.callee);
        if (list === undefined) byName.set(instruction.callee, [instruction]);
        else list.push(instruction);
        const registers = modelOf(instruction.callee)?.registers ?? [];
        if (registers.length > 0) registering.push([instruction, registers]);
        if (instruction.arguments.some((argument) => argument.value.kind === 'function')) visiting.push(instruction);
      } else if (instruction.op === 'assign' && instruction.value.kind === 'function') {
        const field = lastField(instruction.to);
        if (field !== '') targets.push([field, instruction.value.name]);
      }
    }
  }
  const calls = { byName, registering, visits: visiting.flatMap((call) => [...visits(f, call, modelOf)]), targets };
  known.set(f, { model, calls });
  return calls;
}

function* registrations(f: FunctionIr, knownTo: KnownTo, wrappers: ReadonlyMap<string, ReadonlyMap<number, string>>): Generator<readonly [Operand, string, boolean]> {
  const { byName, registering, visits: visited } = callsOf(f, knownTo);
  for (const [call, registers] of registering) {
    for (const { argument, contract } of registers) {
      const operand = functionIn(call, argument);
      if (operand !== null) yield [operand, contract, true];
    }
  }
  yield* visited;
  for (const [name, wrapped] of wrappers) {
    for (const call of byName.get(name) ?? []) {
      for (const [argument, contract] of wrapped) {
        const operand = functionIn(call, argument);
        if (operand !== null) yield [operand, contract, true];
      }
    }
  }
}

/** `walk(SSL_CTX_sessions(ctx), visit)`: a function passed along with what can be walked through is called on its elements. */
function* visits(f: FunctionIr, call: Extract<Instruction, { op: 'call' }>, modelOf: (name: string) => FunctionModel | undefined): Generator<readonly [Operand, string, boolean]> {
  const visitors = call.arguments.filter((argument) => argument.value.kind === 'function');
  if (visitors.length === 0) return;
  for (const { value } of call.arguments) {
    if (value.kind !== 'load' || value.place.path.length > 0) continue;
    const contract = sourceOf(f, value.place.base, modelOf)?.visitorContract;
    if (contract !== undefined) for (const visitor of visitors) yield [visitor.value, contract, false];
  }
}

/** The modelled function whose result a variable is given somewhere. */
function sourceOf(f: FunctionIr, variable: number, modelOf: (name: string) => FunctionModel | undefined): FunctionModel | undefined {
  for (const block of f.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === 'call' && typeof instruction.callee === 'string' && instruction.result?.base === variable && instruction.result.path.length === 0) return modelOf(instruction.callee);
    }
  }
  return undefined;
}

function functionIn(call: Extract<Instruction, { op: 'call' }>, argument: number): Operand | null {
  return call.arguments[argument]?.value ?? null;
}

/** Fields that exactly one function is ever assigned to; '' when there are several. */
function fieldTargets(functions: readonly FunctionIr[], knownTo: KnownTo): Map<string, string> {
  const targets = new Map<string, string>();
  for (const f of functions) {
    for (const [field, name] of callsOf(f, knownTo).targets) {
      const other = targets.get(field);
      targets.set(field, other === undefined || other === name ? name : '');
    }
  }
  return targets;
}

function lastField(place: Place): string {
  const last = place.path[place.path.length - 1];
  return last?.kind === 'field' ? last.name : '';
}
