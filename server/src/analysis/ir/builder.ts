import type { Block, Instruction, Operand, Range, Terminator, Variable, VariableId } from './instructions.ts';
import { flipOperator, foldBinary, isNothing } from './operands.ts';

const NOWHERE: Terminator = { kind: 'unreachable' };

/**
 * Grows the blocks of one function. There is a current block, or none after a jump: code that follows a `return`
 * is still lowered (it may hold labels), but what it emits is dropped until a block is started again.
 */
export class Builder {
  readonly variables: Variable[] = [];
  readonly blocks: Block[] = [];
  private current = -1;

  constructor() {
    this.start(this.block());
  }

  get reachable(): boolean {
    return this.current >= 0;
  }

  /** Adds an empty block and gives its number; it ends nowhere until something ends it. */
  block(): number {
    this.blocks.push({ instructions: [], end: NOWHERE });
    return this.blocks.length - 1;
  }

  /** What follows goes into `block`. */
  start(block: number): void {
    this.current = block;
  }

  /** Falls through from the current block into `block` and goes on there. */
  enter(block: number): void {
    this.goto(block);
    this.start(block);
  }

  /** Leaves the current block open, to be started again later, and gives its number (-1 for none). */
  detach(): number {
    const block = this.current;
    this.current = -1;
    return block;
  }

  emit(instruction: Instruction): void {
    if (this.current >= 0) this.blocks[this.current]?.instructions.push(instruction);
  }

  end(terminator: Terminator): void {
    const block = this.blocks[this.current];
    if (block !== undefined) block.end = terminator;
    this.current = -1;
  }

  goto(to: number): void {
    this.end({ kind: 'goto', to });
  }

  variable(variable: Variable): VariableId {
    this.variables.push(variable);
    return this.variables.length - 1;
  }

  /**
   * Ends the current block with a two-way branch in canonical form: `!x`, `x == NULL`, `NULL == x` and `x == 0` become
   * a branch on `x` with the sides swapped, a constant stands on the right, and a known value is a plain jump.
   */
  branch(condition: Operand, range: Range, yes: number, no: number): void {
    let operand = condition;
    let [onTrue, onFalse] = [yes, no];
    let negated = false;
    for (;;) {
      if (operand.kind === 'unary' && operand.operator === '!') {
        operand = operand.operand;
        [onTrue, onFalse] = [onFalse, onTrue];
        negated = !negated;
        continue;
      }
      if (operand.kind === 'unary' && operand.operator === '-') {
        operand = operand.operand;
        continue;
      }
      if (operand.kind !== 'binary') break;
      if (isConstant(operand.left) && !isConstant(operand.right)) {
        const flipped = flipOperator(operand.operator);
        if (flipped === undefined) break;
        operand = { kind: 'binary', operator: flipped, left: operand.right, right: operand.left };
        continue;
      }
      const isEquality = operand.operator === '==' || operand.operator === '!=';
      if (!isEquality || !isNothing(operand.right)) break;
      if (operand.operator === '==') {
        [onTrue, onFalse] = [onFalse, onTrue];
        negated = !negated;
      }
      operand = operand.left;
    }
    const truth = truthOf(operand);
    if (onTrue === onFalse) this.goto(onTrue);
    else if (truth !== undefined) this.goto(truth ? onTrue : onFalse);
    else this.end({ kind: 'branch', condition: operand, range, negated, yes: onTrue, no: onFalse });
  }
}

function isConstant(operand: Operand): boolean {
  return operand.kind === 'integer' || operand.kind === 'null' || operand.kind === 'constant';
}

function truthOf(operand: Operand): boolean | undefined {
  switch (operand.kind) {
    case 'integer': return operand.value !== 0;
    case 'null': return false;
    case 'string': case 'function': return true;
    // &p->f may be tested for NULL in odd code, but it is never NULL in code that works
    case 'address': return true;
    case 'binary': {
      const folded = foldBinary(operand.operator, operand.left, operand.right);
      return folded.kind === 'integer' ? folded.value !== 0 : undefined;
    }
    default: return undefined;
  }
}
