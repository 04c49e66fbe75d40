import { includesOf } from '../code/includes.ts';
import type { SourceFile } from '../code/item.ts';
import type { FunctionModel, HeaderLibrary, Model, ParameterModel } from './effects.ts';

/** How sure the headers of a file are that it uses a library. */
type Use = 'no' | 'perhaps' | 'yes';

/** Answers for a text: that of a file that is edited changes in place. */
const uses = new WeakMap<SourceFile, { readonly model: Model; readonly text: string; readonly answers: readonly Use[] }>();
const variants = new WeakMap<Model, Map<string, Model>>();

/**
 * The model that holds in a file. `#include <wolfssl/options.h>` says which library answers to the common names, also when
 * `<openssl/ssl.h>` follows: that is its own copy. Inside an `#if` it only says that the file is written for more than one
 * library, and what they do not agree on about NULL is not known. The same object for the same answers.
 */
export function modelFor(model: Model, file: SourceFile): Model {
  const answers = usesOf(model, file);
  if (!answers.some((use) => use !== 'no')) return model;
  const known = variants.get(model) ?? new Map<string, Model>();
  variants.set(model, known);
  const key = answers.join();
  const variant = known.get(key) ?? { ...model, functions: replaced(model, answers) };
  known.set(key, variant);
  return variant;
}

function usesOf(model: Model, file: SourceFile): readonly Use[] {
  const known = uses.get(file);
  if (known?.model === model && known.text === file.text) return known.answers;
  const answers = model.libraries.map((library) => readUse(file.text, library));
  uses.set(file, { model, text: file.text, answers });
  return answers;
}

function readUse(text: string, { headers }: HeaderLibrary): Use {
  if (!headers.some((folder) => text.includes(`${folder}/`))) return 'no';
  const found = includesOf(text).filter(({ path }) => headers.some((folder) => `/${path}`.includes(`/${folder}/`)));
  return found.length === 0 ? 'no' : found.every(({ isConditional }) => isConditional) ? 'perhaps' : 'yes';
}

/** What the configuration says of a name holds in any file. */
function replaced(model: Model, answers: readonly Use[]): Map<string, FunctionModel> {
  const functions = new Map(model.functions);
  model.libraries.forEach(({ overrides }, i) => {
    if (answers[i] === 'no') return;
    for (const entry of overrides) {
      const usual = functions.get(entry.name);
      if (usual === undefined || usual.origin !== entry.origin) continue;
      functions.set(entry.name, answers[i] === 'yes' ? entry : { ...usual, parameters: usual.parameters.map((parameter, at) => agreed(parameter, entry.parameters[at])) });
    }
  });
  return functions;
}

/** NULL is only wrong where both say so. */
function agreed(one: ParameterModel, other: ParameterModel | undefined): ParameterModel {
  return one.null === 'invalid' && other?.null !== 'invalid' ? { ...one, null: 'ok' } : one;
}
