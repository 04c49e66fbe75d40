import type { Lowering } from './context.ts';
import { escapeSubtree } from './damage.ts';
import type { Operand } from './instructions.ts';
import { assignment, into, update } from './lower-assignment.ts';
import { lowerCall } from './lower-call.ts';
import { condition, truthValue } from './lower-condition.ts';
import { initialise } from './lower-initialiser.ts';
import { expandUse, forEachAlternative } from './macros.ts';
import { castReadAsOther, stripParentheses } from './misreadings.ts';
import { globalValue, variableValue } from './names.ts';
import {
  addressOf, foldBinary, foldUnary, integer, isBinaryOperator, load, NULL, parseCharacter, parseInteger, STRING, UNKNOWN, variablePlace,
} from './operands.ts';
import { placeOf } from './places.ts';
import { typeOfDescriptor } from './declarators.ts';

/**
 * Emits what an expression does and gives what it is worth. The operand has no side effects left, but it reads memory
 * when it is used: use it before emitting anything else that is sequenced after the expression.
 */
export function value(lowering: Lowering, node: number): Operand {
  lowering.enter();
  const result = valueOf(lowering, node);
  lowering.leave();
  return result;
}

function valueOf(lowering: Lowering, node: number): Operand {
  const { tree } = lowering;
  switch (tree.type(node)) {
    case 'identifier': return identifier(lowering, node);
    case 'number_literal': {
      const number = parseInteger(tree.text(node));
      return number === undefined ? UNKNOWN : integer(number);
    }
    case 'char_literal': {
      const code = parseCharacter(tree.text(node));
      return code === undefined ? UNKNOWN : integer(code);
    }
    case 'string_literal': case 'concatenated_string': return STRING;
    case 'true': return integer(1);
    case 'false': return integer(0);
    case 'null': return NULL;
    case 'parenthesized_expression': return parenthesised(lowering, node);
    case 'assignment_expression': return assignment(lowering, node, true);
    case 'update_expression': return update(lowering, node, true);
    case 'binary_expression': return binary(lowering, node);
    case 'unary_expression': return unary(lowering, node);
    case 'pointer_expression': return pointer(lowering, node);
    case 'field_expression': case 'subscript_expression': return load(placeOf(lowering, node));
    case 'call_expression': {
      const place = variablePlace(lowering.temporary(lowering.range(node)));
      return lowerCall(lowering, node, place, false) ?? load(place);
    }
    case 'cast_expression': return cast(lowering, node);
    case 'conditional_expression': {
      const place = variablePlace(lowering.temporary(lowering.range(node)));
      into(lowering, node, place, lowering.range(node), false);
      return load(place);
    }
    case 'comma_expression': {
      effect(lowering, tree.child(node, 'left'));
      return value(lowering, tree.child(node, 'right'));
    }
    // the operand of sizeof is not evaluated; two equal spellings have equal values
    case 'sizeof_expression': case 'alignof_expression': case 'offsetof_expression':
      return { kind: 'constant', name: tree.text(node) };
    case 'compound_literal_expression': {
      const type = typeOfDescriptor(tree, tree.child(node, 'type'));
      const place = variablePlace(lowering.temporary(lowering.range(node), type));
      initialise(lowering, tree.child(node, 'value'), place, type, lowering.range(node));
      return type.endsWith(']') ? addressOf({ base: place.base, path: [{ kind: 'index', at: integer(0) }] }) : load(place);
    }
    case 'extension_expression': {
      const inner = tree.children(node)[0];
      return inner === undefined ? UNKNOWN : value(lowering, inner);
    }
    case 'preproc_defined': return { kind: 'configuration', key: `defined(${tree.text(tree.children(node)[0] ?? node)})` };
    case 'gnu_asm_expression':
      escapeSubtree(lowering, node, 'assembly');
      return UNKNOWN;
    // _Generic chooses by type, which is not known here: whatever it names may be meant
    case 'generic_expression':
      escapeSubtree(lowering, node, '_Generic');
      return UNKNOWN;
    case 'compound_statement': return lowering.statementExpression(lowering, node, true);
    case 'initializer_list': {
      const place = variablePlace(lowering.temporary(lowering.range(node)));
      initialise(lowering, node, place, '', lowering.range(node));
      return load(place);
    }
    default:
      escapeSubtree(lowering, node, 'not understood');
      return UNKNOWN;
  }
}

/** Emits what an expression does; its value is dropped. */
export function effect(lowering: Lowering, node: number): void {
  lowering.enter();
  effectOf(lowering, node);
  lowering.leave();
}

function effectOf(lowering: Lowering, node: number): void {
  const { tree } = lowering;
  switch (tree.type(node)) {
    case 'parenthesized_expression': {
      const inner = tree.children(node)[0];
      if (inner === undefined) return;
      if (tree.type(inner) === 'compound_statement') lowering.statementExpression(lowering, inner, false);
      else effect(lowering, inner);
      return;
    }
    case 'cast_expression': effect(lowering, tree.child(node, 'value')); return;
    case 'call_expression':
      // `(void)(x)` reads as a call of a parenthesised name: lowerCall sees through it
      lowerCall(lowering, node, null, false);
      return;
    case 'assignment_expression': assignment(lowering, node, false); return;
    case 'update_expression': update(lowering, node, false); return;
    case 'comma_expression':
      effect(lowering, tree.child(node, 'left'));
      effect(lowering, tree.child(node, 'right'));
      return;
    case 'conditional_expression': conditionalEffect(lowering, node); return;
    case 'identifier': {
      const use = expandUse(lowering, node);
      if (use !== null) forEachAlternative(lowering, node, use, (inner) => { effect(lowering, inner); });
      return;
    }
    case 'binary_expression': {
      const operator = tree.text(tree.child(node, 'operator'));
      if (operator !== '&&' && operator !== '||') break;
      const done = lowering.builder.block();
      condition(lowering, node, done, done);
      lowering.builder.start(done);
      return;
    }
    default: break;
  }
  value(lowering, node);
}

function conditionalEffect(lowering: Lowering, node: number): void {
  const { tree, builder } = lowering;
  const [yes, no, done] = [builder.block(), builder.block(), builder.block()];
  condition(lowering, tree.child(node, 'condition'), yes, no);
  builder.start(yes);
  const consequence = tree.child(node, 'consequence');
  if (consequence >= 0) effect(lowering, consequence);
  builder.goto(done);
  builder.start(no);
  effect(lowering, tree.child(node, 'alternative'));
  builder.enter(done);
}

function identifier(lowering: Lowering, node: number): Operand {
  const name = lowering.tree.text(node);
  const local = lowering.lookup(name);
  if (local !== undefined) return variableValue(lowering, local);
  const use = expandUse(lowering, node);
  if (use !== null) {
    const single = use.alternatives.length === 1 ? use.alternatives[0] : undefined;
    if (single !== undefined) return single.run(lowering, (inner) => value(lowering, inner));
    const place = variablePlace(lowering.temporary(lowering.range(node)));
    forEachAlternative(lowering, node, use, (inner) => { into(lowering, inner, place, lowering.range(node), false); });
    return load(place);
  }
  const alias = lowering.index.aliasOf(name, lowering.file.path);
  const aliased = alias === name ? undefined : lowering.lookup(alias);
  return aliased === undefined ? globalValue(lowering, alias, node) : variableValue(lowering, aliased);
}

function parenthesised(lowering: Lowering, node: number): Operand {
  const inner = lowering.tree.children(node)[0];
  return inner === undefined ? UNKNOWN : value(lowering, inner);
}

function binary(lowering: Lowering, node: number): Operand {
  const { tree } = lowering;
  const operator = tree.text(tree.child(node, 'operator'));
  if (operator === '&&' || operator === '||') return truthValue(lowering, node);
  const right = tree.child(node, 'right');
  if (castReadAsOther(lowering, node)) {
    // (T)*x, (T)&x, (T)-x
    if (operator === '*') return load(placeOf(lowering, node));
    if (operator === '&') return addressOf(placeOf(lowering, right));
    if (operator === '-' || operator === '+') return operator === '-' ? foldUnary('-', value(lowering, right)) : value(lowering, right);
  }
  const first = value(lowering, tree.child(node, 'left'));
  const second = value(lowering, right);
  return isBinaryOperator(operator) ? foldBinary(operator, first, second) : UNKNOWN;
}

function unary(lowering: Lowering, node: number): Operand {
  const { tree } = lowering;
  const operator = tree.text(tree.child(node, 'operator'));
  const operand = value(lowering, tree.child(node, 'argument'));
  if (operator === '!' || operator === '-' || operator === '~') return foldUnary(operator, operand);
  return operator === '+' ? operand : UNKNOWN;
}

function pointer(lowering: Lowering, node: number): Operand {
  const { tree } = lowering;
  if (tree.text(tree.child(node, 'operator')) === '*') return load(placeOf(lowering, node));
  const argument = stripParentheses(lowering, tree.child(node, 'argument'));
  if (tree.type(argument) === 'identifier') {
    const name = tree.text(argument);
    if (lowering.lookup(name) === undefined) {
      const alias = lowering.index.aliasOf(name, lowering.file.path);
      // &f is f
      if (lowering.index.isFunction(alias)) return { kind: 'function', name: alias };
    }
  }
  const place = placeOf(lowering, argument);
  // &*p is p
  const last = place.path.at(-1);
  if (last?.kind === 'deref') return load({ base: place.base, path: place.path.slice(0, -1) });
  return addressOf(place);
}

function cast(lowering: Lowering, node: number): Operand {
  const { tree } = lowering;
  const operand = value(lowering, tree.child(node, 'value'));
  const isZero = operand.kind === 'integer' && operand.value === 0;
  return isZero && typeOfDescriptor(tree, tree.child(node, 'type')).endsWith('*') ? NULL : operand;
}
