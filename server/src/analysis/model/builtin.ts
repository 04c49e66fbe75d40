import boringssl from '../../../models/boringssl.json';
import c from '../../../models/c.json';
import libressl from '../../../models/libressl.json';
import openssl from '../../../models/openssl.json';
import wolfssl from '../../../models/wolfssl.json';
import { compose, type LoadOptions, type LocatedProblem } from './compose.ts';
import { expandModelFile, type RawModelFile } from './expand.ts';
import type { Model } from './effects.ts';

/**
 * The files that ship with the program, the general ones first. TypeScript widens the words of a JSON file to
 * `string`; that they are words of the vocabulary is what the schema test proves.
 */
const FILES = [c, openssl, boringssl, libressl, wolfssl] as unknown as readonly RawModelFile[];

/** The model without a configuration. */
export function builtinModel(flavor?: string): Model {
  return configuredModel(flavor === undefined ? {} : { flavor }).model;
}

/** The built-in model with the words of a configuration on top. */
export function configuredModel(options: LoadOptions): { model: Model; problems: LocatedProblem[] } {
  return compose(FILES.map((file) => expandModelFile(file, 'built-in')), options);
}
