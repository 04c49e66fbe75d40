import { layer } from './layers.ts';
import { suggestion } from './nearest.ts';
import { readUserModel, type UserModel } from './user.ts';
import { FLAVORS } from './words.ts';
import type { Model } from './effects.ts';
import type { ModelFile } from './model-file.ts';

export interface LocatedProblem {
  readonly file: string;
  /** 1-based, columns in UTF-16 units; 0 when there is no text to point into. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface LoadOptions {
  /** The library the project is built against, one of `FLAVORS`; without it only what is common is said. */
  readonly flavor?: string;
  /** The `model` object of a configuration file. */
  readonly user?: UserModel;
}

/** Model files on top of each other, then the user's words. Needs no parser, so that start-up stays cheap. */
export function compose(files: readonly ModelFile[], options: LoadOptions): { model: Model; problems: LocatedProblem[] } {
  const problems: LocatedProblem[] = [];
  const { flavor, user } = options;
  if (flavor !== undefined && !Object.hasOwn(FLAVORS, flavor)) {
    problems.push({ file: user?.file ?? '', line: 0, column: 0, message: `unknown library '${flavor}'${suggestion(flavor, Object.keys(FLAVORS))}` });
  }
  const base = layer(files, flavor);
  if (user === undefined) return { model: base, problems };
  const model = readUserModel(base, user, (p) => problems.push({ file: user.file, ...user.position(p.path, p.at), message: p.message }));
  return { model, problems };
}
