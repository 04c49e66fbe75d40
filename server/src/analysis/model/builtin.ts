import boringssl from '../../../models/boringssl.json';
import c from '../../../models/c.json';
import libressl from '../../../models/libressl.json';
import nginx from '../../../models/nginx.json';
import openssl from '../../../models/openssl.json';
import wolfssl from '../../../models/wolfssl.json';
import { compose, type LoadOptions, type LocatedProblem } from './compose.ts';
import { readModelFile } from './model-file.ts';
import type { Model } from './effects.ts';

/** The files that ship with the program, the general ones first. Their schema is checked by the tests, not at start-up. */
const FILES: readonly unknown[] = [c, openssl, boringssl, libressl, wolfssl, nginx];

/** The model without a configuration. */
export function builtinModel(flavor?: string): Model {
  return configuredModel(flavor === undefined ? {} : { flavor }).model;
}

/** The built-in model with the words of a configuration on top. */
export function configuredModel(options: LoadOptions): { model: Model; problems: LocatedProblem[] } {
  return compose(FILES.map((file) => readModelFile(file, 'built-in', () => undefined)), options);
}
