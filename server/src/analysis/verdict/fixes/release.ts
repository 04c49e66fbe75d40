import type { Range } from '../../ir/instructions.ts';
import type { Problem } from '../../ownership/state/problem.ts';
import { isPlainName, isWhole, libraryCall, safe, suggest, textOf, type Candidate, type Derivation } from './derivation.ts';
import type { TextEdit } from './text-edit.ts';

/** Takes the call out that the finding is about: `RELEASE(s);` as a statement of its own. */
export function removeCall(derivation: Derivation): Candidate[] {
  const { problem } = derivation;
  return removal(derivation, problem.range, problem.statement, (effect) => effect === 'release' || effect === 'free');
}

/** Takes the call out that added a reference too many. */
export function removeOrigin(derivation: Derivation): Candidate[] {
  const origin = derivation.problem.account?.origin ?? null;
  return origin === null || origin.file !== derivation.file ? [] : removal(derivation, origin.range, origin.statement, (effect) => effect === 'retain');
}

function removal(derivation: Derivation, range: Range, statement: Range, fits: (effect: string) => boolean): Candidate[] {
  const called = libraryCall(derivation, range);
  if (called === undefined || !called.parameters.some((parameter) => fits(parameter.effect)) || !isWhole(derivation, range, statement)) return [];
  const name = /^\w+/.exec(textOf(derivation, range))?.[0] ?? '';
  return isWithoutEffect(derivation, textOf(derivation, range).slice(name.length)) ? suggest(`Remove this ${name}()`, derivation.layout.remove(statement)) : [];
}

/** Whether arguments can go with their call: they assign nothing and call nothing but the library. */
function isWithoutEffect(derivation: Derivation, text: string): boolean {
  if (/\+\+|--|[^=!<>]=(?!=)/.test(text)) return false;
  return [...text.matchAll(/(\w+)\s*\(/g)].every((match) => derivation.modelOf(match[1] ?? '')?.tracked === true);
}

/** Releases what leaks in front of each way out that leaks it. */
export function releaseBeforeExits(derivation: Derivation): Candidate[] {
  const edits: TextEdit[] = [];
  const seen = new Set<number>();
  for (const exit of derivation.group) {
    if (seen.has(exit.range.start)) continue;
    seen.add(exit.range.start);
    const edit = isPlainName(exit.name) ? answerFirst(derivation, exit) ?? beforeExit(derivation, exit, [`${derivation.release}(${exit.name});`]) : null;
    if (edit === null) return [];
    edits.push(...edit);
  }
  const returns = /^return\b/.test(textOf(derivation, derivation.problem.statement));
  return suggest(`Free '${derivation.problem.name}' ${returns ? 'before returning' : 'at the end'}`, edits);
}

/** `goto out;` leaves the block in which the session has its name: it is released in front of one of them, or of all. */
export function releaseBeforeGotos(derivation: Derivation): Candidate[] {
  const { problem, layout, release } = derivation;
  const origin = problem.account?.origin ?? null;
  if (origin === null || origin.file !== derivation.file || !/^[A-Za-z_]\w*$/.test(problem.name)) return [];
  const edits = layout.gotosFrom(origin.statement.end).map((statement) => layout.insertBefore(statement, [`${release}(${problem.name});`]));
  const known = edits.filter((edit) => edit !== null);
  const title = `Free '${problem.name}' before leaving`;
  return known.length === 0 || known.length !== edits.length ? [] : [suggest(title, known.flat()), ...(known.length > 1 ? known.slice(0, MOST_GOTOS).map((edit) => suggest(title, edit)) : [])].flat();
}

const MOST_GOTOS = 3;

/** Names for what a function is about to return, the first that is free. */
const RESULT_NAMES = ['result', 'answer', 'value'];

/** `return f(s);` becomes `{ int result = f(s); RELEASE(s); return result; }`; null when the returned value does not need s. */
function answerFirst(derivation: Derivation, exit: Pick<Problem, 'statement' | 'name'>): TextEdit[] | null {
  const { layout, release, function: f } = derivation;
  const value = /^return\b\s*([\s\S]*?)\s*;$/.exec(textOf(derivation, exit.statement))?.[1] ?? '';
  const result = RESULT_NAMES.find((name) => !layout.mentions(name));
  const root = /[A-Za-z_]\w*/.exec(exit.name)?.[0] ?? '';
  if (result === undefined || f.returnType === '' || f.returnType === 'void' || !new RegExp(`\\b${root}\\b`).test(value)) return null;
  const type = f.returnType.endsWith('*') ? f.returnType : `${f.returnType} `;
  return layout.replaceByBlock(exit.statement, [`${type}${result} = ${value};`, `${release}(${exit.name});`, `return ${result};`]);
}

/** Statements in front of a `return`, a jump, or the brace that closes a block. */
export function beforeExit(derivation: Derivation, exit: Pick<Problem, 'range' | 'statement'>, code: readonly string[]): TextEdit[] | null {
  const last = textOf(derivation, exit.range);
  if (last === '}') return derivation.layout.insertBeforeBrace(exit.range, code);
  if (last.startsWith('{') && last.endsWith('}')) return derivation.layout.insertBeforeBrace({ start: exit.range.end - 1, end: exit.range.end }, code);
  return /^(?:return|break|continue|goto)\b/.test(textOf(derivation, exit.statement)) ? derivation.layout.insertBefore(exit.statement, code) : null;
}

/** Releases a session before its last name is overwritten. */
export function releaseBeforeStatement(derivation: Derivation): Candidate[] {
  const { problem } = derivation;
  return isPlainName(problem.name) ? suggest(`Free '${problem.name}' before it is overwritten`, beforeStatement(derivation, problem.statement, problem.name)) : [];
}

export function beforeStatement(derivation: Derivation, statement: Range, name: string): TextEdit[] | null {
  return beforeWhole(derivation, statement, [`${derivation.release}(${name});`]);
}

/** In front of a statement that is no loop, also of an `if` whose condition is meant. */
export function beforeWhole({ layout, file }: Derivation, statement: Range, code: readonly string[]): TextEdit[] | null {
  const word = /^\w+/.exec(file.text.slice(statement.start, statement.end))?.[0] ?? '';
  if (['for', 'while', 'do', 'else', 'case', 'default', 'return'].includes(word)) return null;
  return word === 'if' || word === 'switch' ? layout.insertBeforeHead(statement.start, code) : layout.insertBefore(statement, code);
}

/** `x = NULL;` after the release that leaves x dangling: it changes nothing for whoever does not look at x again. */
export function clearAfterRelease(derivation: Derivation): Candidate[] {
  const { problem } = derivation;
  const end = problem.account?.end ?? null;
  // A use of x would become a use of NULL, which is no better.
  if (problem.kind === 'use-after-release' && !problem.detail.startsWith('left')) return [];
  if (end === null || end.file !== derivation.file || !isPlainName(problem.name) || !isWhole(derivation, end.range, end.statement)) return [];
  const variable = derivation.function.variables.find((each) => each.name === problem.name);
  if (variable !== undefined && /\*\s*const\b/.test(variable.type)) return [];
  return safe(`Set '${problem.name}' to NULL after freeing`, derivation.layout.insertAfter(end.statement, [`${problem.name} = NULL;`]));
}

/** Moves the release behind the use that comes too late. */
export function releaseAfterUse(derivation: Derivation): Candidate[] {
  const { problem, layout } = derivation;
  const end = problem.account?.end ?? null;
  if (end === null || end.file !== derivation.file || !isWhole(derivation, end.range, end.statement) || libraryCall(derivation, end.range) === undefined) return [];
  if (/^(?:if|for|while|do|switch|return|else|case|default|goto|break|continue)\b/.test(textOf(derivation, problem.statement))) return [];
  const removed = layout.remove(end.statement);
  const added = layout.insertAfter(problem.statement, [textOf(derivation, end.statement)]);
  return removed === null || added === null ? [] : suggest('Move the release after this use', [...removed, ...added]);
}
