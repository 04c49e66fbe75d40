import { keyOf, onePerPlace, placeOf, type FieldRecord } from './field-record.ts';
import type { FieldUse } from './field-uses.ts';

/**
 * Where memory is freed with a session in it, while the others who free such memory release the session first:
 *
 *     e = malloc(sizeof(*e)); e->sess = s;                             all that is made has a session from the beginning,
 *     SSL_SESSION_free(e->sess); free(e);                              nobody releases it without freeing the memory as well,
 *     prev->next = e->next; free(e);                                   and here it is only freed
 *
 * O(events + uses) of the field.
 */
export function freedWithoutRelease(record: FieldRecord, lost: ReadonlySet<string>): FieldUse[] {
  if (!isSetFromTheBeginning(record) || record.uses.some((use) => use.kind === 'moved')) return [];
  const freeing = new Set(record.uses.filter((use) => use.kind === 'freed').map((use) => keyOf(use.function)));
  const releasing = new Set(record.uses.filter((use) => use.kind === 'released').map((use) => keyOf(use.function)));
  if (releasing.size === 0 || ![...releasing].every((key) => freeing.has(key))) return [];
  return onePerPlace(record.uses.filter((use) => use.kind === 'freed' && use.alone === true && !lost.has(placeOf(use))
    && !releasing.has(keyOf(use.function)) && !record.replaces(use.function)
    && record.usesIn(use.function).every((other) => other.kind === 'freed' || (other.kind === 'read' && other.passed))));
}

/** Every function that stores a session makes the memory that it stores it in, and nothing else is ever stored. */
export function isSetFromTheBeginning(record: FieldRecord): boolean {
  return record.owned.length > 0 && record.written.every((event) => event.fresh && record.replaces(event.function));
}
