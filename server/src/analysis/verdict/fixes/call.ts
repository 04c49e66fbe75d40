import type { Range } from '../../ir/instructions.ts';
import { beforeWhole } from './release.ts';
import { instructionAt, isPlainName, isWhole, suggest, textOf, type Candidate, type Derivation } from './derivation.ts';

/** Calls the release of the library where a deallocator of something else is called. */
export function releaseInstead(derivation: Derivation): Candidate[] {
  const { problem, release } = derivation;
  const call = instructionAt(derivation, problem.range, 'call');
  const argument = call?.arguments.find((each) => isPlainName(textOf(derivation, each.range)));
  if (call === undefined || argument === undefined || !/^\w+\s*\(/.test(textOf(derivation, problem.range))) return [];
  return suggest(`Use ${release}()`, [{ ...problem.range, text: `${release}(${textOf(derivation, argument.range)})` }]);
}

/** Releases by the library's function where the count is lowered by hand. */
export function releaseByName(derivation: Derivation): Candidate[] {
  const { problem, release } = derivation;
  if (!isPlainName(problem.name) || !isWhole(derivation, problem.range, problem.statement)) return [];
  return suggest(`Use ${release}()`, [{ ...problem.range, text: `${release}(${problem.name})` }]);
}

/** `RETAIN(s);` becomes `if (s != NULL) RETAIN(s);`. */
export function testFirst(derivation: Derivation): Candidate[] {
  const { problem, layout } = derivation;
  if (!isPlainName(problem.name) || !isWhole(derivation, problem.range, problem.statement)) return [];
  return suggest(`Test '${problem.name}' for NULL first`, layout.guard(problem.statement, `${problem.name} != NULL`));
}

/** Releases the object that a decoder would be given to refill, and gives it none. */
export function decodeAnew(derivation: Derivation): Candidate[] {
  const { problem, release } = derivation;
  if (!isPlainName(problem.name)) return [];
  return suggest(`Free '${problem.name}' and decode into a new session`, beforeWhole(derivation, problem.statement, [`${release}(${problem.name});`, `${problem.name} = NULL;`]));
}

/** `T *s;` becomes `T *s = NULL;`. */
export function initialise(derivation: Derivation): Candidate[] {
  const { problem, function: f, file } = derivation;
  const variables = f.variables.filter((variable) => variable.kind === 'local' && variable.name === problem.name);
  const variable = variables.length === 1 ? variables[0] : undefined;
  if (variable === undefined || !/^\s*[,;]/.test(file.text.slice(variable.range.end, variable.range.end + 80))) return [];
  return suggest(`Initialise '${problem.name}' to NULL`, [{ start: variable.range.end, end: variable.range.end, text: ' = NULL' }]);
}

/** Adds a reference where a borrow is stored, and stores nothing if that fails: `p->s = s != NULL && RETAIN(s) ? s : NULL;`. */
export function retainWhenStored(derivation: Derivation): Candidate[] {
  return retained(derivation, derivation.problem.statement);
}

/** The same where a callback writes the session it hands out: `*out = c->sess;`. */
export function retainWhenHandedOut(derivation: Derivation): Candidate[] {
  const { problem, function: f } = derivation;
  const stores = new Map<number, Range>();
  for (const block of f.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.op !== 'assign' || instruction.macro !== undefined) continue;
      if (textOf(derivation, instruction.statement).startsWith(problem.name)) stores.set(instruction.statement.start, instruction.statement);
    }
  }
  return [...stores.values()].flatMap((statement) => retained(derivation, statement));
}

function retained(derivation: Derivation, statement: Range): Candidate[] {
  const { retain } = derivation;
  const store = /^([^=;{}]*[^=!<>;{}])=\s*([A-Za-z_][\w.>-]*)\s*;$/.exec(textOf(derivation, statement));
  const value = store?.[2];
  if (store === null || value === undefined || value === 'NULL' || !isPlainName(value)) return [];
  const at: Range = { start: statement.start + (store[1]?.length ?? 0), end: statement.end };
  return suggest(`Add ${retain}() before storing`, [{ ...at, text: `= ${value} != NULL && ${retain}(${value}) ? ${value} : NULL;` }]);
}
