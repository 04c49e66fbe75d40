import { cluesOf, danglingField, isDestructor } from './dangling.ts';
import { append, type Event } from '../state/event.ts';
import { keyOf, onePerPlace, placeOf, recordsOf, type Declarations, type FieldRecord } from './field-record.ts';
import type { FieldUse } from './field-uses.ts';
import type { FieldEvent } from '../state/field-events.ts';
import { freedWithoutRelease, isSetFromTheBeginning } from './freed.ts';
import { fieldOf } from './handovers.ts';
import { withoutMarked } from './marked.ts';
import { sharedReferences, type Sharing } from './shared.ts';
import type { Problem, ProblemKind } from '../state/problem.ts';

export interface Evidence {
  readonly events: readonly FieldEvent[];
  readonly uses: readonly FieldUse[];
  readonly declarations: Declarations;
  /** Fields that code which could not be read mentions: nothing is said about what never happens to them. */
  readonly obscure: ReadonlySet<string>;
}

/** Plain names of the fields and globals that own something, or lose it. */
export function fieldsToJudge(events: readonly FieldEvent[]): Set<string> {
  return new Set(events.filter((event) => event.kind === 'owned' || event.kind === 'release').map((event) => event.field.replace(/^\./, '')));
}

/** Names of fields and globals of which every mention in the project has to be known before they can be judged. */
export function fieldsInDoubt(events: readonly FieldEvent[], declarations: Declarations): Set<string> {
  const names = new Set<string>();
  for (const record of recordsOf(events, [], declarations).values()) {
    if (record.owned.every((event) => declarations.isLibrary(event.function.file.path))) continue;
    // Declared as something else, or differently in different structs.
    if (record.field.startsWith('.') && declarations.owners(record.field.slice(1)) === 0 && declarations.isDeclared(record.field.slice(1))) continue;
    if (record.field.startsWith('{')) names.add(record.field.slice(1, -1));
    else if (record.released.every((event) => record.replaces(event.function)) || isSetFromTheBeginning(record)) names.add(record.field);
  }
  return names;
}

/**
 * Adds to the problems that were found on paths what is wrong with fields: judges each field and global by what all
 * functions do with it (Heine and Lam, PLDI 2003: a field owns what it holds always or never; here the writers and
 * releasers of the project vote). O(events + uses).
 */
export function judgeFields(found: readonly Problem[], evidence: Evidence): Problem[] {
  const records = recordsOf(evidence.events, evidence.uses, evidence.declarations);
  const clues = cluesOf(evidence.events, evidence.uses);
  const unmarked = withoutMarked(found, evidence.events);
  const kept = unmarked.flatMap((problem) => (problem.kind === 'field-left-dangling' ? danglingField(problem, clues) : [problem]));
  const lost = new Set(found.filter((problem) => problem.kind === 'leak' && problem.detail === 'freed').map(placeOf));
  const problems: Problem[] = [];
  for (const record of records.values()) {
    const member = record.field.startsWith('.') ? record.field.slice(1) : '';
    // A `void *` that holds a session now and encoded bytes tomorrow is left alone.
    if (record.field.startsWith('{') || (member !== '' && evidence.declarations.owners(member) === 0)) {
      if (member !== '' && !evidence.declarations.isDeclared(member) && !evidence.obscure.has(record.field)) problems.push(...freedUndeclared(record, lost));
      continue;
    }
    if (!evidence.obscure.has(record.field)) problems.push(...neverReleased(record, lost), ...freedAlone(record, lost));
    problems.push(...overwritten(record), ...releasedBorrow(record, unmarked, evidence.declarations), ...sharedReferences(record, (field) => records.get(field)).map(sharedWith));
  }
  // The place that overwrites it is reported: the calls that come to it would say the same again.
  const reported = new Set(problems.filter((problem) => problem.rule === 'leak-on-overwrite' && problem.detail === 'present').map((problem) => fieldOf(problem.name)));
  const again = (problem: Problem): boolean => problem.kind === 'leak-on-overwrite' && problem.callee !== '' && reported.has(fieldOf(problem.name));
  const own = (problem: Problem): boolean => (!problem.kind.startsWith('field-') && problem.kind !== 'owner-freed-without-release') || !evidence.declarations.isLibrary(problem.file.path);
  return [...kept.filter((problem) => own(problem) && !again(problem)), ...problems.filter(own)];
}

/** Stored owned, and no code of the project gives it up again. `lost`: where a path showed that memory is freed with the session in it. */
function* neverReleased(record: FieldRecord, lost: ReadonlySet<string>): Generator<Problem> {
  const { stores } = record;
  const [store] = stores;
  if (store === undefined) return;
  const ends = record.uses.filter((use) => use.kind === 'released');
  if (record.uses.some((use) => use.kind === 'moved') || !ends.every((use) => record.replaces(use.function)) || !record.released.every((event) => record.replaces(event.function)) || record.withdrawn.length > 0) return;
  // A constructor that fails frees the struct, too; the destructor is the one that forgets.
  const frees = onePerPlace(record.uses.filter((use) => use.kind === 'freed' && !lost.has(placeOf(use))));
  const freed = frees.find((use) => isDestructor(use.function)) ?? frees[0];
  if (freed !== undefined) {
    yield freedWith(record, store, freed);
    return;
  }
  // Only replaced, never given up at the end: the last one stays for as long as whatever holds it.
  if (ends.length > 0 || record.released.length > 0) return;
  // `it->session = s; LIST_APPEND(list, it, next)`: nobody in sight looks at it, so it is meant for code that is not here.
  if (!record.uses.some((use) => use.kind === 'read')) return;
  let trace = store.trace;
  for (const event of stores.slice(1)) trace = stepOf(trace, event, 'and here');
  // What a program keeps until it exits costs nothing.
  yield { ...problemOf('field-never-released', store, trace), detail: stores.every((event) => event.function.name === 'main') ? 'main' : '' };
}

function* freedAlone(record: FieldRecord, lost: ReadonlySet<string>): Generator<Problem> {
  const [store] = record.stores;
  if (store !== undefined) for (const use of freedWithoutRelease(record, lost)) yield freedWith(record, store, use);
}

function freedWith(record: FieldRecord, store: FieldEvent, use: FieldUse): Problem {
  let trace: Event | null = null;
  for (const event of record.stores) trace = stepOf(trace, event, 'an owned session is stored here');
  return problemOf('owner-freed-without-release', { ...store, name: record.field.replace(/^\./, ''), function: use.function, range: use.range, statement: use.range }, trace);
}

/** The struct is declared elsewhere: then only a destructor beside the code that stores says that the member is forgotten. */
function* freedUndeclared(record: FieldRecord, lost: ReadonlySet<string>): Generator<Problem> {
  const { stores } = record;
  for (const problem of neverReleased(record, lost)) {
    if (problem.kind === 'owner-freed-without-release' && isDestructor(problem.function) && stores.every((store) => store.function.file === problem.file)) yield problem;
  }
}

/** Overwritten or cleared while it holds a session that nobody else can release. */
function* overwritten(record: FieldRecord): Generator<Problem> {
  if (record.borrowed.length > 0 || record.owned.length === 0) return;
  const { stores } = record;
  const places = new Set(stores.map(placeOf));
  const release = record.released.find((other) => !record.replaces(other.function)) ?? record.released[0];
  for (const event of record.written) {
    const detail = lostBy(record, event);
    if (detail === null) continue;
    const trace = [stores[0], release].reduce((steps, other) => (other === undefined || keyOf(other.function) === keyOf(event.function) ? steps
      : stepOf(steps, other, `${other.function.name}() ${other.kind === 'owned' ? 'stores an owned session in it' : 'releases it'}`)), event.trace);
    if (event.kind === 'cleared') yield { ...problemOf('field-overwritten', event, trace), detail };
    else if (event.kind === 'owned' && places.has(placeOf(event))) yield { ...problemOf('field-overwritten', event, trace), rule: 'leak-on-overwrite', detail };
  }
}

const SETTER = /(?:^|_)set(?:_|[A-Z])|[a-z]Set[A-Z]/;

/** How sure it is that a write loses a session; null: it does not. */
function lostBy(record: FieldRecord, event: FieldEvent): 'present' | 'untouched' | null {
  const mentions = record.usesIn(event.function);
  switch (event.before) {
    // What nobody looked at may be empty: constructors, code that runs once.
    case 'unread': return event.kind === 'owned' && (isOpenSetter(record, event) || (isUpdate(record, event) && isNeverEmptied(record))) ? 'present' : null;
    case 'reused': return event.kind === 'owned' && isNeverEmptied(record) ? 'present' : null;
    // `if (e->sess == sess) e->sess = NULL;` in a callback that is told of it: nobody is left who releases it.
    case 'lent': return event.kind === 'cleared' && record.released.length > 0 && mentions.every((use) => use.kind === 'read' || use.kind === 'written') ? 'present' : null;
    case 'untouched': case 'present': {
      if (record.released.length === 0) return null;
      // Used as a session just before: it was one.
      const reads = mentions.filter((use) => use.kind === 'read');
      return reads.length > 0 && reads.every((use) => use.passed) ? 'present' : event.before;
    }
    default: return null;
  }
}

/** A setter that others call, and may call again, which looks at the field at most when it is set. */
function isOpenSetter(record: FieldRecord, event: FieldEvent): boolean {
  if (event.function.isStatic || !SETTER.test(event.function.name)) return false;
  const isAfter = (use: FieldUse): boolean => use.kind === 'written' || (use.kind === 'read' && use.range.start > event.range.start);
  return record.usesIn(event.function).every(isAfter) && record.uses.some((use) => use.kind !== 'written');
}

/** Who releases it puts another session there, or the object goes as well: `conn_close(c)` that releases and clears may be called before. */
function isNeverEmptied(record: FieldRecord): boolean {
  return record.released.every((event) => record.replaces(event.function) || record.usesIn(event.function).some((use) => use.kind === 'freed')
    || (isDestructor(event.function) && !record.written.some((other) => other.kind === 'cleared' && keyOf(other.function) === keyOf(event.function))));
}

/** `if ((e = find(key))) { e->sess = s; return; } e = malloc(...); e->sess = s;`: what was found was made here, with a session. */
function isUpdate(record: FieldRecord, event: FieldEvent): boolean {
  return record.owned.some((other) => other.fresh && keyOf(other.function) === keyOf(event.function));
}

/** Released although some writer stored a borrow in it. */
function* releasedBorrow(record: FieldRecord, found: readonly Problem[], declarations: Declarations): Generator<Problem> {
  if (record.field.startsWith('.') && declarations.owners(record.field.slice(1)) !== 1) return;
  if (record.borrowed.length === 0) return;
  const borrows = new Set(found.filter((problem) => problem.kind === 'borrow-stored').map(placeOf));
  const escaped = record.borrowed.find((event) => borrows.has(placeOf(event)));
  if (escaped === undefined) return;
  const releases = onePerPlace(record.released);
  const release = releases.find((event) => !record.replaces(event.function)) ?? releases[0];
  if (release === undefined) return;
  yield { ...problemOf('field-released-borrow', release, stepOf(null, escaped, 'a borrowed session is stored here')), detail: `${escaped.function.name}()` };
}

function sharedWith({ copy, from, to }: Sharing): Problem {
  const trace = stepOf(stepOf(stepOf(null, from, `${from.function.name}() releases it here`), to, `${to.function.name}() releases the copy`), copy, `the session of ${copy.source.slice(1)} is copied without a reference`);
  return { ...problemOf('borrow-stored', copy, trace), holder: copy.source.slice(1) };
}

/** Value number under which the steps of a story across functions are filed. */
const STORY = -1;

function stepOf(previous: Event | null, event: FieldEvent, message: string): Event {
  return append(previous, { kind: 'escape', file: event.function.file, range: event.range, statement: event.statement, message, about: [STORY], inner: [] });
}

function problemOf(kind: ProblemKind, event: FieldEvent, trace: Event | null): Problem {
  return {
    kind, function: event.function, file: event.function.file, range: event.range, statement: event.statement,
    name: event.name === '' ? event.field.replace(/^\./, '') : event.name, holder: '', callee: '', trace,
    about: [STORY, ...(event.account?.origin?.about ?? [])], account: event.account, doubts: [], detail: '', more: 0,
  };
}
