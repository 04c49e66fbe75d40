import type { Event } from '../state/event.ts';
import type { FieldEvent } from '../state/field-events.ts';
import { keyOf, type FieldRecord } from './field-record.ts';

/** A pointer that was copied from one field to another, both of which are released by their destructors. */
export interface Sharing { readonly copy: FieldEvent; readonly from: FieldEvent; readonly to: FieldEvent }

/**
 * `c->resume = host->sess;` without a reference, where one destructor releases `resume` and another one `sess`. The original
 * has to stay where it is: it is not cleared here, and nowhere without being released. O(events + uses) of the fields that are copied to.
 */
export function sharedReferences(record: FieldRecord, recordOf: (field: string) => FieldRecord | undefined): Sharing[] {
  const found: Sharing[] = [];
  for (const copy of record.written) {
    const original = copy.kind === 'unknown' && copy.source.startsWith('.') ? recordOf(copy.source) : undefined;
    if (original === undefined || original.owned.length === 0 || original.borrowed.length > 0) continue;
    const uses = original.usesIn(copy.function);
    const copies = uses.filter((use) => use.kind !== 'read');
    if (copies.length === 0 || !copies.every((use) => (use.kind === 'moved' || use.kind === 'written') && use.range.start === copy.range.start && !use.retains)) continue;
    if (record.usesIn(copy.function).some((use) => use.kind !== 'written' && use.kind !== 'read' && use.range.start !== copy.range.start)) continue;
    if (original.written.some((event) => event.kind === 'cleared' && (keyOf(event.function) === keyOf(copy.function) || (event.before !== 'settled' && event.before !== 'empty')))) continue;
    const to = destructorOf(record, copy);
    const from = destructorOf(original, copy);
    if (to !== undefined && from !== undefined && !found.some((other) => other.copy.range.start === copy.range.start)) found.push({ copy, from, to });
  }
  return found;
}

/** A function that frees the memory and releases what is in the field, whatever else is set in it. */
function destructorOf(record: FieldRecord, copy: FieldEvent): FieldEvent | undefined {
  const member = record.field.slice(1);
  return record.released.find((event) => keyOf(event.function) !== keyOf(copy.function) && !record.replaces(event.function) && isUnconditional(event, member)
    && record.usesIn(event.function).some((use) => use.kind === 'freed') && record.usesIn(event.function).some((use) => use.kind === 'released'));
}

/** `if (c != NULL && c->sess != NULL) SSL_SESSION_free(c->sess);` but not `if (c->own) SSL_SESSION_free(c->sess);` */
function isUnconditional(release: FieldEvent, member: string): boolean {
  for (let event: Event | null = release.trace; event !== null; event = event.previous) {
    if (event.kind !== 'branch') continue;
    const asked = event.file.text.slice(event.range.start, event.range.end);
    if (!new RegExp(`\\b${member}\\b`).test(asked) && !/^[\s!(]*\w+[\s)]*(?:[!=]=\s*(?:NULL|0|nullptr)[\s)]*)?$/.test(asked)) return false;
  }
  return true;
}
