import type { BinaryOperator, Instruction, Operand, Place, Terminator } from '../../ir/instructions.ts';

/** The places that an instruction reads or writes; not those inside an index. */
export function placesOf(at: Instruction | Terminator): Place[] {
  if ('kind' in at) {
    if (at.kind === 'branch') return loadsOf(at.condition);
    return at.kind === 'return' && at.value !== null ? loadsOf(at.value) : [];
  }
  switch (at.op) {
    case 'assign': return [...loadsOf(at.value), at.to];
    case 'call': return [...at.arguments.flatMap((argument) => loadsOf(argument.value)), ...(at.result === null ? [] : [at.result])];
    case 'zero': return [at.place];
    default: return [];
  }
}

function loadsOf(operand: Operand): Place[] {
  switch (operand.kind) {
    case 'load': return [operand.place];
    case 'unary': return loadsOf(operand.operand);
    case 'binary': return [...loadsOf(operand.left), ...loadsOf(operand.right)];
    default: return [];
  }
}

/** Operators after which a pointer can be had back from the result; `%` and `>>` are how one is hashed. */
const REVERSIBLE: ReadonlySet<BinaryOperator> = new Set(['+', '-', '|', '&', '^']);

/** The places whose bits are in a number that is computed from them: `(uintptr_t)s | OWNED`. None for what is no computation. */
export function bitsIn(operand: Operand): Place[] {
  if (operand.kind === 'unary') return operand.operator === '!' ? [] : bitsOf(operand.operand);
  return operand.kind === 'binary' && REVERSIBLE.has(operand.operator) ? [...bitsOf(operand.left), ...bitsOf(operand.right)] : [];
}

function bitsOf(operand: Operand): Place[] { return operand.kind === 'load' ? [operand.place] : bitsIn(operand); }
