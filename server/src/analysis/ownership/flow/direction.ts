import type { FunctionIr, Operand, Place } from '../../ir/instructions.ts';

/** Which way a loop counts: what a variable was in one round is below, or above, what it is in all later ones. */
export type Direction = 'up' | 'down';

/**
 * `i++` and `i += 2` and nothing else: so `if (i == 0)` is true in one round at most. Null when the blocks may also set the
 * variable in another way, or something else may, because its address is taken. O(instructions).
 */
export function directionOf(ir: FunctionIr, body: ReadonlySet<number>, counter: Place): Direction | null {
  const kind = ir.variables[counter.base]?.kind;
  if (counter.path.length > 0 || (kind !== 'local' && kind !== 'parameter')) return null;
  let direction: Direction | null = null;
  for (const [number, block] of ir.blocks.entries()) {
    for (const instruction of block.instructions) {
      if (instruction.op === 'call' && instruction.arguments.some((argument) => takesAddress(argument.value, counter.base))) return null;
      if (instruction.op === 'assign' && takesAddress(instruction.value, counter.base)) return null;
      if (instruction.op === 'escape' && instruction.values.some((value) => takesAddress(value, counter.base))) return null;
      if (!body.has(number)) continue;
      if (instruction.op === 'zero' && instruction.place.base === counter.base) return null;
      if (instruction.op === 'call' && instruction.result?.base === counter.base) return null;
      if (instruction.op !== 'assign' || instruction.to.base !== counter.base) continue;
      const step = stepOf(instruction.value, counter.base);
      if (step === 0 || (direction !== null && direction !== wayOf(step))) return null;
      direction = wayOf(step);
    }
  }
  return direction;
}

function wayOf(step: number): Direction { return step > 0 ? 'up' : 'down'; }

/** What is added to the variable; 0 when that is not a plain number. */
function stepOf(value: Operand, variable: number): number {
  if (value.kind !== 'binary' || value.right.kind !== 'integer' || value.left.kind !== 'load') return 0;
  const { base, path } = value.left.place;
  if (base !== variable || path.length > 0) return 0;
  return value.operator === '+' ? value.right.value : value.operator === '-' ? -value.right.value : 0;
}

function takesAddress(operand: Operand, variable: number): boolean {
  switch (operand.kind) {
    case 'address': return operand.place.base === variable && operand.place.path.every((selector) => selector.kind !== 'deref');
    case 'unary': return takesAddress(operand.operand, variable);
    case 'binary': return takesAddress(operand.left, variable) || takesAddress(operand.right, variable);
    default: return false;
  }
}
