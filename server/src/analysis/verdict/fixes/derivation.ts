import type { SourceFile } from '../../code/item.ts';
import type { FunctionIr, Instruction, Range } from '../../ir/instructions.ts';
import type { FunctionModel } from '../../model/effects.ts';
import type { Problem } from '../../ownership/state/problem.ts';
import type { Layout } from './layout.ts';
import type { TextEdit } from './text-edit.ts';

/** An edit that may mend a problem; whether it does is for the analysis to say. */
export interface Candidate {
  readonly title: string;
  readonly applicability: 'safe' | 'suggestion';
  readonly edits: readonly TextEdit[];
  /** The edits take a reference that may have to be released, where they alone are not enough. */
  readonly owes?: true;
}

/** What candidates are derived from. */
export interface Derivation {
  /** The problem that speaks for its cause, and all of that cause (the same leak at several exits). */
  readonly problem: Problem;
  readonly group: readonly Problem[];
  readonly file: SourceFile;
  readonly function: FunctionIr;
  readonly layout: Layout;
  /** Names of the functions that drop and add a reference. */
  readonly release: string;
  readonly retain: string;
  readonly modelOf: (name: string) => FunctionModel | undefined;
}

export type Derive = (derivation: Derivation) => readonly Candidate[];

export function suggest(title: string, edits: readonly TextEdit[] | null): Candidate[] {
  return edits === null || edits.length === 0 ? [] : [{ title, applicability: 'suggestion', edits }];
}

export function safe(title: string, edits: readonly TextEdit[] | null): Candidate[] {
  return edits === null || edits.length === 0 ? [] : [{ title, applicability: 'safe', edits }];
}

/** Text of a range of the function. */
export function textOf({ file }: Derivation, range: Range): string { return file.text.slice(range.start, range.end); }

/** `s`, `c->sess`, `*out`, `slots[0]`: what can be written into an argument or on the left of an assignment as it stands. */
export function isPlainName(name: string): boolean { return /^\*?[A-Za-z_]\w*(?:(?:->|\.)[A-Za-z_]\w*|\[\d+\])*$/.test(name); }

/** Whether a range is the whole of a statement: `f(x)` in `f(x);`. */
export function isWhole(derivation: Derivation, range: Range, statement: Range): boolean {
  return range.start === statement.start && /^\s*;$/.test(derivation.file.text.slice(range.end, statement.end));
}

/** The instruction at a range that did not come out of a macro, undefined when there is none. O(instructions). */
export function instructionAt<Op extends Instruction['op']>(derivation: Derivation, range: Range, op: Op): Extract<Instruction, { op: Op }> | undefined {
  for (const block of derivation.function.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op === op && instruction.range.start === range.start && instruction.range.end === range.end && instruction.macro === undefined) {
        return instruction as Extract<Instruction, { op: Op }>;
      }
    }
  }
  return undefined;
}

/** The library function called at a range by its own name, undefined when it is called in any other way. */
export function libraryCall(derivation: Derivation, range: Range): FunctionModel | undefined {
  const call = instructionAt(derivation, range, 'call');
  if (call === undefined || typeof call.callee !== 'string' || !/^\w+\s*\(/.test(textOf(derivation, range))) return undefined;
  return derivation.modelOf(call.callee);
}
