import type { Item, SourceFile } from '../code/item.ts';

interface Trie { readonly next: Map<string, Trie>; ends: boolean }

/**
 * A regular expression (flag `g`) that finds any of the names as a whole word. It is built from a trie, so that a text
 * is read once however many names there are.
 */
export function wordMatcher(names: Iterable<string>): RegExp {
  const root: Trie = { next: new Map(), ends: false };
  for (const name of names) {
    // \b knows no `$`: such names do not occur in interfaces
    if (!/^[A-Za-z_]\w*$/.test(name)) continue;
    let node = root;
    for (const c of name) {
      let child = node.next.get(c);
      if (child === undefined) {
        child = { next: new Map(), ends: false };
        node.next.set(c, child);
      }
      node = child;
    }
    node.ends = true;
  }
  // an empty set of names matches nowhere
  return root.next.size === 0 ? /(?!)/g : new RegExp(`\\b${pattern(root)}\\b`, 'g');
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
export function interesting(items: readonly Item[], names: ReadonlySet<string>): Item[] {
  return find(items.filter((item) => item.kind === 'function'), wordMatcher(names));
}

/** The items of any kind that mention one of the names. A macro defined inside a function overlaps it, so macros are looked at apart. */
export function mentioning(items: readonly Item[], names: ReadonlySet<string>): Item[] {
  const matcher = wordMatcher(names);
  const isMacro = (item: Item): boolean => item.kind === 'macro';
  return [...find(items.filter((item) => !isMacro(item)), matcher), ...find(items.filter(isMacro), matcher)];
}

/** Items, in order and without overlap within a file, that hold a match. */
function find(items: readonly Item[], matcher: RegExp): Item[] {
  const byFile = new Map<SourceFile, Item[]>();
  for (const item of items) {
    const list = byFile.get(item.file);
    if (list === undefined) byFile.set(item.file, [item]);
    else list.push(item);
  }
  const found: Item[] = [];
  for (const [file, list] of byFile) {
    let next = 0;
    matcher.lastIndex = 0;
    for (let match = matcher.exec(file.text); match !== null && next < list.length; match = matcher.exec(file.text)) {
      next = firstEndingAfter(list, match.index, next);
      const item = list[next];
      if (item === undefined) break;
      if (item.start > match.index) continue;
      found.push(item);
      next++;
      // nothing more to learn about this item
      matcher.lastIndex = Math.max(matcher.lastIndex, item.end);
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
