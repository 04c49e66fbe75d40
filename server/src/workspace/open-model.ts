import { configuredModel } from '../analysis/model/builtin.ts';
import type { Model } from '../analysis/model/effects.ts';
import { readUserModel } from '../analysis/model/user.ts';
import type { UserModel } from '../analysis/model/user.ts';
import { UsageError } from './usage-error.ts';

/** The built-in model for a library (null for all of them) with the words of configurations on top. Throws UsageError for the first wrong entry. */
export function openModel(flavor: string | null, users: readonly UserModel[]): Model {
  const { model: base } = configuredModel(flavor === null ? {} : { flavor });
  let model = base;
  for (const user of users) {
    model = readUserModel(model, user, (problem) => {
      const { line, column } = user.position(problem.path, problem.at);
      throw UsageError.at(user.file, line, column, problem.message);
    });
  }
  return model;
}
