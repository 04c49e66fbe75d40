import type { FunctionModel, ParameterModel, ReturnModel } from './effects.ts';
import { checkWord, isArgument, isObject, kindOf, ObjectReader, type JsonPath, type Report } from './reader.ts';
import { DIFFERS_TEXT, EFFECT_TEXT, ENDS_BORROWS_TEXT, HANDSHAKE_TEXT, NULL_TEXT, ON_REUSE_TEXT, OPERATORS, OUTCOME_TEXT, RETURN_TEXT } from './words.ts';

const USE: ParameterModel = { effect: 'use' };
const STATUS: ReturnModel = { kind: 'status' };
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,199}$/;

/** What an entry inherits when it does not say. */
export interface EntryDefaults {
  readonly tracked: boolean;
  readonly weak: boolean;
  readonly origin: string;
}

/** Drops keys without value, so that objects satisfy exact optional types. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
function defined<T extends object>(value: T): Partial<Defined<T>> {
  const result: Partial<Defined<T>> = {};
  for (const key in value) {
    const item = value[key];
    if (item !== undefined) result[key] = item as Defined<T>[typeof key];
  }
  return result;
}

/**
 * Reads the entry of one function as model files spell it. Missing parts get defaults (parameters only read, result
 * a plain number); wrong parts are reported and get the same defaults. `name` is checked too.
 */
export function readFunction(name: string, entry: ObjectReader, defaults: EntryDefaults, report: Report): FunctionModel {
  if (!NAME.test(name)) report({ path: entry.path, at: 'key', message: `'${name.slice(0, 80)}' is no name of a function` });
  const at = (key: string): JsonPath => [...entry.path, key];
  const parameters = entry.list('parameters').map((p, i) => readParameter(p, [...at('parameters'), i], report));
  const rest = entry.has('rest') ? readParameter(entry.any('rest'), at('rest'), report) : undefined;
  const returns = entry.has('returns') ? readReturn(entry.any('returns'), at('returns'), report) : STATUS;
  const registers = entry.list('registers').flatMap((r, i) => {
    const reader = new ObjectReader(r, [...at('registers'), i], report);
    const argument = reader.argument('argument');
    const contract = reader.text('contract');
    reader.finish();
    return argument === undefined || contract === undefined ? [] : [{ argument, contract }];
  });
  return {
    name,
    parameters,
    returns,
    noreturn: entry.flag('noreturn') ?? false,
    registers,
    tracked: entry.flag('tracked') ?? defaults.tracked,
    says: entry.text('says') ?? '',
    page: entry.text('page') ?? '',
    origin: defaults.origin,
    ...defined({
      rest,
      weak: entry.flag('weak') ?? (defaults.weak ? true : undefined),
      pure: entry.flag('pure'),
      counts: readCounts(entry, report),
      calls: readCalls(entry, report),
      clears: entry.argument('clears'),
      visitorContract: entry.text('visitorContract'),
      returnsWhen: readReturnsWhen(entry, report),
      differs: readDiffers(entry, report),
      owningTwin: entry.text('owningTwin'),
      borrowingTwin: entry.text('borrowingTwin'),
    }),
  };
}

/** A parameter: the name of an effect, or an object with `effect` and its conditions. */
function readParameter(value: unknown, path: JsonPath, report: Report): ParameterModel {
  if (typeof value === 'string') {
    const effect = checkWord(value, EFFECT_TEXT, path, report);
    return effect === undefined || effect === 'use' ? USE : { effect };
  }
  const reader = new ObjectReader(value, path, report);
  const effect = reader.word('effect', EFFECT_TEXT) ?? 'use';
  const parameter: ParameterModel = {
    effect,
    ...defined({
      when: reader.word('when', OUTCOME_TEXT),
      holder: reader.argument('holder'),
      null: reader.word('null', NULL_TEXT),
      endsBorrows: reader.word('endsBorrows', ENDS_BORROWS_TEXT),
      destroys: reader.flag('destroys'),
      notFrom: reader.texts('notFrom'),
      invalidatesInterior: reader.texts('invalidatesInterior'),
      slot: readSlot(reader, report),
      endsHold: reader.argument('endsHold'),
      interiorOf: reader.argument('interiorOf'),
      onReuse: reader.word('onReuse', ON_REUSE_TEXT),
      handshake: reader.word('handshake', HANDSHAKE_TEXT),
    }),
  };
  if (effect === 'hold' && parameter.holder === undefined) reader.problem('effect', "'hold' needs 'holder', the number of the argument that holds");
  reader.finish();
  return parameter;
}

function readSlot(reader: ObjectReader, report: Report): ParameterModel['slot'] {
  if (!reader.has('slot')) return undefined;
  const slot = new ObjectReader(reader.any('slot'), [...reader.path, 'slot'], report);
  const object = slot.argument('object') ?? 0;
  const index = slot.argument('index');
  slot.finish();
  return index === undefined ? { object } : { object, index };
}

/** A result: the name of its kind, or an object with `kind` and what belongs to it. */
function readReturn(value: unknown, path: JsonPath, report: Report): ReturnModel {
  const reader = new ObjectReader(typeof value === 'string' ? { kind: value } : value, path, report);
  const kind = reader.word('kind', RETURN_TEXT) ?? 'unknown';
  const result = readReturnOf(kind, reader);
  reader.finish();
  return result;
}

function readReturnOf(kind: ReturnModel['kind'], reader: ObjectReader): ReturnModel {
  const nullable = (): boolean => reader.flag('nullable') ?? true;
  const from = (): number => reader.argument('from') ?? 0;
  switch (kind) {
    case 'status':
      return { kind, ...defined({ values: reader.integers('values') }) };
    case 'owned':
      return { kind, nullable: nullable(), ...defined({ sameAs: reader.argument('sameAs'), mayBe: reader.argument('mayBe'), of: reader.argument('of') }) };
    case 'borrowed':
    case 'interior':
      return { kind, from: from(), nullable: nullable(), ...defined({ lasting: reader.flag('lasting') }) };
    case 'argument':
      return { kind, from: from() };
    case 'slot':
      return { kind, object: reader.argument('object') ?? 0, ...defined({ index: reader.argument('index') }) };
    case 'slot-index':
      return { kind, tracked: reader.flag('tracked') ?? false, ...defined({ duplicateHook: reader.argument('duplicateHook'), freeHook: reader.argument('freeHook') }) };
    case 'predicate': {
      const right = reader.any('right');
      if (right !== undefined && right !== null && !isArgument(right)) reader.problem('right', `'right': expected the number of an argument or null, found ${kindOf(right)}`);
      return { kind, operator: reader.word('operator', OPERATORS) ?? '!=', left: reader.argument('left') ?? 0, right: isArgument(right) ? right : null };
    }
    case 'memory':
      return { kind, zeroed: reader.flag('zeroed') ?? false };
    case 'static':
    case 'sentinel':
    case 'holder':
    case 'unknown':
      return { kind };
  }
}

function readCounts(entry: ObjectReader, report: Report): FunctionModel['counts'] {
  if (!entry.has('counts')) return undefined;
  const reader = new ObjectReader(entry.any('counts'), [...entry.path, 'counts'], report);
  const amount = reader.integer('amount');
  const one: 1 | -1 | undefined = amount === 1 ? 1 : amount === -1 ? -1 : undefined;
  const counts = { argument: reader.argument('argument') ?? 0, ...defined({ amountArgument: reader.argument('amountArgument'), amount: one }) };
  if (amount !== undefined && amount !== 1 && amount !== -1) reader.problem('amount', `'amount': expected 1 or -1, found ${String(amount)}`);
  reader.finish();
  return counts;
}

function readCalls(entry: ObjectReader, report: Report): FunctionModel['calls'] {
  if (!entry.has('calls')) return undefined;
  type Forwarded = NonNullable<FunctionModel['calls']>['arguments'][number];
  const reader = new ObjectReader(entry.any('calls'), [...entry.path, 'calls'], report);
  const forwarded = reader.list('arguments').map((value, i): Forwarded => {
    if (isArgument(value) || value === 'null' || value === 'unknown') return value;
    if (isObject(value) && isArgument(value['pointee'])) return { pointee: value['pointee'] };
    report({ path: [...reader.path, 'arguments', i], at: 'value', message: `expected the number of an argument, {"pointee": number}, "null" or "unknown", found ${kindOf(value)}` });
    return 'unknown';
  });
  const calls = { function: reader.argument('function') ?? 0, arguments: forwarded };
  reader.finish();
  return calls;
}

function readReturnsWhen(entry: ObjectReader, report: Report): FunctionModel['returnsWhen'] {
  if (!entry.has('returnsWhen')) return undefined;
  const reader = new ObjectReader(entry.any('returnsWhen'), [...entry.path, 'returnsWhen'], report);
  const result = { argument: reader.argument('argument') ?? 0, is: reader.word('is', { zero: 0, nonzero: 0 }) ?? 'nonzero' };
  reader.finish();
  return result;
}

function readDiffers(entry: ObjectReader, report: Report): FunctionModel['differs'] {
  if (!entry.has('differs')) return undefined;
  const reader = new ObjectReader(entry.any('differs'), [...entry.path, 'differs'], report);
  const differs = { says: reader.text('says') ?? '', ...defined({ when: reader.word('when', DIFFERS_TEXT), argument: reader.argument('argument') }) };
  reader.finish();
  return differs;
}
