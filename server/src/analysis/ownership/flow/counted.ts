import type { FunctionIr, Instruction, Operand, Place, Terminator } from '../../ir/instructions.ts';
import { countersOf } from './loops.ts';
import { placesOf } from './places.ts';

/**
 * Arrays that a function goes through: which element is meant cannot be told, so none is followed, not even one with a plain number.
 *
 *     for (i = 0; i < n; i++) list[i] = f();      *p++ = f();      pair[0] = f(); pair[1] = f(); for (i = 0; i < 2; i++) drop(pair[i]);
 */
class Counted {
  /** Variables that are counted up or down, by number; of `list[n++]` also what `n` was before. */
  readonly #variables: ReadonlySet<number>;
  readonly #arrays: ReadonlySet<string>;

  /** O(instructions). */
  constructor(ir: FunctionIr) {
    const counters = new Set(countersOf(ir, new Set(ir.blocks.keys())).filter(({ path }) => path.length === 0).map(({ base }) => base));
    const copies = ir.blocks.flatMap((block) => block.instructions.flatMap((instruction) => (
      instruction.op === 'assign' && instruction.value.kind === 'load' && ir.variables[instruction.to.base]?.kind === 'temporary' && counters.has(instruction.value.place.base) ? [instruction.to.base] : [])));
    this.#variables = new Set([...counters, ...copies]);
    const arrays = new Set<string>();
    if (counters.size > 0) {
      for (const block of ir.blocks) {
        for (const at of [...block.instructions, block.end]) {
          for (const place of [...placesOf(at), ...addressesIn(at)]) {
            place.path.forEach((selector, i) => { if (selector.kind === 'index' && this.#isCounted(selector.at)) arrays.add(arrayOf(place, i)); });
          }
        }
      }
    }
    this.#arrays = arrays;
  }

  /** Whether a place is, or is in, an element of such an array. */
  isElement(place: Place): boolean {
    if (this.#variables.size === 0) return false;
    if (place.path[0]?.kind === 'deref' && this.#variables.has(place.base)) return true;
    return place.path.some((selector, i) => selector.kind === 'index' && (this.#isCounted(selector.at) || this.#arrays.has(arrayOf(place, i))));
  }

  /** Whether elements of what this variable points at are gone through. */
  goesThrough(variable: number): boolean { return this.#variables.has(variable) || this.#arrays.has(`${variable}[]`); }

  #isCounted(operand: Operand): boolean { return operand.kind === 'load' && this.#variables.has(operand.place.base); }
}

/** `drop(&v[i])`, `p = &v[i]`. */
function addressesIn(at: Instruction | Terminator): Place[] {
  if ('kind' in at) return [];
  const operands = at.op === 'assign' ? [at.value] : at.op === 'call' ? at.arguments.map(({ value }) => value) : [];
  return operands.flatMap((operand) => (operand.kind === 'address' ? [operand.place] : []));
}

/** Names the array of which the selector at `index` takes an element. */
function arrayOf(place: Place, index: number): string { return `${place.base}${JSON.stringify(place.path.slice(0, index))}`; }

const known = new WeakMap<FunctionIr, Counted>();

/** Worked out once for each function. */
export function countedIn(ir: FunctionIr): Counted {
  let counted = known.get(ir);
  if (counted === undefined) known.set(ir, counted = new Counted(ir));
  return counted;
}
