import type { Confidence } from '../../server/src/analysis/verdict/finding.ts';

/** Where an annotation points: a line (1-based, of the analysed file) and 1-based columns, `to` exclusive; one caret means "somewhere in here". */
export interface Spot { readonly line: number; readonly from: number; readonly to: number; readonly exact: boolean }

/** `missing`: a known false negative, must stay unreported. `spurious`: a known false positive, must be reported. Both fail when they heal. */
export type Standing = 'expected' | 'missing' | 'spurious';

export interface ExpectedFinding {
  readonly kind: 'finding';
  readonly standing: Standing;
  readonly at: Spot;
  readonly rule: string;
  /** Without a level, high or medium; `low` has to be written. */
  readonly confidence: Confidence | null;
  readonly fragment: string;
}
export interface ExpectedStep { readonly kind: 'step'; readonly at: Spot; readonly number: number; readonly fragment: string }
export interface ExpectedFix { readonly kind: 'fix'; readonly at: Spot; readonly applicability: 'safe' | 'suggestion'; readonly fragment: string }
export interface ExpectedIncomplete { readonly kind: 'incomplete'; readonly fragment: string }

export type Annotation = ExpectedFinding | ExpectedStep | ExpectedFix | ExpectedIncomplete;

const POINTER = /^\s*\/\/\s*(?:(MISSING|SPURIOUS)\s+)?(\^+|<-)\s+(?:(MISSING|SPURIOUS)\s+)?(\S.*)$/;
const FINDING = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:\s+(high|medium|low))?(?::\s*(\S.*))?$/;
const STEP = /^step\s+(\d+)(?::\s*(\S.*))?$/;
const FIX = /^fix\s+(safe|suggestion)(?::\s*(\S.*))?$/;
const INCOMPLETE = /^\s*\/\/\s*incomplete(?::\s*(\S.*))?$/;

/**
 * Reads the annotations of one file; each speaks about the nearest line above that is no annotation.
 * A comment that looks like an annotation but cannot be read is returned in `malformed` (as line numbers): a typing
 * mistake must not turn an expectation into a remark. Linear in the text.
 */
export function readAnnotations(text: string): { annotations: Annotation[]; malformed: number[] } {
  const annotations: Annotation[] = [];
  const malformed: number[] = [];
  let codeLine = 0;
  text.split('\n').forEach((raw, index) => {
    const line = raw.replace(/\r$/, '');
    const incomplete = INCOMPLETE.exec(line);
    if (incomplete) {
      annotations.push({ kind: 'incomplete', fragment: incomplete[1] ?? '' });
      return;
    }
    const pointer = POINTER.exec(line);
    if (!pointer) {
      codeLine = index + 1;
      return;
    }
    const annotation = readPointer(line, pointer, codeLine);
    if (annotation) annotations.push(annotation);
    else malformed.push(index + 1);
  });
  return { annotations, malformed };
}

function readPointer(line: string, match: RegExpExecArray, codeLine: number): Annotation | null {
  const mark = match[2] ?? '^';
  // `<-` speaks about the column in which the comment starts: carets cannot reach it.
  const from = mark === '<-' ? line.indexOf('//') + 1 : line.indexOf('^') + 1;
  const at: Spot = { line: codeLine, from, to: mark === '<-' ? from + 1 : from + mark.length, exact: mark.length > 1 && mark !== '<-' };
  const word = match[1] ?? match[3];
  const rest = (match[4] ?? '').trim();
  const step = STEP.exec(rest);
  if (step) return { kind: 'step', at, number: Number(step[1]), fragment: step[2] ?? '' };
  const fix = FIX.exec(rest);
  if (fix) return { kind: 'fix', at, applicability: fix[1] === 'safe' ? 'safe' : 'suggestion', fragment: fix[2] ?? '' };
  const finding = FINDING.exec(rest);
  if (!finding?.[1]) return null;
  const level = finding[2];
  return {
    kind: 'finding',
    standing: word === 'MISSING' ? 'missing' : word === 'SPURIOUS' ? 'spurious' : 'expected',
    at,
    rule: finding[1],
    confidence: level === 'high' || level === 'medium' || level === 'low' ? level : null,
    fragment: finding[3] ?? '',
  };
}
