/** What can be read off the text of a call without parsing it. */

const KEYWORDS = /^(?:if|while|for|switch|return|sizeof)$/;

/** Name of the function that is called in a text that ends with the call, `x = (T *) foo(a)`; null where there is none. */
export const calledFunction = (text: string): string | null => {
  const found = /(?:^|=|\)|\*|&)\s*([A-Za-z_]\w*)\s*\(/.exec(text)?.[1];
  return found === undefined || KEYWORDS.test(found) ? null : found;
};

/** Functions that are called with the variable `name` in a text, and as which argument; the last call first, each function once. */
export function callsWith(text: string, name: string): { readonly called: string; readonly argument: number }[] {
  const found = new Map<string, number>();
  for (const match of [...text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].reverse()) {
    const called = match[1] ?? '';
    const argument = KEYWORDS.test(called) || found.has(called) ? -1 : argumentNamed(text.slice(match.index), name);
    if (argument >= 0) found.set(called, argument);
  }
  return [...found].map(([called, argument]) => ({ called, argument }));
}

/** Which argument of the first call in `text` is the variable `name`, perhaps cast or with its address taken; -1 when none is. */
export function argumentNamed(text: string, name: string): number {
  const open = text.indexOf('(');
  if (open < 0) return -1;
  const pattern = new RegExp(`^\\s*(?:\\([^()]*\\)\\s*)?${name}\\s*$`);
  let depth = 0;
  let start = open + 1;
  let index = 0;
  for (let i = open; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
    if (!((c === ',' && depth === 1) || depth === 0)) continue;
    if (pattern.test(text.slice(start, i))) return index;
    if (depth === 0) return -1;
    index++;
    start = i + 1;
  }
  return -1;
}
