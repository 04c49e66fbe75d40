import type { Item, MacroDefinition } from './item.ts';

const HEAD = /^\s*#\s*define\s+([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*)/;

/**
 * Takes a `#define` apart; null for an item that is none. The body has splices joined, comments turned into a blank
 * and both ends trimmed. Linear in the length of the definition.
 */
export function parseMacro(item: Item): MacroDefinition | null {
  if (item.kind !== 'macro') return null;
  const text = joinAndStrip(item.file.text.slice(item.start, item.end));
  const head = HEAD.exec(text);
  if (!head) return null;
  const name = head[1] as string;
  let rest = text.slice(head[0].length);
  if (!rest.startsWith('(')) return { name, parameters: null, body: rest.trim(), item };
  const close = rest.indexOf(')');
  if (close < 0) return null;
  const list = rest.slice(1, close).trim();
  rest = rest.slice(close + 1).trim();
  return { name, parameters: list === '' ? [] : list.split(',').map(parameterName), body: rest, item };
}

/** GNU `args...` is a named variadic parameter: as with `...`, what it stands for is a list. */
function parameterName(text: string): string {
  const name = text.trim();
  return name.endsWith('...') && name.length > 3 ? `${name.slice(0, -3).trim()}...` : name;
}

/** Joins continued lines and blanks comments; string and character literals are left as they are. */
function joinAndStrip(text: string): string {
  const joined = text.includes('\\') ? text.replace(/\\(?:\r\n|\n|\r)/g, '') : text;
  if (!joined.includes('/*') && !joined.includes('//')) return joined;
  return joined.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*/g, (m) => (m.startsWith('/') ? ' ' : m));
}
