import { lookup } from './match.ts';
import { nearest } from './nearest.ts';
import { DIFFERS_TEXT, EFFECT_TEXT, ENDS_BORROWS_TEXT, HANDSHAKE_TEXT, MACRO_TEXT, NULL_TEXT, ON_REUSE_TEXT, OUTCOME_TEXT, RETURN_TEXT, ROLE_TEXT } from './words.ts';
import type { CallbackContract, FunctionModel, Model, ParameterModel, ReturnModel } from './effects.ts';

/**
 * What the model says about `name`, for a person: what becomes of references, NULL, callbacks, page and origin.
 * Several lines without a line end at the last; for an unknown name one line with the nearest known one.
 */
export function describe(model: Model, name: string): string {
  const entry = lookup(model, name);
  if (entry !== undefined) return describeFunction(entry, name, model);
  const macro = model.macros.get(name);
  if (macro !== undefined) return `${name}\n  macro: ${MACRO_TEXT[macro]}`;
  if (model.types.includes(name)) return `${name}\n  type: the tracked object`;
  if (model.ownerTypes.includes(name)) return `${name}\n  type: an owner of tracked objects`;
  const close = nearest(name.slice(0, 80), model.functions.keys());
  const guess = model.readerNames.test(name) ? '; the name suggests that it only reads' : model.retainerNames.test(name) ? '; the name suggests that it adds a reference' : '';
  return `${name}\n  not in the model${guess}${close === undefined ? '' : `. Did you mean '${close}'?`}`;
}

/** The entry as plain data for `--format json`; undefined when there is none. Contracts are written out in full. */
export function describeJson(model: Model, name: string): Readonly<Record<string, unknown>> | undefined {
  const entry = lookup(model, name);
  if (entry === undefined) return undefined;
  const contracts = entry.registers.map((r) => ({ argument: r.argument, contract: model.contracts.get(r.contract) ?? r.contract }));
  return { ...entry, name, ...(entry.name === name ? {} : { family: entry.name }), registers: contracts };
}

/** How an argument is called, by its number from 0. */
export type ArgumentName = (index: number) => string;

const BY_INDEX: ArgumentName = (index) => `argument ${index}`;

function describeFunction(entry: FunctionModel, name: string, model: Model): string {
  const lines = [name];
  const add = (label: string, text: string): void => {
    if (text !== '') lines.push(`  ${label}: ${text}`);
  };
  add('does', entry.says);
  add('returns', entry.noreturn ? 'never' : describeReturn(entry.returns, BY_INDEX));
  entry.parameters.forEach((parameter, i) => add(BY_INDEX(i), describeParameter(parameter, BY_INDEX)));
  if (entry.rest !== undefined) add('other arguments', describeParameter(entry.rest, BY_INDEX));
  add('reference count', describeCounts(entry));
  if (entry.calls !== undefined) add('calls', `what argument ${entry.calls.function} names`);
  if (entry.clears !== undefined) add('afterwards', `the variable that argument ${entry.clears} points to is NULL`);
  if (entry.returnsWhen !== undefined) add('returns only when', `argument ${entry.returnsWhen.argument} is ${entry.returnsWhen.is}`);
  for (const { argument, contract } of entry.registers) {
    add(`callback in ${BY_INDEX(argument)}`, describeContract(model.contracts.get(contract), contract, BY_INDEX));
  }
  if (entry.visitorContract !== undefined) add('functions it is passed with', describeContract(model.contracts.get(entry.visitorContract), entry.visitorContract, BY_INDEX));
  add('to own the result', entry.owningTwin === undefined ? '' : `call ${entry.owningTwin}`);
  add('to borrow instead', entry.borrowingTwin === undefined ? '' : `call ${entry.borrowingTwin}`);
  if (entry.differs !== undefined) add('differs', `${entry.differs.says}${entry.differs.when === undefined ? '' : `, ${DIFFERS_TEXT[entry.differs.when]}`}`);
  add('page', entry.page);
  const close = entry.name === name ? undefined : nearest(name.slice(0, 80), model.functions.keys(), 1);
  const family = entry.name === name ? '' : ` (no entry of its own: judged by its name${close === undefined ? '' : `; did you mean '${close}'?`})`;
  add('origin', `${entry.origin}${family}${entry.weak === true ? '; a definition in the project wins' : ''}`);
  return lines.join('\n');
}

/** What a call gives back, for a person. Parts are joined by `; `. */
export function describeReturn(returns: ReturnModel, argument: ArgumentName): string {
  const text = RETURN_TEXT[returns.kind];
  switch (returns.kind) {
    case 'status':
      return returns.values === undefined ? text : `${returns.values.join(' or ')}; nothing to own`;
    case 'owned':
      return [
        text,
        returns.nullable ? 'may be NULL' : '',
        returns.sameAs === undefined ? '' : `the variable that ${argument(returns.sameAs)} points to holds the same reference`,
        returns.mayBe === undefined ? '' : `may be ${argument(returns.mayBe)} itself`,
        returns.of === undefined ? '' : `on the session of ${argument(returns.of)}`,
      ].filter((part) => part !== '').join('; ');
    case 'borrowed':
    case 'interior':
      return [text, `kept alive by ${argument(returns.from)}`, returns.nullable ? 'may be NULL' : '', returns.lasting === true ? 'may outlive that argument' : '']
        .filter((part) => part !== '').join('; ');
    case 'argument':
      return argument(returns.from);
    case 'slot':
      return `${text}${returns.index === undefined ? '' : ` that ${argument(returns.index)} numbers`} of ${argument(returns.object)}`;
    case 'predicate':
      return `whether ${argument(returns.left)} ${returns.operator} ${returns.right === null ? '0' : argument(returns.right)}`;
    case 'memory':
      return `${text}${returns.zeroed ? ', cleared' : ''}`;
    default:
      return text;
  }
}

/** What a call does with one argument, its own number left out. Parts are joined by `; `. */
export function describeParameter(parameter: ParameterModel, argument: ArgumentName): string {
  const parts = [EFFECT_TEXT[parameter.effect]];
  if (parameter.when !== undefined) parts.push(`only when ${OUTCOME_TEXT[parameter.when]}`);
  if (parameter.holder !== undefined) parts.push(`the holder is ${argument(parameter.holder)}`);
  if (parameter.onReuse !== undefined) parts.push(ON_REUSE_TEXT[parameter.onReuse]);
  if (parameter.null !== undefined) parts.push(NULL_TEXT[parameter.null]);
  if (parameter.endsBorrows !== undefined) parts.push(ENDS_BORROWS_TEXT[parameter.endsBorrows]);
  if (parameter.handshake !== undefined) parts.push(HANDSHAKE_TEXT[parameter.handshake]);
  if (parameter.destroys === true) parts.push('is itself released; what was borrowed from it ends');
  if (parameter.endsHold !== undefined) parts.push(`${argument(parameter.endsHold)} drops its own reference on it`);
  if (parameter.interiorOf !== undefined) parts.push(`receives a pointer into ${argument(parameter.interiorOf)}`);
  if (parameter.notFrom !== undefined) parts.push(`must not come from ${parameter.notFrom.join(', ')} of the same object`);
  if (parameter.invalidatesInterior !== undefined) parts.push(`ends what ${parameter.invalidatesInterior.join(', ')} returned`);
  return parts.join('; ');
}

function describeCounts(entry: FunctionModel): string {
  const counts = entry.counts;
  if (counts === undefined) return '';
  const amount = counts.amountArgument === undefined ? String(counts.amount ?? 1) : `argument ${counts.amountArgument}`;
  return `adds ${amount} to the count that argument ${counts.argument} points to`;
}

/** What a callback of a contract gets and owes. Parts are joined by `; `. */
export function describeContract(contract: CallbackContract | undefined, name: string, argument: ArgumentName): string {
  if (contract === undefined) return name;
  const roles = contract.parameters.flatMap((parameter, i) => {
    if (parameter.role === 'other') return [];
    const parts = [`${argument(i)} is ${ROLE_TEXT[parameter.role]}`];
    if (parameter.role === 'flag') parts[0] = `${argument(i)} ${ROLE_TEXT.flag}`;
    if (parameter.role === 'out-owned') parts[0] = `${argument(i)} ${ROLE_TEXT['out-owned']}`;
    if (parameter.keptWhen !== undefined) parts.push(`kept exactly when ${OUTCOME_TEXT[parameter.keptWhen]}`);
    if (parameter.initial !== undefined) parts.push(`starts at ${parameter.initial}`);
    if (parameter.givenWhen !== undefined) parts.push(`handed over when it is ${parameter.givenWhen}`);
    if (parameter.takenWhen !== undefined) parts.push(parameter.takenWhen === 'always' ? 'whatever the result' : `when ${OUTCOME_TEXT[parameter.takenWhen]}`);
    return [parts.join(', ')];
  });
  const forbidden = contract.forbidden.length === 0 ? [] : [`must not call ${contract.forbidden.join(', ')} on the same context`];
  return [name, ...roles, ...forbidden].join('; ');
}
