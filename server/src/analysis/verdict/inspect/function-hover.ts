import type { FunctionIr } from '../../ir/instructions.ts';
import { candidates } from '../../ownership/resolve.ts';
import { saysNothing, type Summary } from '../../ownership/summary.ts';
import { sentencesOf } from './behaviour.ts';
import type { Locator } from './locate.ts';

const MOST_PLACES = 3;

/** What is known of a function of the project, with where it is defined, as Markdown; null when nothing is known of it. */
export function functionHover(name: string, summary: Summary | null, definitions: readonly FunctionIr[], locator: Locator): string | null {
  const [first] = definitions;
  if (summary === null || first === undefined) return null;
  const sentences = sentencesOf(summary, first).map(({ text }) => text);
  if (sentences.length === 0) {
    const reads = first.parameters.flatMap((id, index) => ((first.variables[id]?.depth ?? 0) === 1 ? [index + 1] : []));
    if (reads.length === 0 || !saysNothing(summary)) return null;
    sentences.push(`only reads ${reads.map((number) => `argument ${number}`).join(' and ')}`);
  }
  const places = definitions.map((f) => `\`${f.file.path}:${locator.lineOf(f.file, f.nameRange.start)}\``);
  const shown = [...new Set(places)].slice(0, MOST_PLACES).join(', ');
  const [only] = sentences;
  const says = sentences.length === 1 && only !== undefined ? `**${name}()**: ${only}` : `**${name}()**\n\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}`;
  return `${says}\n\ndefined at ${shown}`;
}

/** The definitions a name can mean in a file. O(functions of the project). */
export function definitionsOf(functions: readonly FunctionIr[], name: string, from: string): readonly FunctionIr[] {
  const all = functions.filter((f) => f.name === name).map((f) => ({ name, path: f.file.path, isStatic: f.isStatic, f }));
  return candidates(all, from).map(({ f }) => f);
}
