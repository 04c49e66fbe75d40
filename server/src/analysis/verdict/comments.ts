/** A comment, offsets in the file's text; `text` is what stands between the delimiters. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Comments of a C file, and its text with comments, literals and `#if 0` groups blanked to spaces (line ends stay). */
export interface Commentary {
  readonly comments: readonly Comment[];
  readonly code: string;
}

const TOKEN = /\/\*|\/\/|["']|^[ \t]*#[ \t]*(?:if|ifdef|ifndef|elif|else|endif)\b[^\n]*/gm;

/**
 * Separates comments from code. Comments in string or character literals or under `#if 0` do not count. An unterminated comment
 * or literal ends with the file or its line. Linear.
 */
export function readComments(text: string): Commentary {
  const comments: Comment[] = [];
  const blanks: [number, number][] = [];
  const scan = new RegExp(TOKEN);
  let depth = 0;
  // Depth of the innermost dead `#if 0`, and where its text begins.
  let dead = 0;
  let deadFrom = 0;
  let match: RegExpExecArray | null;
  while ((match = scan.exec(text)) !== null) {
    const token = match[0];
    const start = match.index;
    let end: number;
    if (token === '/*') {
      const close = text.indexOf('*/', start + 2);
      end = close < 0 ? text.length : close + 2;
      if (dead === 0) comments.push({ start, end, text: text.slice(start + 2, close < 0 ? end : close) });
    } else if (token === '//') {
      end = lineEnd(text, start);
      if (dead === 0) comments.push({ start, end, text: text.slice(start + 2, end) });
    } else if (token === '"' || token === "'") {
      end = literalEnd(text, start, token);
    } else {
      const word = /#[ \t]*([a-z]+)/.exec(token)?.[1] ?? '';
      if (word.startsWith('if')) {
        depth++;
        if (dead === 0 && /^[ \t]*#[ \t]*if[ \t]+0\b/.test(token)) {
          dead = depth;
          deadFrom = start + token.length;
        }
      } else if (dead === depth && dead > 0) {
        blanks.push([deadFrom, start]);
        dead = 0;
      }
      if (word === 'endif' && depth > 0) depth--;
      // Comments may follow a directive on its line.
      const hash = start + token.indexOf('#') + 1;
      scan.lastIndex = hash + word.length;
      continue;
    }
    if (dead === 0) blanks.push([start, end]);
    scan.lastIndex = end;
  }
  if (dead > 0) blanks.push([deadFrom, text.length]);
  return { comments, code: blank(text, blanks) };
}

/** End of a `//` comment: the line end that no backslash splices. */
function lineEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const newline = text.indexOf('\n', at);
    if (newline < 0) return text.length;
    const last = text[newline - 1] === '\r' ? newline - 2 : newline - 1;
    if (text[last] !== '\\') return text[newline - 1] === '\r' ? newline - 1 : newline;
    at = newline + 1;
  }
}

function literalEnd(text: string, start: number, quote: string): number {
  for (let i = start + 1; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') {
      i += text[i + 1] === '\r' ? 2 : 1;
    } else if (c === quote) {
      return i + 1;
    } else if (c === '\n') {
      return i;
    }
  }
  return text.length;
}

function blank(text: string, ranges: readonly (readonly [number, number])[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start < at) continue;
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
