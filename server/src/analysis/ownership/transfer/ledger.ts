import { NEW_ACCOUNT, type Account, type Doubt, type Holder, type Stored } from '../state/account.ts';
import type { Event } from '../state/event.ts';
import { factOf, isZero } from '../state/facts.ts';
import { logField, type FieldEvent } from '../state/field-events.ts';
import type { Frame, Site } from '../state/frame.ts';
import { outlivingNames } from '../state/memory.ts';
import { nameOr, quoted, valueName } from '../state/naming.ts';
import type { Cell, Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

/**
 * The rules of double entry: each function here is one word of the model's vocabulary. References are only made by
 * `acquire` and `retain`, only destroyed by `release`; everything else moves them. After a problem the object is
 * `lost`: one mistake is reported once.
 */

const COUNTED_AT_MOST = 4;

/** A value that is certainly no object: NULL, or known to be zero on this path. */
export function isNull(frame: Frame, world: World, value: Value): boolean {
  return isZero(factOf(world.facts, frame.table, value));
}

/** Terms that can stand for an object of the tracked type. */
function canBeObject(frame: Frame, value: Value): boolean {
  const kind = frame.table.term(value).kind;
  return kind === 'parameter' || kind === 'input' || kind === 'result' || kind === 'unknown' || kind === 'binary';
}

/** The account of a value; one that came in gets one when it is first touched. */
export function accountOf(frame: Frame, world: World, value: Value): Account {
  const known = world.accounts.get(value);
  if (known !== undefined) return known;
  const term = frame.table.term(value);
  const came = term.kind === 'parameter' || term.kind === 'input';
  return { ...NEW_ACCOUNT, rounds: new Map(world.repeats), label: valueName(frame, world, value), doubts: came ? ['incoming-count'] : ['incoming-count', 'seen-by-unknown'] };
}

export function set(world: World, value: Value, account: Account): void { world.accounts.set(value, account); }

export function acquire(frame: Frame, world: World, site: Site, value: Value, source: string, message: string, extra: Partial<Account> = {}): void {
  const origin = frame.event(world, 'acquire-owned', site, message, [value]);
  set(world, value, { ...NEW_ACCOUNT, rounds: new Map(world.repeats), provenance: 'owned', held: 1, origin, source, label: `${source}()`, ...extra });
}

export function borrow(frame: Frame, world: World, site: Site, value: Value, lender: Value | null, source: string, message: string, extra: Partial<Account> = {}): void {
  const origin = frame.event(world, 'acquire-borrowed', site, message, [value]);
  set(world, value, {
    ...NEW_ACCOUNT, rounds: new Map(world.repeats), provenance: 'borrowed', others: lender === null ? ['library'] : [`owner:${lender}`], lender, origin, source, label: `${source}()`, ...extra,
  });
}

export function forget(frame: Frame, world: World, value: Value): void {
  if (!canBeObject(frame, value)) return;
  const account = world.accounts.get(value);
  if (account === undefined) return;
  if (account.state !== 'lost') set(world, value, { ...account, state: 'lost' });
}

/** As `forget`, and the caller is told that the value it passed went to code that is not known. */
export function surrender(frame: Frame, world: World, value: Value): void {
  if (!canBeObject(frame, value)) return;
  logAt(frame, world, null, value, 'handed-over');
  set(world, value, { ...accountOf(frame, world, value), state: 'lost', kept: null, surrendered: null });
}

export function holderName(frame: Frame, world: World, account: Account): string {
  const owner = account.others.find((other) => other.startsWith('owner:'));
  const holder = account.lender ?? (owner === undefined ? null : Number(owner.slice('owner:'.length)));
  if (holder !== null) {
    const name = valueName(frame, world, holder);
    if (name !== '') return name;
  }
  return '';
}

/** The value is about to be used: it must be alive. Returns false when a problem was reported. */
export function use(frame: Frame, world: World, site: Site, value: Value, callee: string, detail = ''): boolean {
  const session = world.interior.get(value);
  if (session !== undefined) return useInterior(frame, world, site, value, session, callee);
  const account = world.accounts.get(value);
  if (account === undefined || account.state === 'live' || account.state === 'lost') return true;
  const name = nameOr(frame, world, value, 'the session');
  const kind = account.state === 'gone' ? 'use-after-release' : 'use-after-owner';
  frame.report(world, kind, site, value, name, { account, callee, detail, holder: holderName(frame, world, account) });
  set(world, value, { ...account, state: 'lost' });
  return false;
}

function useInterior(frame: Frame, world: World, site: Site, pointer: Value, session: Value, callee: string): boolean {
  const account = world.accounts.get(session);
  if (account === undefined || account.state === 'live' || account.state === 'lost') return true;
  frame.report(world, 'interior-use-after-release', site, pointer, nameOr(frame, world, pointer, 'the pointer'), {
    account, callee, holder: nameOr(frame, world, session, 'the session'), about: [pointer, session],
  });
  world.interior.delete(pointer);
  return false;
}

export function retain(frame: Frame, world: World, site: Site, value: Value, callee: string): void {
  if (!canBeObject(frame, value) || !use(frame, world, site, value, callee)) return;
  // `X509_up_ref(peer)`: the part has a reference of its own from here on.
  if (world.interior.delete(value)) return;
  const account = accountOf(frame, world, value);
  if (account.state === 'lost') { set(world, value, { ...account, kept: null, surrendered: null }); return; }
  if (isOfOtherRound(world, account)) { loseCount(frame, world, value); return; }
  const origin = frame.event(world, 'upref', site, `${callee}() adds a reference: ${quoted(frame, world, value, 'the session')} is owned once more`, [value]);
  set(world, value, {
    ...account, held: Math.min(account.held + 1, COUNTED_AT_MOST), retained: account.retained + 1, origin: account.held === 0 ? origin : account.origin ?? origin,
  });
}

/** `for (i = 0; i < n; i++) SSL_SESSION_up_ref(s);`: how often is counted by the loop, not here. */
export function isOfOtherRound(world: World, { rounds }: Account): boolean {
  for (const [loop, count] of world.repeats) if (rounds.get(loop) !== count) return true;
  return false;
}

/** The references of a value are as many as a loop makes them: nothing is said about them in this function. */
export function loseCount(frame: Frame, world: World, value: Value): void {
  frame.countedByLoops.add(value);
  surrender(frame, world, value);
}

/** One reference is dropped. */
export function release(frame: Frame, world: World, site: Site, value: Value, callee: string, doubts: readonly Doubt[] = []): void {
  if (isNull(frame, world, value)) return;
  if (value === frame.table.uninitialised) {
    frame.report(world, 'uninitialised', site, value, 'the pointer', { callee });
    return;
  }
  if (!canBeObject(frame, value)) return;
  if (isOtherObject(frame, value)) {
    frame.report(world, 'released-other-memory', site, value, nameOr(frame, world, value, 'the argument'), { callee });
    return;
  }
  const account = accountOf(frame, world, value);
  logAt(frame, world, site, value, 'release');
  const name = nameOr(frame, world, value, 'the session');
  const holder = holderName(frame, world, account);
  const complain = (kind: 'release-twice' | 'release-of-borrowed' | 'release-of-lent' | 'release-of-sentinel', extra: { rule?: string } = {}): void => {
    frame.report(world, kind, site, value, name, { account, holder, callee, doubts, ...extra });
    set(world, value, { ...account, state: 'lost' });
  };
  if (account.state === 'lost') {
    set(world, value, { ...account, kept: null, surrendered: null, adopted: account.provenance === 'given' ? 1 : account.adopted });
    return;
  }
  const lent = account.provenance === 'lent' && frame.role !== null ? { rule: frame.role.contract.rule } : {};
  if (account.provenance === 'sentinel') { complain('release-of-sentinel'); return; }
  if (account.state === 'gone') { complain('release-twice'); return; }
  if (account.held > 0) {
    if (account.origin !== null) {
      const accepted = account.offered.some(({ answer }) => !isNull(frame, world, answer));
      (accepted ? frame.releasedAfterOffer : frame.released).add(account.origin.range.start);
    }
    const held = account.held - 1;
    const alive = held > 0 || account.others.length > 0 || account.provenance === 'incoming' || account.provenance === 'borrowed' || account.provenance === 'lent';
    const event = frame.event(world, 'release', site, held > 0 ? `one of ${held + 1} references to ${quoted(frame, world, value, 'the session')} is released here` : `${quoted(frame, world, value, 'the session')} is released here`, [value]);
    set(world, value, { ...account, held, state: alive ? 'live' : 'gone', end: event, doubts: mix(account.doubts, doubts) });
    return;
  }
  switch (account.provenance) {
    case 'borrowed': complain('release-of-borrowed'); return;
    case 'lent': complain('release-of-lent', lent); return;
    // Its own reference is gone, but a cache still has one: that is the one released now.
    case 'owned': case 'given': complain(account.cached.length > 0 ? 'release-of-borrowed' : 'release-twice'); return;
    case 'incoming': {
      if (account.adopted > 0) { complain('release-twice'); return; }
      const event = frame.event(world, 'release', site, `${quoted(frame, world, value, 'the session')} is released here`, [value]);
      set(world, value, { ...account, adopted: 1, state: 'gone', end: event, doubts: mix(account.doubts, doubts) });
    }
  }
}

function mix(a: readonly Doubt[], b: readonly Doubt[]): readonly Doubt[] {
  return b.length === 0 ? a : [...new Set([...a, ...b])];
}

/** An owner object by its declared type, or fresh from the call that makes one. */
function isOtherObject(frame: Frame, value: Value): boolean {
  const term = frame.table.term(value);
  if (term.kind === 'result') return frame.environment.modelOf(term.callee)?.returns.kind === 'holder';
  if (term.kind !== 'parameter') return false;
  const type = frame.ir.variables[frame.ir.parameters[term.index] ?? -1]?.type.replace(/^const /, '') ?? '';
  return frame.environment.model.ownerTypes.some((owner) => type === `${owner} *`);
}

/** Notes what happens to the field or global that a value was read from or stored in. */
function logAt(frame: Frame, world: World, site: Site | null, value: Value, kind: FieldEvent['kind']): void {
  const term = frame.table.term(value);
  const account = world.accounts.get(value);
  const cell = term.kind === 'input' ? term.cell : account?.stored?.cell ?? foundIn(frame, world, value);
  // A reference that was added here is dropped: the field keeps its own.
  if (cell === undefined || (term.kind === 'input' && (account?.held ?? 0) > 0)) return;
  if (account?.stored?.cell === cell && kind === 'release') kind = 'withdrawn';
  logField(frame, world, site ?? { range: frame.ir.nameRange, statement: frame.ir.nameRange, number: -1 }, cell, kind, valueName(frame, world, value), '');
}

/** Where a value was read that unknown code may have put there: the memory it is still in. */
export function foundIn(frame: Frame, world: World, value: Value): Cell | undefined {
  const term = frame.table.term(value);
  // 's': memory behind a pointer that was passed on; 'x': what was known before such a call
  if (term.kind !== 'unknown' || !/^[sx]/.test(term.key)) return undefined;
  return outlivingNames(frame, world, value)[0];
}

/** The callee takes over the reference of the caller. */
export function take(frame: Frame, world: World, site: Site, value: Value, callee: string): void {
  if (isNull(frame, world, value) || !canBeObject(frame, value) || !use(frame, world, site, value, callee)) return;
  const account = accountOf(frame, world, value);
  if (account.held > 0) {
    frame.event(world, 'transfer', site, `${callee}() takes over the reference`, [value]);
    set(world, value, { ...account, held: account.held - 1, others: withHolder(account.others, 'library') });
  } else set(world, value, { ...account, state: 'lost' });
}

/** The callee keeps a reference of its own for an owner object. */
export function hold(frame: Frame, world: World, site: Site, value: Value, owner: Value | null, callee: string, answer: Value | null = null): void {
  if (isNull(frame, world, value) || !canBeObject(frame, value)) return;
  if (!use(frame, world, site, value, callee)) return;
  const account = accountOf(frame, world, value);
  if (account.state === 'lost') return;
  const event = frame.event(world, 'use', site, `${callee}() takes a reference of its own; the caller keeps theirs`, [value]);
  set(world, value, { ...account, others: withHolder(account.others, owner === null ? 'library' : `owner:${owner}`), origin: account.origin ?? event, offered: answer === null || owner === null ? account.offered : [...account.offered, { answer, owner }] });
}

function withHolder(others: readonly Holder[], holder: Holder): readonly Holder[] {
  return others.includes(holder) ? others : [...others, holder];
}

/** Whoever lent sessions out through this owner lets go of them; `except` is the one that is being set again. */
export function endBorrows(frame: Frame, world: World, site: Site, owner: Value, certainty: 'always' | 'maybe', except: Value | null, callee: string): void {
  let event: Event | null = null;
  const happened = (): Event => event ??= frame.event(world, 'use', site, certainty === 'always'
    ? `${callee}() makes ${quoted(frame, world, owner, 'the owner')} let go of its session`
    : `${callee}() may replace the session of ${quoted(frame, world, owner, 'the connection')}`, []);
  const term = frame.table.term(owner);
  if (term.kind === 'parameter' || term.kind === 'input') {
    if (world.ended.get(owner) !== 'always') world.ended.set(owner, certainty);
  }
  const holder: Holder = `owner:${owner}`;
  for (const [value, account] of [...world.accounts]) {
    if (value === except || account.state !== 'live' || !account.others.includes(holder)) continue;
    if (certainty === 'maybe') {
      if (account.held > 0 || account.provenance !== 'borrowed' || account.others.length > 1) continue;
      set(world, value, { ...account, state: 'ended', end: happened(), perhaps: true });
      continue;
    }
    const others = account.others.filter((other) => other !== holder);
    const depends = account.provenance === 'borrowed' || account.provenance === 'owned';
    if (account.held > 0 || others.length > 0 || !depends) set(world, value, { ...account, others });
    else set(world, value, { ...account, others, state: account.provenance === 'owned' ? 'gone' : 'ended', end: happened(), perhaps: false });
  }
}

/** The value is put where it outlives the function, in the place of `old`. */
export function storedIn(frame: Frame, world: World, value: Value, cell: Cell, event: Event, old: Value | undefined): void {
  const account = world.accounts.get(value);
  if (account !== undefined) set(world, value, { ...account, stored: { cell, event, replaced: replacedBy(frame, cell, old), judged: false } });
}

function replacedBy(frame: Frame, cell: Cell, old: Value | undefined): Stored['replaced'] {
  if (old === undefined) return 'unread';
  const term = frame.table.term(old);
  return term.kind === 'input' && term.cell === cell ? 'initial' : 'other';
}

/** What was stored last was stored, and reported if it is wrong, in a function that was called. */
export function storedByCallee(world: World, value: Value): void {
  const account = world.accounts.get(value);
  if (account !== undefined && account.stored !== null) set(world, value, { ...account, stored: { ...account.stored, judged: true } });
}
