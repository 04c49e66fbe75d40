import type { Item, SourceFile } from '../code/item.ts';

interface Trie { readonly next: Map<string, Trie>; ends: boolean }

/** Shorter names are looked for as whole words at once; pieces of them would be found everywhere. */
const SHORTEST_PIECE = 6;

/**
 * Finds names as whole words in a text. Of names that contain each other only the shortest is searched for, and the word
 * around it is looked up: the 740 names of the library come down to 30, which take a tenth of the time to prepare.
 */
export class WordSearch {
  readonly #names: ReadonlySet<string>;
  /** Null when there is nothing to look for. */
  readonly #pieces: RegExp | null;

  constructor(names: Iterable<string>) {
    this.#names = names instanceof Set ? names as ReadonlySet<string> : new Set(names);
    // \b knows no `$`: such names do not occur in interfaces
    const words = [...this.#names].filter((name) => /^[A-Za-z_]\w*$/.test(name)).sort((a, b) => a.length - b.length);
    const pieces: string[] = [];
    for (const word of words) if (!pieces.some((piece) => piece.length >= SHORTEST_PIECE && word.includes(piece))) pieces.push(word);
    const short = pieces.filter((piece) => piece.length < SHORTEST_PIECE);
    const sources = [source(pieces.slice(short.length)), short.length === 0 ? '' : `\\b${source(short)}\\b`].filter((part) => part !== '');
    this.#pieces = sources.length === 0 ? null : new RegExp(sources.join('|'), 'g');
  }

  /** Offset of the first of the names that begins at `from` or later, -1 when there is none. Linear. */
  next(text: string, from: number): number {
    const pieces = this.#pieces;
    if (pieces === null) return -1;
    pieces.lastIndex = from;
    for (let match = pieces.exec(text); match !== null; match = pieces.exec(text)) {
      let start = match.index;
      let end = start + match[0].length;
      while (start > from && isWordCharacter(text.charCodeAt(start - 1))) start--;
      while (isWordCharacter(text.charCodeAt(end))) end++;
      if (this.#names.has(text.slice(start, end))) return start;
      pieces.lastIndex = end;
    }
    return -1;
  }
}

function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
}

/** Source of a pattern that matches any of the words, built from a trie, so that a text is read once however many there are. */
function source(words: readonly string[]): string {
  if (words.length === 0) return '';
  const root: Trie = { next: new Map(), ends: false };
  for (const word of words) {
    let node = root;
    for (const c of word) {
      let child = node.next.get(c);
      if (child === undefined) {
        child = { next: new Map(), ends: false };
        node.next.set(c, child);
      }
      node = child;
    }
    node.ends = true;
  }
  return `(?:${pattern(root)})`;
}

/** The pattern of what can follow a node. Written with an explicit stack: names may be long. */
function pattern(root: Trie): string {
  interface Visit { readonly node: Trie; readonly keys: readonly string[]; at: number; readonly parts: string[]; readonly prefix: string }
  const open = (node: Trie): Visit => {
    let prefix = '';
    let current = node;
    // a chain without forks is a literal
    while (current.next.size === 1 && !current.ends) {
      const [[key, child]] = current.next as unknown as [[string, Trie]];
      prefix += key;
      current = child;
    }
    return { node: current, keys: [...current.next.keys()], at: 0, parts: [], prefix };
  };
  const stack: Visit[] = [open(root)];
  for (;;) {
    const visit = stack.at(-1) as Visit;
    const key = visit.keys[visit.at];
    const child = key === undefined ? undefined : visit.node.next.get(key);
    if (child !== undefined) {
      stack.push(open(child));
      continue;
    }
    stack.pop();
    const joined = visit.parts.length === 0 ? '' : visit.parts.length === 1 && !visit.node.ends ? visit.parts[0] ?? '' : `(?:${visit.parts.join('|')})${visit.node.ends ? '?' : ''}`;
    const text = visit.prefix + joined;
    const parent = stack.at(-1);
    if (parent === undefined) return text;
    parent.parts.push((parent.keys[parent.at] ?? '') + text);
    parent.at++;
  }
}

/**
 * The function items that mention one of the names as a whole word. Comments and strings count as well, so this is an
 * over-approximation. Reads each file once; items of a file must come in the order of their offsets, as `scan` gives them.
 */
export function interesting(items: readonly Item[], names: ReadonlySet<string>, searches?: Searches): Item[] {
  const functions = items.filter((item) => item.kind === 'function');
  return searches === undefined ? find(functions, new WordSearch(names)) : searches.find(functions, names);
}

/** The items of any kind that mention one of the names. A macro defined inside a function overlaps it, so macros are looked at apart. */
export function mentioning(items: readonly Item[], names: ReadonlySet<string>, searches?: Searches): Item[] {
  const isMacro = (item: Item): boolean => item.kind === 'macro';
  const parts = [items.filter((item) => !isMacro(item)), items.filter(isMacro)];
  if (searches !== undefined) return parts.flatMap((part) => searches.find(part, names));
  const search = new WordSearch(names);
  return parts.flatMap((part) => find(part, search));
}

/** Whether items mention one of a few names, each looked at once: the text of an item never changes. */
export class ItemSearch {
  readonly #search: WordSearch;
  readonly #answers = new WeakMap<Item, boolean>();

  constructor(names: Iterable<string>) { this.#search = new WordSearch(names); }

  mentionedIn(item: Item): boolean {
    let answer = this.#answers.get(item);
    if (answer === undefined) this.#answers.set(item, answer = this.#search.next(item.file.text.slice(item.start, item.end), 0) >= 0);
    return answer;
  }
}

/** Searches whose answers are kept; a project asks for few sets of names. */
const MOST_SEARCHES = 32;

/** Remembers for each item which names it mentions. */
export class Searches {
  readonly #known = new Map<string, ItemSearch>();

  /** Those of the items that mention one of the names, in their order. Reads only items that were not asked about these names before. */
  find(items: readonly Item[], names: ReadonlySet<string>): Item[] {
    const key = [...names].sort().join(' ');
    const search = this.#known.get(key) ?? new ItemSearch(names);
    // The one asked for last is the last to be forgotten.
    this.#known.delete(key);
    this.#known.set(key, search);
    if (this.#known.size > MOST_SEARCHES) for (const oldest of this.#known.keys()) { this.#known.delete(oldest); break; }
    return items.filter((item) => search.mentionedIn(item));
  }
}

/** Items, in order and without overlap within a file, that hold a match. */
function find(items: readonly Item[], search: WordSearch): Item[] {
  const byFile = new Map<SourceFile, Item[]>();
  for (const item of items) {
    const list = byFile.get(item.file);
    if (list === undefined) byFile.set(item.file, [item]);
    else list.push(item);
  }
  const found: Item[] = [];
  for (const [file, list] of byFile) {
    let next = 0;
    for (let at = search.next(file.text, 0); at >= 0 && next < list.length;) {
      next = firstEndingAfter(list, at, next);
      const item = list[next];
      if (item === undefined) break;
      // Between two items, or nothing more to learn about this one.
      const inside = item.start <= at;
      if (inside) { found.push(item); next++; }
      at = search.next(file.text, inside ? item.end : item.start);
    }
  }
  return found;
}

/** First item from `from` on whose end lies behind the offset; items do not overlap and are in order. */
function firstEndingAfter(list: readonly Item[], offset: number, from: number): number {
  let low = from;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
