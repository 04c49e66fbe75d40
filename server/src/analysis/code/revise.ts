import type { Item, SourceFile } from './item.ts';
import { scan } from './scan.ts';

/** What replacing the text of a file does to its items. */
export interface Revision {
  /** All items of the new text, in order; those whose text and meaning stayed are the objects they were. */
  readonly items: readonly Item[];
  /** The objects that stayed and lie `by` further on now; all others that stayed are where they were. */
  readonly moved: readonly Item[];
  readonly by: number;
  /** Items of the old text that did not stay, in a copy of the old file; and items that are new. */
  readonly gone: readonly Item[];
  readonly fresh: readonly Item[];
}

/**
 * Replaces the text of a file, in place: `file` and the items that stay keep their identity, so that what was learnt from them
 * can be kept. An item stays when the edit lies outside of it and the new text has the same item there. Costs one scan.
 */
export function revise(file: SourceFile, items: readonly Item[], text: string): Revision {
  const before: SourceFile = { path: file.path, text: file.text };
  const { prefix, suffix } = commonEnds(before.text, text);
  const by = text.length - before.text.length;
  const known = new Map<number, Item[]>();
  const isBefore = (item: Item): boolean => item.end <= prefix;
  const isAfter = (item: Item): boolean => item.start >= before.text.length - suffix;
  for (const item of items) {
    if (!isBefore(item) && !isAfter(item)) continue;
    const start = isBefore(item) ? item.start : item.start + by;
    const list = known.get(start);
    if (list === undefined) known.set(start, [item]);
    else list.push(item);
  }
  (file as { text: string }).text = text;
  const stayed = new Set<Item>();
  const moved: Item[] = [];
  const fresh: Item[] = [];
  const revised = scan(file).items.map((item) => {
    const same = known.get(item.start)?.find((old) => !stayed.has(old) && isSame(old, item, isBefore(old) ? 0 : by));
    if (same === undefined) { fresh.push(item); return item; }
    stayed.add(same);
    if (!isBefore(same) && by !== 0) moved.push(same);
    return same;
  });
  const gone = items.filter((item) => !stayed.has(item)).map((item): Item => ({ ...item, file: before }));
  for (const item of moved) moveTo(item, item.start + by);
  return { items: revised, moved, by, gone, fresh };
}

/** Units that two texts have in common at their beginnings and, apart from those, at their ends. */
function commonEnds(a: string, b: string): { prefix: number; suffix: number } {
  const most = Math.min(a.length, b.length);
  let prefix = 0;
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++;
  let suffix = 0;
  while (suffix < most - prefix && a.charCodeAt(a.length - 1 - suffix) === b.charCodeAt(b.length - 1 - suffix)) suffix++;
  return { prefix, suffix };
}

function isSame(old: Item, item: Item, by: number): boolean {
  return old.kind === item.kind && old.name === item.name && old.end + by === item.end
    && (old.body < 0 ? item.body < 0 : old.body + by === item.body)
    && (old.presence === item.presence || JSON.stringify(old.presence) === JSON.stringify(item.presence));
}

function moveTo(item: Item, start: number): void {
  const movable = item as { -readonly [K in keyof Item]: Item[K] };
  const by = start - item.start;
  movable.start = start;
  movable.end += by;
  if (movable.body >= 0) movable.body += by;
}
