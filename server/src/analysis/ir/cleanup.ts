import type { Lowering } from './context.ts';
import { readDeclarator } from './declarators.ts';

/** Words around a type and a name that say nothing of the end of the scope. */
const PLAIN = /^(?:const|volatile|restrict|__restrict|__restrict__|register|auto|_Atomic|__extension__|__attribute__|__attribute|__declspec|struct|union|enum|unsigned|signed|long|short|int|char)$/;
const CLEANUP = /\b(?:__)?cleanup(?:__)?\b/;
/** What is in front of these belongs to other code. */
const BOUNDARY = /[;{}]|^[ \t]*#.*$/gm;
/** Macros in bodies of macros are followed this far. */
const DEEPEST = 4;

/**
 * Whether something may see to what a local variable holds when it goes out of scope:
 *
 *     __attribute__((cleanup(drop))) T *a = f();      _cleanup_(dropp) T *a = f();      T *a __free(drop) = f();      g_autoptr(T) a = f();
 *
 * A macro that nothing is known of, in a place where attributes stand, is taken for such an attribute. `declarator` is a child of `node`,
 * a declaration. Linear in the text of the declaration.
 */
export function isCleanedUp(lowering: Lowering, node: number, declarator: number): boolean {
  const { tree, frame } = lowering;
  const type = tree.child(node, 'type');
  if (type >= 0 && isCleaningType(lowering, type)) return true;
  if (tree.children(node).some((child) => tree.type(child).startsWith('attribute') && CLEANUP.test(tree.text(child)))) return true;
  const { name } = readDeclarator(tree, declarator);
  // Inside a macro the text of the file is something else.
  if (type < 0 || name < 0 || frame.fixed !== null) return false;
  const written = (from: number, to: number): string => lowering.file.text.slice(from + frame.shift, to + frame.shift);
  const value = tree.child(declarator, 'value');
  const inner = tree.type(declarator) === 'init_declarator' ? tree.child(declarator, 'declarator') : declarator;
  const first = tree.child(node, 'declarator') === declarator;
  // What the parser could not read was blanked out in its text.
  const before = written(tree.blankBefore(node), tree.start(node)).split(BOUNDARY).at(-1) ?? '';
  const around = [before, written(tree.start(node), tree.start(type)), written(first ? tree.end(type) : tree.start(declarator), tree.start(name)), value < 0 ? '' : written(tree.end(inner), tree.start(value))].join(' ');
  return CLEANUP.test(around) || words(around).some((word) => mayCleanUp(lowering, word, DEEPEST));
}

/** `g_autoptr(T)`, or `auto_session` where the project has `#define auto_session CLEANUP(drop) T *`. */
function isCleaningType(lowering: Lowering, type: number): boolean {
  const { tree } = lowering;
  const isCall = tree.type(type) === 'macro_type_specifier';
  const name = tree.text(isCall ? tree.child(type, 'name') : type);
  return (isCall || lowering.index.macros.has(name)) && mayCleanUp(lowering, name, DEEPEST);
}

/** The words outside parentheses. */
function words(text: string): readonly string[] {
  const plain = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ').replace(/\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, ' ');
  return (plain.match(/[A-Za-z_]\w*/g) ?? []).filter((word) => !PLAIN.test(word));
}

/** Whether a macro brings a cleanup attribute, or could: nobody knows its body. */
function mayCleanUp(lowering: Lowering, name: string, depth: number): boolean {
  if (lowering.index.roleOf(name) === 'ignore') return false;
  const definitions = lowering.index.macros.get(name);
  if (definitions === undefined) return true;
  return definitions.some(({ body }) => CLEANUP.test(body) || (depth > 0 && words(body).some((word) => lowering.index.macros.has(word) && mayCleanUp(lowering, word, depth - 1))));
}
