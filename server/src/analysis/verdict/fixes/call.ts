import type { Range } from '../../ir/instructions.ts';
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
  const { problem, retain } = derivation;
  const store = /^([^=;{}]*[^=!<>;{}])=\s*([A-Za-z_]\w*)\s*;$/.exec(textOf(derivation, problem.statement));
  const value = store?.[2];
  if (store === null || value === undefined || value === 'NULL') return [];
  const at: Range = { start: problem.statement.start + (store[1]?.length ?? 0), end: problem.statement.end };
  return suggest(`Add ${retain}() before storing`, [{ ...at, text: `= ${value} != NULL && ${retain}(${value}) ? ${value} : NULL;` }]);
}
