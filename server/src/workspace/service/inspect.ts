import type { AnalysisResult } from '../../analysis/analyze.ts';
import { LineTable } from '../../analysis/code/position.ts';
import { describe } from '../../analysis/model/describe.ts';
import type { Model } from '../../analysis/model/effects.ts';
import { lookup } from '../../analysis/model/match.ts';
import { rangeOf } from '../../analysis/verdict/range.ts';
import type { Hint, Hover, Lens } from './service.ts';

/** What is known at the places of one text. */
export interface Inspection {
  hover(offset: number): Hover | null;
  hints(): readonly Hint[];
  lenses(): readonly Lens[];
}

/** Looks into a file of an analysis. `text` is the text of the document, which need not have been analysed. */
export function inspect(_result: AnalysisResult, _path: string, text: string, model: Model): Inspection {
  return { hover: (offset) => hoverOfWord(text, offset, model), hints: () => [], lenses: () => [] };
}

/** What the model says of the name at an offset. */
function hoverOfWord(text: string, offset: number, model: Model): Hover | null {
  const before = /[A-Za-z_]\w*$/.exec(text.slice(Math.max(0, offset - LONGEST_NAME), offset))?.[0] ?? '';
  const start = offset - before.length;
  const name = /^[A-Za-z_]\w*/.exec(text.slice(start, start + 2 * LONGEST_NAME))?.[0];
  if (name === undefined || start + name.length < offset || !isKnown(model, name)) return null;
  return { range: rangeOf(new LineTable(text), start, start + name.length), markdown: asMarkdown(describe(model, name)) };
}

const LONGEST_NAME = 200;

const isKnown = (model: Model, name: string): boolean =>
  lookup(model, name) !== undefined || model.macros.has(name) || model.types.includes(name) || model.ownerTypes.includes(name);

/** The name as a heading, and a list of what is said: `label: text` lines. */
function asMarkdown(description: string): string {
  const [name = '', ...lines] = description.split('\n');
  const items = lines.map((line) => line.trim().replace(/^([^:]+): (.*)$/, (_all, label: string, says: string) => `- **${label}**: ${escaped(says)}`));
  return [`\`${name}\``, '', ...items].join('\n');
}

const escaped = (text: string): string => text.replace(/[\\`*<>[\]]/g, '\\$&');
