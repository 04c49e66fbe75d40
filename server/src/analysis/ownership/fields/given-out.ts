import type { FunctionIr } from '../../ir/instructions.ts';
import type { ContractParameter } from '../../model/effects.ts';
import { ANYTHING, inOutcome } from '../state/facts.ts';
import type { FieldUse } from './field-uses.ts';
import type { Problem } from '../state/problem.ts';
import type { Roles } from '../program/roles.ts';

/**
 * Callbacks that hand what a field holds over to the library (`*copy = 0; return c->loaded;`) and leave it in the field,
 * from where another function releases it again. Seen from the text of the callback, so that it holds even where the
 * paths through it could not be followed. O(uses + instructions of the callbacks).
 */
export function judgeGivenOut(uses: readonly FieldUse[], roles: Roles, found: readonly Problem[]): Problem[] {
  const problems: Problem[] = [];
  for (const use of uses) {
    const contract = use.kind === 'moved' ? roles.get(use.function.name)?.contract : undefined;
    if (contract === undefined) continue;
    const flag = contract.parameters.findIndex((parameter) => parameter.role === 'flag');
    const parameter = contract.parameters[flag];
    if (parameter === undefined || !isReturned(use) || !isAlwaysGiven(use.function, flag, parameter)) continue;
    const sameField = uses.filter((other) => other.field === use.field);
    const isHere = (other: FieldUse): boolean => other.function.file === use.function.file && other.function.nameRange.start === use.function.nameRange.start;
    if (sameField.some((other) => other.kind === 'written' && isHere(other)) || !sameField.some((other) => other.kind === 'released' && !isHere(other))) continue;
    if (found.some((problem) => problem.kind.startsWith('flag-') && problem.function.nameRange.start === use.function.nameRange.start && problem.file === use.function.file)) continue;
    const name = /^return\s*\(?\s*([\w.\->[\]]+)/.exec(use.function.file.text.slice(use.range.start, use.range.end))?.[1] ?? use.field.replace(/^\./, '');
    problems.push({
      kind: 'flag-borrowed-given', rule: contract.rule, function: use.function, file: use.function.file, range: use.range, statement: use.range, name, holder: name,
      callee: '', trace: null, about: [], account: null, doubts: ['incoming-count'], detail: use.function.variables[use.function.parameters[flag] ?? -1]?.name ?? '', more: 0,
    });
  }
  return problems;
}

/** The field itself is what a `return` of the function gives. */
function isReturned(use: FieldUse): boolean {
  return use.function.blocks.some(({ end }) => end.kind === 'return' && end.range.start === use.range.start && end.value?.kind === 'load' && end.value.place.path.length > 0);
}

/** The flag is written, and only ever with the value that hands over. */
function isAlwaysGiven(f: FunctionIr, flag: number, parameter: ContractParameter): boolean {
  const variable = f.parameters[flag];
  let written = false;
  for (const block of f.blocks) {
    for (const instruction of block.instructions) {
      const to = instruction.op === 'assign' ? instruction.to : instruction.op === 'call' ? instruction.result : null;
      if (to === null || to.base !== variable || to.path.length !== 1 || to.path[0]?.kind !== 'deref') continue;
      if (instruction.op !== 'assign' || instruction.value.kind !== 'integer' || inOutcome({ ...ANYTHING, low: instruction.value.value, high: instruction.value.value }, parameter.givenWhen ?? 'zero') !== true) return false;
      written = true;
    }
  }
  return written;
}
