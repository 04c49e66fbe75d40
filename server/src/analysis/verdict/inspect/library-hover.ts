import { describeContract, describeParameter, describeReturn, type ArgumentName } from '../../model/describe.ts';
import type { FunctionModel, Model, ParameterModel } from '../../model/effects.ts';
import { DIFFERS_TEXT, EFFECT_TEXT } from '../../model/words.ts';

/** People count arguments from 1. */
export const argumentNumber: ArgumentName = (index) => `argument ${index + 1}`;

/** What the model says of a function of the library, as Markdown of a few lines. */
export function libraryHover(entry: FunctionModel, name: string, model: Model): string {
  const returns = entry.noreturn ? 'does not return' : entry.returns.kind === 'status' || entry.returns.kind === 'unknown' ? '' : `returns ${describeReturn(entry.returns, argumentNumber)}`;
  const first = [entry.says, returns].filter((part) => part !== '').join('; ');
  const lines: string[] = [];
  entry.parameters.forEach((parameter, index) => { if (matters(parameter)) lines.push(`${argumentNumber(index)} ${describeParameter(parameter, argumentNumber)}`); });
  if (entry.rest !== undefined && matters(entry.rest)) lines.push(`other arguments: ${describeParameter(entry.rest, argumentNumber)}`);
  if (entry.returns.kind === 'borrowed') lines.push(`the borrow ends when ${argumentNumber(entry.returns.from)} lets go of the session or is released`);
  if (entry.clears !== undefined) lines.push(`the variable that ${argumentNumber(entry.clears)} points to is NULL afterwards`);
  for (const { argument, contract } of entry.registers) lines.push(`callback in ${argumentNumber(argument)}: ${describeContract(model.contracts.get(contract), contract, (index) => `its ${argumentNumber(index)}`)}`);
  if (entry.owningTwin !== undefined) lines.push(`to own the result, call \`${entry.owningTwin}()\``);
  if (entry.borrowingTwin !== undefined) lines.push(`to borrow instead, call \`${entry.borrowingTwin}()\``);
  if (entry.differs !== undefined) lines.push(`differs between libraries: ${entry.differs.says}${entry.differs.when === undefined ? '' : `, ${DIFFERS_TEXT[entry.differs.when]}`}`);
  const parts = [first === '' ? `**${name}()**` : `**${name}()**: *${first}*`];
  if (lines.length > 0) parts.push(lines.map((line) => `- ${line}`).join('\n'));
  const origin = entry.origin === '' || entry.origin === 'built-in' ? '' : `from ${entry.origin}`;
  const last = [entry.page === '' ? '' : `\`${entry.page}\``, origin].filter((part) => part !== '').join(', ');
  if (last !== '') parts.push(last);
  return parts.join('\n\n');
}

/** Everything but an argument that is only read and may be anything. */
function matters(parameter: ParameterModel): boolean { return describeParameter(parameter, argumentNumber) !== EFFECT_TEXT.use; }
