/** An `#include` line. */
export interface Include {
  /** What stands between the brackets or quotes. */
  readonly path: string;
  /** Whether an `#if` around it chooses. */
  readonly isConditional: boolean;
}

const LINE = /^[ \t]*#[ \t]*(?:(include)[ \t]*[<"]([^>"\r\n]*)[>"]|(if|endif))/gm;

/** The headers that a text includes itself, in order. Names made by macros are left out. O(text). */
export function includesOf(text: string): Include[] {
  const includes: Include[] = [];
  let depth = 0;
  for (const [, include, path = '', word] of text.matchAll(LINE)) {
    if (include !== undefined) includes.push({ path, isConditional: depth > 0 });
    else depth = Math.max(0, depth + (word === 'if' ? 1 : -1));
  }
  return includes;
}
