import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const directory = fileURLToPath(new URL('../../server/models/', import.meta.url));

/** The text of one shipped model file or of the schema. */
export const modelText = (name: string): string => readFileSync(`${directory}${name}`, 'utf8');

/** Names of the shipped model files, without the schema. */
export const MODEL_FILES: readonly string[] = readdirSync(directory).filter((n) => n.endsWith('.json') && n !== 'model.schema.json').sort();
