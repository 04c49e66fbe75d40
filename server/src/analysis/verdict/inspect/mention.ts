import type { FunctionIr, Instruction, Operand, Place, Range, Selector, Terminator } from '../../ir/instructions.ts';
import { printPlace } from '../../ir/print.ts';
import { plainText, type Written } from './expression.ts';
import type { Locator } from './locate.ts';

/** An expression of the text, found in the instructions of a function. */
export interface Mention {
  /** Null: where the function is entered. */
  readonly at: Instruction | Terminator | null;
  /** Where the session is, or may be. */
  readonly place: Place;
  readonly name: string;
  /** Of the place's type: 1 for a session, -1 when it is not known. */
  readonly depth: number;
  /** `first`: the place comes into being here; `again`: it gets another value. */
  readonly written: 'no' | 'first' | 'again';
}

/** A place that an instruction names, and the text it may be named in; the narrower one is tried first. */
export interface Use { readonly at: Instruction | Terminator; readonly place: Place; readonly range: Range; readonly statement: Range; readonly written: Mention['written'] }

/**
 * The use of an expression at its place in the text, by the innermost instruction around it that names it; null when
 * none does, or when it can be no session. O(instructions of the function).
 */
export function mentionOf(f: FunctionIr, written: Written, locator: Locator, fieldDepth: (name: string) => number): Mention | null {
  const best = narrowest(f, written, (use) => use.range, locator) ?? narrowest(f, written, (use) => use.statement, locator);
  return best === null ? parameterOf(f, written, locator) : meant(f, best.use, best.length, fieldDepth);
}

/** The use whose range is the smallest around the expression, of several the first, and its selectors up to the end of the expression. */
function narrowest(f: FunctionIr, written: Written, rangeOf: (use: Use) => Range, locator: Locator): { use: Use; length: number } | null {
  let best: { use: Use; length: number; size: number } | null = null;
  for (const use of usesIn(f)) {
    const range = rangeOf(use);
    const size = range.end - range.start;
    if ((best !== null && best.size <= size) || !locator.covers(f, range, written.range)) continue;
    const length = prefixOf(f, use.place, written.text);
    if (length >= 0) best = { use, length, size };
  }
  return best;
}

/** A parameter where it is declared. */
function parameterOf(f: FunctionIr, written: Written, locator: Locator): Mention | null {
  for (const id of f.parameters) {
    const variable = f.variables[id];
    if (variable?.depth !== 1 || variable.name !== written.text || !locator.covers(f, variable.range, written.range)) continue;
    return { at: null, place: { base: id, path: [] }, name: variable.name, depth: 1, written: 'no' };
  }
  return null;
}

/** Selectors of a place after which it is spelled like that, -1 when it never is. */
function prefixOf(f: FunctionIr, place: Place, text: string): number {
  for (let length = 0; length <= place.path.length; length++) {
    if (plainText(printPlace(f, { base: place.base, path: place.path.slice(0, length) })) === text) return length;
  }
  return -1;
}

/** `out` of type `T **` stands for `*out`, a table for the element that is meant. */
function meant(f: FunctionIr, use: Use, length: number, fieldDepth: (name: string) => number): Mention | null {
  let path = use.place.path.slice(0, length);
  let depth = depthOf(f, { base: use.place.base, path }, fieldDepth);
  let written = use.written;
  if (depth === 2) {
    const next: Selector = use.place.path[length] ?? { kind: 'deref' };
    const isTable = length === use.place.path.length && f.variables[use.place.base]?.type.endsWith(']') === true;
    if (next.kind === 'field' || isTable) return null;
    path = [...path, next];
    depth = 1;
  }
  if (depth !== 1 && depth !== -1) return null;
  // `s->next = t` reads s.
  if (path.length < use.place.path.length) written = 'no';
  const place = { base: use.place.base, path };
  return { at: use.at, place, name: printPlace(f, place).replace(/'\d+/g, ''), depth, written };
}

/** As `Variable.depth`, for a place. */
export function depthOf(f: FunctionIr, place: Place, fieldDepth: (name: string) => number): number {
  const last = place.path[place.path.length - 1];
  if (last === undefined) return f.variables[place.base]?.depth ?? -1;
  if (last.kind === 'field') return fieldDepth(last.name);
  const whole = depthOf(f, { base: place.base, path: place.path.slice(0, -1) }, fieldDepth);
  return whole > 0 ? whole - 1 : whole;
}

/** Every place that a function names, with the place in the text. */
export function* usesIn(f: FunctionIr): Generator<Use> {
  for (const block of f.blocks) {
    for (const instruction of block.instructions) yield* usesOf(instruction);
    const { end } = block;
    if (end.kind === 'branch') for (const place of placesIn(end.condition)) yield { at: end, place, range: end.range, statement: end.range, written: 'no' };
    if (end.kind === 'return' && end.value !== null) for (const place of placesIn(end.value)) yield { at: end, place, range: end.range, statement: end.statement, written: 'no' };
  }
}

function* usesOf(instruction: Instruction): Generator<Use> {
  const { range, statement } = instruction;
  const whole = { at: instruction, range, statement };
  switch (instruction.op) {
    case 'assign':
      yield { ...whole, place: instruction.to, written: instruction.initialiser ? 'first' : 'again' };
      for (const place of placesIn(instruction.value)) yield { ...whole, place, written: 'no' };
      return;
    case 'call':
      for (const argument of instruction.arguments) for (const place of placesIn(argument.value)) yield { ...whole, place, range: argument.range, written: 'no' };
      if (instruction.result !== null) yield { ...whole, place: instruction.result, range: statement, written: instruction.initialiser ? 'first' : 'again' };
      return;
    case 'declare': yield { ...whole, place: { base: instruction.variable, path: [] }, written: 'first' }; return;
    case 'zero': yield { ...whole, place: instruction.place, written: 'no' }; return;
    case 'escape': for (const value of instruction.values) for (const place of placesIn(value)) yield { ...whole, place, written: 'no' }; return;
    case 'kill': case 'perhaps-leave': return;
  }
}

function* placesIn(operand: Operand): Generator<Place> {
  switch (operand.kind) {
    case 'load': case 'address':
      yield operand.place;
      for (const selector of operand.place.path) if (selector.kind === 'index') yield* placesIn(selector.at);
      return;
    case 'unary': yield* placesIn(operand.operand); return;
    case 'binary': yield* placesIn(operand.left); yield* placesIn(operand.right); return;
    default: return;
  }
}
