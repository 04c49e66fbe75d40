import { analyzeFiles } from '../harness/engine.ts';
import type { Inspection } from '../../server/src/analysis/verdict/inspect/answers.ts';

const MARK = '@';

/** The file that is asked about. */
export const PATH = 'src/a.c';

/** A text with one `@` in front of what is asked about, and any number of other files. */
export interface Marked { readonly inspect: Inspection; readonly text: string; readonly offset: number }

/** Analyses the text without its mark. Throws when there is not exactly one mark. */
export async function marked(text: string, others: Readonly<Record<string, string>> = {}): Promise<Marked> {
  const offset = text.indexOf(MARK);
  if (offset < 0 || text.indexOf(MARK, offset + 1) >= 0) throw new Error(`one ${MARK} is needed:\n${text}`);
  const plain = text.slice(0, offset) + text.slice(offset + 1);
  return { inspect: await inspected(plain, others), text: plain, offset };
}

/** What is known of a text. */
export async function inspected(text: string, others: Readonly<Record<string, string>> = {}): Promise<Inspection> {
  const files = [{ path: PATH, text }, ...Object.entries(others).map(([path, other]) => ({ path, text: other }))].sort((a, b) => (a.path < b.path ? -1 : 1));
  return (await analyzeFiles(files)).inspect;
}

/** The Markdown of the hover at the mark, '' when there is none. */
export async function hoverAt(text: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  const { inspect, offset } = await marked(text, others);
  return inspect.hover(PATH, offset)?.markdown ?? '';
}
