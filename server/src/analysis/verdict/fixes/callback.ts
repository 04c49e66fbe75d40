import type { Range } from '../../ir/instructions.ts';
import { isPlainName, suggest, textOf, type Candidate, type Derivation } from './derivation.ts';
import { beforeExit, beforeStatement } from './release.ts';

/** `return 0;` becomes `return 1;`: the callback keeps the session. */
export function returnOne(derivation: Derivation): Candidate[] { return returnInstead(derivation, 1, 'Return 1 to keep the session'); }

export function returnZero(derivation: Derivation): Candidate[] { return returnInstead(derivation, 0, 'Return 0: the session is not kept'); }

function returnInstead(derivation: Derivation, value: 0 | 1, title: string): Candidate[] {
  const edits = [...new Map(derivation.group.map((problem) => [problem.statement.start, problem.statement] as const)).values()].map((statement) => {
    const number = /^return\s*\(?\s*(-?\d+)\s*\)?\s*;$/.exec(textOf(derivation, statement))?.[1];
    return number === undefined ? null : { ...within(statement, textOf(derivation, statement), number), text: String(value) };
  });
  const known = edits.filter((edit) => edit !== null);
  return known.length === edits.length ? suggest(title, known) : [];
}

function within(statement: Range, text: string, part: string): Range {
  const start = statement.start + text.lastIndexOf(part);
  return { start, end: start + part.length };
}

/** Writes 0 into the flag of a callback that hands its own reference over. */
export function flagZero(derivation: Derivation): Candidate[] { return writeFlag(derivation, 0); }

/** Writes 1 into the flag of a callback that only lends. */
export function flagOne(derivation: Derivation): Candidate[] { return writeFlag(derivation, 1); }

/** Either, whichever is right. */
export function flagEither(derivation: Derivation): Candidate[] { return [...writeFlag(derivation, 0), ...writeFlag(derivation, 1)]; }

/** Changes the one place where the flag is written, or writes it before the callback returns. */
function writeFlag(derivation: Derivation, value: 0 | 1): Candidate[] {
  const { problem, group, function: f } = derivation;
  const flag = problem.detail.split(' ')[0] ?? '';
  if (!/^[A-Za-z_]\w*$/.test(flag)) return [];
  const title = `Set *${flag} = ${value}`;
  const writes = new Map<number, Range>();
  for (const block of f.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op !== 'assign' || instruction.macro !== undefined || instruction.to.path.length !== 1 || instruction.to.path[0]?.kind !== 'deref') continue;
      if (f.variables[instruction.to.base]?.name === flag) writes.set(instruction.statement.start, instruction.statement);
    }
  }
  const changed = [...writes.values()].flatMap((statement) => {
    const written = new RegExp(`^\\*\\s*${flag}\\s*=\\s*(\\d+)\\s*;$`).exec(textOf(derivation, statement))?.[1];
    return written === undefined ? [] : suggest(title, [{ ...within(statement, textOf(derivation, statement), written), text: String(value) }]);
  });
  const exits = [...new Map(group.map((each) => [each.range.start, each] as const)).values()];
  const inserted = exits.map((exit) => beforeExit(derivation, exit, [`*${flag} = ${value};`]));
  const known = inserted.filter((edits) => edits !== null);
  return [...changed, ...(known.length === inserted.length ? suggest(title, known.flat()) : [])];
}

/** Releases what a slot held before the callback stores another session in it. */
export function releaseHolder(derivation: Derivation): Candidate[] {
  const { problem } = derivation;
  const stored = problem.account?.stored ?? null;
  if (stored === null || stored.event.file !== derivation.file || !isPlainName(problem.holder)) return [];
  return suggest(`Free '${problem.holder}' before it is overwritten`, beforeStatement(derivation, stored.event.statement, problem.holder));
}

/** Releases and clears what an out-parameter holds before the callback fails. */
export function releaseOut(derivation: Derivation): Candidate[] {
  const { problem, release } = derivation;
  if (!isPlainName(problem.name)) return [];
  return suggest(`Free '${problem.name}' before returning`, beforeExit(derivation, problem, [`${release}(${problem.name});`, `${problem.name} = NULL;`]));
}
