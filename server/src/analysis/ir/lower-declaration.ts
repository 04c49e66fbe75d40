import { cleanupIn } from './cleanup.ts';
import { OpaqueFunction, type Frame, type Lowering } from './context.ts';
import { careful, escapeSubtree } from './damage.ts';
import { baseType, readDeclarator, typeOf } from './declarators.ts';
import { initialise } from './lower-initialiser.ts';
import { hiddenStatement, isProduct } from './misreadings.ts';
import { variablePlace } from './operands.ts';

/** Lowers statements read again from text. */
type Again = (lowering: Lowering, statements: readonly number[]) => void;

/** Lowers a declaration in a body: variables come into scope, their initialisers are emitted. */
export function lowerDeclaration(lowering: Lowering, node: number, again: Again): void {
  const { tree } = lowering;
  if (isProduct(lowering, node)) return;
  const missing = hiddenStatement(lowering, node);
  if (missing !== null) {
    readAgain(lowering, node, missing, again);
    return;
  }
  lowering.statement = lowering.range(node);
  const storage = tree.children(node).filter((child) => tree.type(child) === 'storage_class_specifier').map((child) => tree.text(child));
  if (storage.includes('typedef')) return;
  const isExternal = storage.includes('extern');
  const isStatic = storage.includes('static');
  const base = baseType(tree, node);
  const isCleanedUp = cleanupIn(lowering, node);
  const isOverlaid = /^(?:struct|union)_specifier$/.test(tree.type(tree.child(node, 'type'))) && /\bunion\b/.test(tree.text(tree.child(node, 'type')));
  for (const child of tree.children(node)) {
    if (tree.field(child) !== 'declarator') continue;
    const { name, steps } = readDeclarator(tree, child);
    // auto x = f(); reads as a variable without a name of type x
    const isDeduced = name >= 0 && tree.isMissing(name) && storage.includes('auto');
    const spelled = isDeduced ? base : name < 0 ? '' : tree.text(name);
    // a function declared in a body is no variable
    if (name < 0 || steps.at(-1) === '()') continue;
    const type = isDeduced ? '' : typeOf(base, steps);
    if (isExternal) {
      lowering.externals.set(spelled, type);
      continue;
    }
    // `union { T *s; void *p; } u`: what is put into `u.s` may be taken out of `u.p`.
    const cleanedUp = !isStatic && (isCleanedUp(child) || isOverlaid || lowering.index.overlaps(type));
    const id = lowering.declare({ name: spelled, kind: isStatic ? 'static' : 'local', type, range: lowering.range(name), ...(cleanedUp ? { cleanedUp } : {}) });
    const initial = tree.type(child) === 'init_declarator' ? tree.child(child, 'value') : -1;
    // the initialiser of a static runs before the program, and what the variable holds now is not known
    if (isStatic) continue;
    if (initial < 0) lowering.emit({ op: 'declare', variable: id }, lowering.range(name));
    else careful(lowering, initial, () => { initialise(lowering, initial, variablePlace(id), type, lowering.range(child)); });
  }
  if (tree.hasError(node) && !storage.includes('auto')) escapeSubtree(lowering, node, 'damaged declaration');
}

const HEAD = 'void f(void){';

/** Reads the text of `node` again as statements, with a `;` on the white space at offset `missing` of the tree. */
export function readAgain(lowering: Lowering, node: number, missing: number, again: Again): void {
  const { tree, frame } = lowering;
  const text = tree.text(node);
  const start = tree.start(node);
  const at = missing - start;
  const parsed = lowering.parser.parseSnippet(`${HEAD}${text.slice(0, at)};${text.slice(at + 1)}}`);
  const definition = parsed.size === 0 || parsed.hasError(0) ? -1 : parsed.children(0)[0] ?? -1;
  const body = definition < 0 ? -1 : parsed.child(definition, 'body');
  if (body < 0) throw new OpaqueFunction('a declaration that hides a statement');
  const inner: Frame = { tree: parsed, shift: frame.shift + start - HEAD.length, fixed: frame.fixed, macro: frame.macro, groups: [], nextGroup: 0, uses: new Map() };
  lowering.enter();
  lowering.within(inner, () => { again(lowering, parsed.children(body)); });
  lowering.leave();
}
