import type { Lowering } from './context.ts';
import { escapeSubtree } from './damage.ts';
import type { Operand, Place } from './instructions.ts';
import { assign } from './lower-assignment.ts';
import { effect, value } from './lower-expression.ts';
import { expandUse } from './macros.ts';
import { castReadAsOther } from './misreadings.ts';
import { isArray, isPointer } from './names.ts';
import { DEREF, fieldOf, indexAt, select, UNKNOWN, variablePlace } from './operands.ts';

/** The memory an expression denotes, after emitting what it does on the way. A value that is no memory gets a temporary. */
export function placeOf(lowering: Lowering, node: number): Place {
  lowering.enter();
  const result = place(lowering, node);
  lowering.leave();
  return result;
}

function place(lowering: Lowering, node: number): Place {
  const { tree } = lowering;
  switch (tree.type(node)) {
    case 'identifier': {
      const name = tree.text(node);
      const local = lowering.lookup(name);
      if (local !== undefined) return variablePlace(local);
      const use = expandUse(lowering, node)?.alternatives[0];
      if (use !== undefined) return use.run(lowering, (inner) => placeOf(lowering, inner));
      const alias = lowering.index.aliasOf(name, lowering.file.path);
      return variablePlace(lowering.lookup(alias) ?? lowering.global(alias, lowering.range(node)));
    }
    case 'parenthesized_expression': {
      const inner = tree.children(node)[0];
      if (inner === undefined || tree.type(inner) === 'compound_statement') break;
      return placeOf(lowering, inner);
    }
    case 'comma_expression':
      effect(lowering, tree.child(node, 'left'));
      return placeOf(lowering, tree.child(node, 'right'));
    case 'extension_expression': {
      const inner = tree.children(node)[0];
      return inner === undefined ? fresh(lowering, node, UNKNOWN) : placeOf(lowering, inner);
    }
    // ((T)x)->f and (T)x = y: a cast is transparent
    case 'cast_expression': return placeOf(lowering, tree.child(node, 'value'));
    case 'field_expression': return field(lowering, node);
    case 'subscript_expression': return subscript(lowering, node);
    case 'pointer_expression': {
      const argument = tree.child(node, 'argument');
      if (tree.text(tree.child(node, 'operator')) === '*') return behind(lowering, value(lowering, argument), node);
      break;
    }
    case 'binary_expression':
      // (T)*x reads as a product
      if (castReadAsOther(lowering, node) && tree.text(tree.child(node, 'operator')) === '*') {
        return behind(lowering, value(lowering, tree.child(node, 'right')), node);
      }
      break;
    case 'call_expression': {
      const use = expandUse(lowering, node)?.alternatives[0];
      if (use !== undefined) return use.run(lowering, (inner) => placeOf(lowering, inner));
      break;
    }
    case 'ERROR':
      escapeSubtree(lowering, node, 'damaged expression');
      return fresh(lowering, node, UNKNOWN);
    default: break;
  }
  const operand = value(lowering, node);
  return operand.kind === 'load' ? operand.place : fresh(lowering, node, operand);
}

function fresh(lowering: Lowering, node: number, operand: Operand): Place {
  const temporary = variablePlace(lowering.temporary(lowering.range(node)));
  assign(lowering, temporary, operand, lowering.range(node), false);
  return temporary;
}

/** What a pointer points to: `*p`, `*(p + i)`, `*&x`. */
function behind(lowering: Lowering, pointer: Operand, node: number): Place {
  if (pointer.kind === 'address') return pointer.place;
  if (pointer.kind === 'load') return select(pointer.place, DEREF);
  if (pointer.kind === 'binary' && pointer.operator === '+') {
    if (pointer.left.kind === 'load') return select(pointer.left.place, indexAt(pointer.right));
    if (pointer.left.kind === 'address') return atIndex(pointer.left.place, pointer.right);
  }
  return select(fresh(lowering, node, pointer), DEREF);
}

/** Element `at` counted from an element or object whose address was taken. */
function atIndex(start: Place, at: Operand): Place {
  const last = start.path.at(-1);
  if (last?.kind === 'index' && last.at.kind === 'integer' && last.at.value === 0) {
    return { base: start.base, path: [...start.path.slice(0, -1), indexAt(at)] };
  }
  if (at.kind === 'integer' && at.value === 0) return start;
  return select(start, indexAt(at));
}

function field(lowering: Lowering, node: number): Place {
  const { tree } = lowering;
  const argument = tree.child(node, 'argument');
  const isArrow = tree.text(tree.child(node, 'operator')) === '->';
  const base = isArrow ? behind(lowering, value(lowering, argument), argument) : placeOf(lowering, argument);
  const name = tree.text(tree.child(node, 'field'));
  // #define s_sess u.sess
  const macro = lowering.index.macrosFor(name, lowering.file.path)[0];
  if (macro?.parameters === null && /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(macro.body)) {
    return select(base, ...macro.body.split('.').map(fieldOf));
  }
  return select(base, fieldOf(name));
}

function subscript(lowering: Lowering, node: number): Place {
  const { tree } = lowering;
  const array = value(lowering, tree.child(node, 'argument'));
  const at = value(lowering, tree.child(node, 'index'));
  if (array.kind === 'address') return atIndex(array.place, at);
  if (array.kind !== 'load') return select(fresh(lowering, node, array), indexAt(at));
  const isFirst = at.kind === 'integer' && at.value === 0 && array.place.path.length === 0;
  // p[0] is *p when p is known to be a pointer, and only then: out[0] = s fills an out-parameter
  if (isFirst && isPointer(lowering, array.place.base) && !isArray(lowering, array.place.base)) return select(array.place, DEREF);
  return select(array.place, indexAt(at));
}
