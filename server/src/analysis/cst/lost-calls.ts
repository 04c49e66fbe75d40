import { DOT, OPEN_PAREN } from '../code/characters.ts';
import { NAME, Tokens, previous } from '../code/tokens.ts';
import type { FlatTree } from './flat-tree.ts';

const MINUS = 45, GREATER = 62;

/**
 * Offsets in the file where the text of a function body calls one of the `expected` functions but the tree has no
 * call there. The tokens of the text know nothing of statements, so they see every call that a misparse hides.
 * Linear in text and tree.
 */
export function lostCalls(tree: FlatTree, definition: number, original: string, expected: ReadonlySet<string>): number[] {
  const body = tree.child(definition, 'body');
  if (body < 0) return [];
  const from = tree.start(body);
  const wanted: number[] = [];
  const text = original.slice(from - tree.base, tree.end(body) - tree.base);
  const tokens = new Tokens(text);
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kinds[i] !== NAME || tokens.kind(i + 1) !== OPEN_PAREN || !expected.has(tokens.word(i))) continue;
    // A name after a name or a type declares: `extern void release(SSL_SESSION *);`.
    const before = previous(tokens, i);
    // u->peer.free(u) calls what a member points to.
    if (tokens.kind(before) === DOT || (tokens.kind(before) === GREATER && tokens.kind(before - 1) === MINUS)) continue;
    if (tokens.isName(before) && !/^(?:return|else|do|case|goto)$/.test(tokens.word(before)) && !tokens.breaksAfter(before)) continue;
    wanted.push(from + tokens.start(i));
  }
  if (wanted.length === 0) return [];
  const calls = new Set<number>();
  for (let i = body; i < tree.size; i++) {
    const type = tree.type(i);
    if (type === 'call_expression') {
      const callee = tree.child(i, 'function');
      if (callee >= 0) calls.add(tree.start(callee));
    } else if (type === 'function_declarator' && tree.type(tree.parent(i)) === 'pointer_declarator') calls.add(tree.start(i));
  }
  return wanted.filter((at) => !calls.has(at));
}
