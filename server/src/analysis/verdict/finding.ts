import type { StepKind } from '../ownership/state/event.ts';

/** What the analysis says, in terms of files and text; everything here can be serialised. */

export type Severity = 'error' | 'warning' | 'note';
export type Confidence = 'high' | 'medium' | 'low';

/** Offsets are UTF-16 offsets in the file's text, end exclusive; lines and columns are 1-based UTF-16. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type { StepKind } from '../ownership/state/event.ts';

export interface Step {
  readonly kind: StepKind;
  readonly path: string;
  readonly range: TextRange;
  readonly message: string;
  /** 0 in the function of the finding, 1 in a function it calls, ... */
  readonly depth: number;
}

export interface Edit { readonly path: string; readonly range: TextRange; readonly newText: string }

/** `safe` never changes what a correct program does; a `suggestion` is for a person to accept. */
export interface Fix {
  readonly title: string;
  readonly applicability: 'safe' | 'suggestion';
  readonly edits: readonly Edit[];
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly path: string;
  /** Primary location; equals the last step. */
  readonly range: TextRange;
  /** The whole statement that holds the primary location (what a suppression comment covers). */
  readonly statement: TextRange;
  /** Text of that statement and of the statement of the first step, white space normalised: the fingerprint is made of these. */
  readonly statementText: string;
  readonly originText: string;
  readonly function: string;
  /** One sentence, names in backticks, no full stop. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly help: string;
  /** What happens otherwise, one sentence. */
  readonly why: string;
  readonly cwe: readonly number[];
  readonly steps: readonly Step[];
  readonly fixes: readonly Fix[];
}

/** Something that could not be analysed; never a finding. */
export interface Incomplete {
  readonly path: string;
  readonly function?: string;
  readonly line?: number;
  readonly reason: string;
}
