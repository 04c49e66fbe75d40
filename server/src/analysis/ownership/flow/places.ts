import type { Instruction, Operand, Place, Terminator } from '../../ir/instructions.ts';

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
