/**
 * Extent of the first function definition that begins after `from`, in text whose comments and literals are blank; null when there
 * is none. A body is a `{` at depth 0 after a `)` that no `=` or `;` separates from it; a `}` in column 0 ends it whatever the
 * depth, because `#if` branches may open a brace twice. Linear.
 */
export function functionAfter(code: string, from: number): { start: number; end: number } | null {
  const token = /[{};=]|\)/g;
  token.lastIndex = from;
  let depth = 0;
  let head = from;
  let call = false;
  let start = -1;
  let match: RegExpExecArray | null;
  while ((match = token.exec(code)) !== null) {
    const at = match.index;
    switch (match[0]) {
      case '{':
        if (depth === 0 && call && start < 0) start = head + (/\S/.exec(code.slice(head, at))?.index ?? 0);
        depth++;
        break;
      case '}':
        depth = at === 0 || code[at - 1] === '\n' ? 0 : Math.max(0, depth - 1);
        if (depth > 0) break;
        if (start >= 0) return { start, end: at + 1 };
        head = at + 1;
        call = false;
        break;
      case ';':
        // Old-style parameters stand between `)` and `{`: `int f(s) SSL *s; {`. They are told from a prototype by the missing
        // `;` right after the `)`.
        if (depth === 0 && (!call || /\)\s*$/.test(code.slice(Math.max(0, at - 80), at)))) {
          head = at + 1;
          call = false;
        }
        break;
      case '=':
        if (depth === 0) call = false;
        break;
      default:
        if (depth === 0) call = true;
    }
  }
  return null;
}
