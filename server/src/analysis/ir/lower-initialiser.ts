import type { Lowering } from './context.ts';
import type { Place, Range, Selector } from './instructions.ts';
import { into } from './lower-assignment.ts';
import { value } from './lower-expression.ts';
import { addressOf, fieldOf, indexAt, integer, select } from './operands.ts';

/** Emits the initialiser of an object of the given type: an expression, or a list in braces. */
export function initialise(lowering: Lowering, node: number, to: Place, type: string, range: Range): void {
  lowering.enter();
  initialiseOf(lowering, node, to, type, range);
  lowering.leave();
}

function initialiseOf(lowering: Lowering, node: number, to: Place, type: string, range: Range): void {
  const { tree } = lowering;
  if (tree.type(node) !== 'initializer_list') {
    // char name[] = "...": nothing that can be tracked
    if (!type.endsWith(']')) into(lowering, node, to, range, true);
    return;
  }
  const elements = tree.children(node);
  const [only] = elements;
  if (type.endsWith('*') && only !== undefined && elements.length === 1) {
    initialise(lowering, only, to, type, range);
    return;
  }
  const fields = type === '' || type.endsWith(']') ? undefined : lowering.index.fieldsOf(type);
  let position = 0;
  const isOrderKnown = fields !== undefined || type.endsWith(']')
    || elements.every((element) => tree.type(element) === 'initializer_pair' || isZero(lowering, element));
  // what the list does not name is zero; of a struct whose members are not known, nothing is
  if (isOrderKnown) lowering.emit({ op: 'zero', place: to }, range);
  else lowering.emit({ op: 'escape', values: [addressOf(to)], why: 'members in an order that is not known' }, range);
  for (const element of elements) {
    let content = element;
    let selectors: readonly Selector[] | undefined;
    let innerType = '';
    if (tree.type(element) === 'initializer_pair') {
      content = tree.child(element, 'value');
      if (content < 0) continue;
      selectors = designators(lowering, element, content);
      const [first] = selectors;
      if (first?.kind === 'field') {
        const found = fields?.findIndex((field) => field.name === first.name) ?? -1;
        if (found >= 0) position = found;
        if (selectors.length === 1) innerType = fields?.[found]?.type ?? '';
      } else if (first?.kind === 'index' && first.at.kind === 'integer') {
        position = first.at.value;
        if (selectors.length === 1) innerType = elementType(type);
      }
    } else if (type.endsWith(']')) {
      selectors = [indexAt(integer(position))];
      innerType = elementType(type);
    } else {
      const field = fields?.[position];
      selectors = field === undefined ? undefined : [fieldOf(field.name)];
      innerType = field?.type ?? '';
    }
    position++;
    if (isZero(lowering, content)) continue;
    if (selectors === undefined) escapeValue(lowering, content);
    else initialise(lowering, content, select(to, ...selectors), innerType, lowering.range(element));
  }
}

function designators(lowering: Lowering, pair: number, content: number): Selector[] {
  const { tree } = lowering;
  const selectors: Selector[] = [];
  for (const child of tree.children(pair)) {
    if (child === content) continue;
    const [inner] = tree.children(child);
    switch (tree.type(child)) {
      case 'field_designator': selectors.push(fieldOf(tree.text(inner ?? child).replace(/^\./, ''))); break;
      case 'field_identifier': selectors.push(fieldOf(tree.text(child))); break;
      case 'subscript_designator': selectors.push(indexAt(inner === undefined ? { kind: 'unknown' } : value(lowering, inner))); break;
      default: selectors.push(indexAt({ kind: 'unknown' }));
    }
  }
  return selectors;
}

/** The order of the members is not known: the value goes somewhere into the object. */
function escapeValue(lowering: Lowering, node: number): void {
  const { tree } = lowering;
  if (tree.type(node) === 'initializer_list') {
    for (const element of tree.children(node)) {
      lowering.enter();
      escapeValue(lowering, tree.type(element) === 'initializer_pair' ? tree.child(element, 'value') : element);
      lowering.leave();
    }
    return;
  }
  const stored = value(lowering, node);
  if (stored.kind === 'load' || stored.kind === 'address') {
    lowering.emit({ op: 'escape', values: [stored], why: 'stored in a member that is not known' }, lowering.range(node));
  }
}

function isZero(lowering: Lowering, node: number): boolean {
  const { tree } = lowering;
  const type = tree.type(node);
  if (type === 'null' || type === 'false') return true;
  return (type === 'number_literal' || type === 'initializer_list') && /^[\s{}0]*$/.test(tree.text(node));
}

function elementType(type: string): string {
  return type.endsWith('[]') ? type.slice(0, -2).trim() : '';
}
