import type { FunctionIr } from '../../ir/instructions.ts';
import { ANSWER_TEXT } from '../../model/words.ts';
import type { Role } from '../../ownership/state/frame.ts';
import type { Summary } from '../../ownership/state/summary.ts';
import type { Lens } from './answers.ts';
import { sentencesOf } from './behaviour.ts';
import type { Locator } from './locate.ts';

const LONGEST = 80;

/** One line about a definition; null when there is nothing to say about sessions. */
export function lensOf(f: FunctionIr, role: Role | null, summary: Summary | null, locator: Locator): Lens | null {
  const title = role === null ? titleOf(summary, f) : titleOfRole(role, f);
  return title === '' ? null : { range: locator.rangeIn(f, f.nameRange), function: f.name, title };
}

/** As many sentences as fit. Titles of lenses are plain text. */
function titleOf(summary: Summary | null, f: FunctionIr): string {
  if (summary === null) return '';
  const sentences = [...new Set(sentencesOf(summary, f).map(({ short }) => short.replaceAll('`', '')))].filter((sentence) => sentence !== '' && !sentence.startsWith(' '));
  let title = '';
  for (const sentence of sentences) {
    const longer = title === '' ? sentence : `${title}; ${sentence}`;
    if (longer.length > LONGEST) return title === '' ? shortened(sentence) : title.length + 3 <= LONGEST ? `${title}; …` : title;
    title = longer;
  }
  return title;
}

/** What the library expects of a callback. */
function titleOfRole({ contract }: Role, f: FunctionIr): string {
  const says = contract.parameters.flatMap((parameter, index) => {
    const name = f.variables[f.parameters[index] ?? -1]?.name ?? `argument ${index + 1}`;
    switch (parameter.role) {
      case 'given': return [`keeps ${name} when ${ANSWER_TEXT[parameter.keptWhen ?? 'nonzero']}`];
      case 'borrowed': return [`${name} is only lent`];
      case 'flag': return [`hands the result over when *${name} is ${parameter.givenWhen === 'nonzero' ? 'not 0' : '0'}`];
      case 'out-owned': return [`hands *${name} over${parameter.takenWhen === undefined || parameter.takenWhen === 'always' ? '' : ` when ${ANSWER_TEXT[parameter.takenWhen]}`}`];
      default: return [];
    }
  });
  return says.length === 0 ? '' : shortened(`${contract.name} callback: ${says.join('; ')}`);
}

function shortened(text: string): string { return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`; }
