import type { FunctionIr } from '../../ir/instructions.ts';
import { describeContract } from '../../model/describe.ts';
import type { Role } from '../../ownership/state/frame.ts';
import { candidates } from '../../ownership/program/resolve.ts';
import { saysNothing, type Summary } from '../../ownership/state/summary.ts';
import { sentencesOf } from './behaviour.ts';
import { argumentNumber } from './library-hover.ts';
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
  const [only] = sentences;
  const says = sentences.length === 1 && only !== undefined ? `**${name}()**: ${only}` : `**${name}()**\n\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}`;
  return `${says}\n\n${definedAt(definitions, locator)}`;
}

/** What the library expects of a callback, with where it is defined; null when it is not in the files. */
export function callbackHover(name: string, { contract }: Role, definitions: readonly FunctionIr[], locator: Locator): string | null {
  if (definitions.length === 0) return null;
  const [kind = '', ...rest] = describeContract(contract, `${contract.name} callback`, argumentNumber).split('; ');
  const parts = [`**${name}()**: ${kind}`, rest.map((line) => `- ${line}`).join('\n'), definedAt(definitions, locator), contract.page === '' ? '' : `\`${contract.page}\``];
  return parts.filter((part) => part !== '').join('\n\n');
}

function definedAt(definitions: readonly FunctionIr[], locator: Locator): string {
  const places = definitions.map((f) => `\`${f.file.path}:${locator.lineOf(f, f.nameRange.start)}\``);
  return `defined at ${[...new Set(places)].slice(0, MOST_PLACES).join(', ')}`;
}

/** The definitions a name can mean in a file. O(functions of the project). */
export function definitionsOf(functions: readonly FunctionIr[], name: string, from: string): readonly FunctionIr[] {
  const all = functions.filter((f) => f.name === name).map((f) => ({ name, path: f.file.path, isStatic: f.isStatic, f }));
  return candidates(all, from).map(({ f }) => f);
}
