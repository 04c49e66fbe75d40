import type { Condition } from '../../code/condition.ts';
import { assume } from './assume.ts';
import type { Frame } from '../state/frame.ts';
import type { Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

/**
 * Takes over what the reading of a function presupposes, so that an `#ifdef` left in its body is answered as the one
 * that chose the reading was. False when that contradicts what is assumed of the configuration: the reading cannot occur.
 */
export function assumePresence(frame: Frame, world: World, condition: Condition): boolean {
  return assume(frame, world, valueOf(frame, condition), true);
}

function valueOf(frame: Frame, condition: Condition): Value {
  const { table } = frame;
  switch (condition.kind) {
    case 'true': return table.one;
    case 'false': return table.zero;
    case 'defined': return table.named('configuration', `defined(${condition.name})`);
    case 'opaque': return table.named('configuration', condition.text);
    case 'compare': return table.binary(condition.operator, table.named('configuration', condition.name), table.integer(condition.value));
    case 'not': return table.unary('!', valueOf(frame, condition.operand));
    case 'and': case 'or': {
      const operator = condition.kind === 'and' ? '&&' : '||';
      return condition.operands.map((operand) => valueOf(frame, operand)).reduce((a, b) => table.binary(operator, a, b), condition.kind === 'and' ? table.one : table.zero);
    }
  }
}
