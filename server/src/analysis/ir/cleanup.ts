import type { MacroTable } from '../code/item.ts';
import { isKeyword } from '../code/words.ts';
import type { Lowering } from './context.ts';
import { readDeclarator } from './declarators.ts';

/** Words around a type and a name, besides those of the language, that say nothing of the end of the scope. */
const PLAIN = /^(?:__extension__|__attribute__|__attribute|__declspec|__auto_type)$/;
const CLEANUP = /\b(?:__)?cleanup(?:__)?\b/;
/** What is in front of these belongs to other code. */
const BOUNDARY = /[;{}]|^[ \t]*#.*$/gm;
/**
 * Tells for each declarator of a declaration whether something may see to what the local variable holds when it goes out of scope:
 *
 *     __attribute__((cleanup(drop))) T *a = f();      _cleanup_(dropp) T *a = f();      T *a __free(drop) = f();      g_autoptr(T) a = f();
 *
 * A macro that nothing is known of, in a place where attributes stand, is taken for such an attribute. Linear in the text of the
 * declaration and of the macros in it.
 */
export function cleanupIn(lowering: Lowering, node: number): (declarator: number) => boolean {
  const { tree, frame } = lowering;
  const type = tree.child(node, 'type');
  const isAttribute = (child: number): boolean => tree.type(child).startsWith('attribute') && CLEANUP.test(tree.text(child));
  if ((type >= 0 && isCleaningType(lowering, type)) || tree.children(node).some(isAttribute)) return () => true;
  // Inside a macro the text of the file is something else.
  if (type < 0 || frame.fixed !== null) return () => false;
  const written = (from: number, to: number): string => lowering.file.text.slice(from + frame.shift, to + frame.shift);
  // What the parser could not read was blanked out in its text.
  const before = written(tree.blankBefore(node), tree.start(node)).split(BOUNDARY).at(-1) ?? '';
  if (decorates(lowering, `${before} ${written(tree.start(node), tree.start(type))}`)) return () => true;
  const first = tree.child(node, 'declarator');
  return (declarator) => {
    const { name } = readDeclarator(tree, declarator);
    if (name < 0) return false;
    const value = tree.child(declarator, 'value');
    const inner = value < 0 ? declarator : tree.child(declarator, 'declarator');
    const ahead = written(declarator === first ? tree.end(type) : tree.start(declarator), tree.start(name));
    return decorates(lowering, `${ahead} ${value < 0 ? '' : written(tree.end(inner), tree.start(value))}`);
  };
}

/** `g_autoptr(T)`, or `auto_session` where the project has `#define auto_session CLEANUP(drop) T *`. */
function isCleaningType(lowering: Lowering, type: number): boolean {
  const { tree } = lowering;
  const isCall = tree.type(type) === 'macro_type_specifier';
  const name = tree.text(isCall ? tree.child(type, 'name') : type);
  return (isCall || lowering.index.macros.has(name)) && mayCleanUp(lowering, name);
}

/** Whether what stands around the type and the name may see to the variable. */
function decorates(lowering: Lowering, text: string): boolean {
  return CLEANUP.test(text) || words(text).some((word) => mayCleanUp(lowering, word));
}

/** The words outside parentheses and directives. */
function words(text: string): readonly string[] {
  const plain = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|^[ \t]*#.*$/gm, ' ').replace(/\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, ' ');
  return (plain.match(/[A-Za-z_]\w*/g) ?? []).filter((word) => !PLAIN.test(word) && !isKeyword(word));
}

/** Whether a macro brings a cleanup attribute, or could: nobody knows its body. */
function mayCleanUp({ index }: Lowering, name: string): boolean {
  if (isKeyword(name) || index.roleOf(name) === 'ignore') return false;
  return !index.macros.has(name) || bringsCleanup(index.macros, name);
}

const brings = new WeakMap<MacroTable, Map<string, boolean>>();

/** Whether a cleanup attribute stands in the body of a macro, or of one that the body names. Asked once for each name, O(bodies). */
function bringsCleanup(macros: MacroTable, name: string): boolean {
  const answers = brings.get(macros) ?? new Map<string, boolean>();
  brings.set(macros, answers);
  let answer = answers.get(name);
  if (answer === undefined) {
    const names = new Set([name]);
    answer = false;
    // A set that grows while it is walked.
    for (const next of names) {
      for (const { body } of macros.get(next) ?? []) {
        answer ||= CLEANUP.test(body);
        for (const word of words(body)) if (macros.has(word)) names.add(word);
      }
      if (answer) break;
    }
    answers.set(name, answer);
  }
  return answer;
}
