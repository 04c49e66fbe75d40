/** Changes to C text that must not change what is reported. All work on whole lines or whole identifiers, by a seeded generator. */

/** Deterministic numbers in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** For each line, whether a line may be put in front of it: not inside a comment, a string, or a line that continues. */
function freeLines(lines: readonly string[]): boolean[] {
  let inComment = false;
  let continued = false;
  return lines.map((line) => {
    const free = !inComment && !continued;
    continued = /\\\s*$/.test(line);
    const code = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
    for (const mark of code.matchAll(/\/\*|\*\/|\/\//g)) {
      if (mark[0] === '//' && !inComment) break;
      inComment = mark[0] === '/*' ? true : mark[0] === '*/' ? false : inComment;
    }
    return free;
  });
}

/** Puts blank lines and comments between lines. */
export function withComments(text: string, next: () => number): string {
  const lines = text.split('\n');
  const free = freeLines(lines);
  return lines.flatMap((line, i) => {
    const roll = next();
    if (!free[i] || roll > 0.5) return [line];
    return [roll < 0.2 ? '' : roll < 0.35 ? '    /* unrelated */' : '        // unrelated { ( " )', line];
  }).join('\n');
}

/** Renames every identifier that the text itself declares in the given list. */
export function renamed(text: string, names: readonly string[]): string {
  let out = text;
  for (const name of names) out = out.replace(new RegExp(`(?<![\\w."])${name}(?!\\w|")`, 'g'), `${name}_renamed`);
  return out;
}

/** Local variables and parameters of sessions and connections, as far as a line shows them. */
export function localNames(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(/^[ ]{4,}(?:const )?(?:SSL_SESSION|SSL|int|long) \**([a-z_]\w*)(?=[;,]| =)/gm)) names.add(match[1] ?? '');
  names.delete('');
  return [...names].sort();
}

/** The text's functions, when all of it is functions whose braces stand in the first column; null otherwise. */
export function splitFunctions(text: string): { head: string; functions: string[] } | null {
  if (/^(?:#|typedef|struct|static (?:const )?(?:SSL_SESSION|struct)|union|enum|extern|@)/m.test(text)) return null;
  const parts = text.split(/(?<=^\}\n(?:\s*\/\/.*\n)*)\n/m);
  const first = parts.findIndex((part) => /^\}/m.test(part));
  if (first < 0 || !parts.slice(first).every((part) => /^\}/m.test(part) || part.trim() === '')) return null;
  return { head: parts.slice(0, first).join('\n'), functions: parts.slice(first).filter((part) => part.trim() !== '') };
}

/** Puts `mystery(name);` in front of a line on which the variable is used as a whole statement's argument. */
export function withUnknownCalls(text: string, name: string): string[] {
  const lines = text.split('\n');
  const results: string[] = [];
  lines.forEach((line, i) => {
    if (!new RegExp(`^    \\w.*\\b${name}\\b.*;$`).test(line) || /^\s*(?:SSL_SESSION|const|static|struct|int|long|else|return\b.*=)/.test(line)) return;
    // A line behind a condition without braces would move out of it.
    const before = lines.slice(0, i).reverse().find((each) => !/^\s*(?:\/\/.*)?$/.test(each)) ?? '';
    if (!/[;{}]$/.test(before.trimEnd())) return;
    results.push([...lines.slice(0, i), `    mystery(${name});`, ...lines.slice(i)].join('\n'));
  });
  return results;
}

/** One random splice: a cut, a repeated piece, a piece moved, or a piece of another text put in. */
export function spliced(text: string, other: string, next: () => number): string {
  const at = (s: string): number => Math.floor(next() * (s.length + 1));
  const a = at(text), b = a + Math.floor(next() * 40), c = at(text);
  const kind = next();
  if (kind < 0.3) return text.slice(0, a) + text.slice(b);
  if (kind < 0.5) return text.slice(0, c) + text.slice(a, b) + text.slice(c);
  if (kind < 0.8) return text.slice(0, a) + other.slice(at(other)).slice(0, 60) + text.slice(b);
  return text.slice(0, a) + '{}()[];,"\'\\#*/\n\0'.charAt(Math.floor(next() * 15)) + text.slice(a);
}
