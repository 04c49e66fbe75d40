import type { FunctionIr, Instruction, Operand, Place, Terminator } from './instructions.ts';

/** A function as text, one line an instruction, for tests and for people. */
export function printFunction(f: FunctionIr): string {
  const parameters = f.parameters.map((id) => `${name(f, id)}: ${f.variables[id]?.type ?? ''}`);
  if (f.isVariadic) parameters.push('...');
  const lines = [`${f.isStatic ? 'static ' : ''}${f.name}(${parameters.join(', ')}): ${f.returnType}`];
  f.blocks.forEach((block, i) => {
    lines.push(`${i}:`);
    for (const instruction of block.instructions) lines.push(`  ${printInstruction(f, instruction)}`);
    lines.push(`  ${terminator(f, block.end)}`);
  });
  return lines.join('\n');
}

function name(f: FunctionIr, id: number): string {
  const variable = f.variables[id];
  if (variable === undefined) return `?${id}`;
  if (variable.kind === 'temporary') return `$${id}`;
  const same = f.variables.findIndex((other) => other.name === variable.name && other.kind !== 'temporary');
  return same === id ? variable.name : `${variable.name}'${id}`;
}

export function printPlace(f: FunctionIr, place: Place): string {
  let text = name(f, place.base);
  const { path } = place;
  for (let i = 0; i < path.length; i++) {
    const selector = path[i];
    const next = path[i + 1];
    if (selector === undefined) break;
    if (selector.kind === 'field') text += `.${selector.name}`;
    else if (selector.kind === 'index') text += `[${printOperand(f, selector.at)}]`;
    else if (next?.kind === 'field') {
      text += `->${next.name}`;
      i++;
    } else text = i === path.length - 1 && !/[^\w$]/.test(text) ? `*${text}` : `(*${text})`;
  }
  return text;
}

export function printOperand(f: FunctionIr, operand: Operand): string {
  switch (operand.kind) {
    case 'integer': return String(operand.value);
    case 'null': return 'NULL';
    case 'constant': return operand.name;
    case 'string': return '""';
    case 'load': return printPlace(f, operand.place);
    case 'address': return `&${printPlace(f, operand.place)}`;
    case 'function': return `@${operand.name}`;
    case 'configuration': return `#${operand.key}`;
    case 'unary': return `${operand.operator}(${printOperand(f, operand.operand)})`;
    case 'binary': return `(${printOperand(f, operand.left)} ${operand.operator} ${printOperand(f, operand.right)})`;
    case 'unknown': return '?';
  }
}

export function printInstruction(f: FunctionIr, instruction: Instruction): string {
  const origin = instruction.macro === undefined ? '' : `  [${instruction.macro}]`;
  return bare(f, instruction) + origin;
}

function bare(f: FunctionIr, instruction: Instruction): string {
  switch (instruction.op) {
    case 'assign': {
      const cast = instruction.cast === undefined ? '' : `(${instruction.cast}) `;
      return `${instruction.initialiser ? 'init ' : ''}${printPlace(f, instruction.to)} = ${cast}${printOperand(f, instruction.value)}`;
    }
    case 'call': {
      const target = instruction.result === null ? '' : `${instruction.initialiser ? 'init ' : ''}${printPlace(f, instruction.result)} = `;
      const callee = typeof instruction.callee === 'string' ? instruction.callee : `[${printPlace(f, instruction.callee)}]`;
      return `${target}${callee}(${instruction.arguments.map((argument) => printOperand(f, argument.value)).join(', ')})`;
    }
    case 'declare': return `declare ${name(f, instruction.variable)}`;
    case 'zero': return `zero ${printPlace(f, instruction.place)}`;
    case 'kill': return `kill ${instruction.variables.map((id) => name(f, id)).join(', ')}`;
    case 'perhaps-leave': return `${instruction.name} may leave`;
    case 'escape': return `escape ${instruction.values.map((value) => printOperand(f, value)).join(', ')} (${instruction.why})`;
  }
}

function terminator(f: FunctionIr, end: Terminator): string {
  switch (end.kind) {
    case 'goto': return `goto ${end.to}`;
    case 'branch': return `if ${printOperand(f, end.condition)} then ${end.yes} else ${end.no}`;
    case 'return': return end.value === null ? 'return' : `return ${printOperand(f, end.value)}`;
    case 'end': return 'end';
    case 'unreachable': return 'unreachable';
  }
}
