import type { FunctionIr, Instruction } from '../../ir/instructions.ts';
import { isNothing } from '../../ir/operands.ts';
import type { Roles } from './roles.ts';
import type { Problem, ProblemKind } from '../state/problem.ts';

export interface Callbacks {
  readonly functions: readonly FunctionIr[];
  readonly roles: Roles;
  readonly modelOf: (name: string) => unknown;
}

/**
 * A program may let one place keep a reference that another drops. The new-session callback answers 1 and stores nothing,
 * and the remove-session callback releases its argument, or the code that made the connection releases the session it got
 * from there a second time. Each alone is wrong, both together balance. Where one folder has both callbacks, or one file
 * both the callback and the release, neither is reported. Nor is the release in the remove-session callback where a new-session
 * callback of the folder puts what it is given into a table of the program. In `unread` files, where some function could not be read, that
 * function may be the other half. O(problems + functions).
 */
export function withoutPairs(problems: readonly Problem[], unread: ReadonlySet<string>, callbacks: Callbacks): Problem[] {
  // 'extra': the callback added a reference itself; what is left over then is not the one it was given.
  const places = (of: (problem: Problem) => string, kinds: readonly ProblemKind[]): Set<string> =>
    new Set(problems.filter((p) => kinds.includes(p.kind) && p.detail !== 'extra').map(of));
  const keptFolders = places(folder, ['callback-not-kept']);
  const lentFolders = places(folder, ['release-of-lent']);
  if (lentFolders.size > 0) for (const f of callbacks.functions) if (mayKeep(f, callbacks)) keptFolders.add(folder(f));
  const keptFiles = places(file, ['callback-not-kept']);
  const overFiles = places(file, OVER_RELEASES);
  return problems.filter((problem) => {
    switch (problem.kind) {
      case 'callback-not-kept': return problem.detail === 'extra' || !lentFolders.has(folder(problem)) && !overFiles.has(file(problem)) && !unread.has(file(problem));
      case 'release-of-lent': return problem.rule === undefined || !keptFolders.has(folder(problem));
      case 'release-twice': case 'release-of-borrowed': return !keptFiles.has(file(problem));
      default: return true;
    }
  });
}

const OVER_RELEASES: readonly ProblemKind[] = ['release-twice', 'release-of-borrowed'];

/** A callback that is given a reference on a condition, passes it to a function of the program, and can return something other than 0. */
function mayKeep(f: FunctionIr, { roles, modelOf }: Callbacks): boolean {
  const given = roles.get(f.name)?.contract.parameters.findIndex((parameter) => parameter.role === 'given') ?? -1;
  const session = f.parameters[given];
  if (session === undefined) return false;
  const instructions = f.blocks.flatMap((block) => block.instructions);
  const passes = (instruction: Instruction): boolean => instruction.op === 'call' && (typeof instruction.callee !== 'string' || modelOf(instruction.callee) === undefined)
    && instruction.arguments.some(({ value }) => value.kind === 'load' && value.place.base === session && value.place.path.length === 0);
  if (!instructions.some(passes)) return false;
  const results = new Set<number>();
  for (const { end } of f.blocks) {
    if (end.kind !== 'return' || end.value === null) continue;
    if (end.value.kind === 'load' && end.value.place.path.length === 0) results.add(end.value.place.base);
    else if (!isNothing(end.value)) return true;
  }
  return instructions.some((instruction) => (instruction.op === 'call' && instruction.result !== null && results.has(instruction.result.base))
    || (instruction.op === 'assign' && results.has(instruction.to.base) && !isNothing(instruction.value)));
}

interface Placed { readonly file: { readonly path: string } }

function file({ file: { path } }: Placed): string { return path; }

function folder({ file: { path } }: Placed): string { return path.slice(0, path.lastIndexOf('/') + 1); }
