import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { expandModelFile, type RawModelFile } from '../../server/src/analysis/model/expand.ts';
import { readModelFile } from '../../server/src/analysis/model/model-file.ts';
import { EFFECT_TEXT, FLAVORS, OUTCOME_TEXT, RETURN_TEXT, ROLE_TEXT } from '../../server/src/analysis/model/words.ts';
import { MODEL_FILES, modelText } from './files.ts';

const schema = JSON.parse(modelText('model.schema.json')) as SchemaPart;
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, formats: { regex: (text: string) => new RegExp(text) instanceof RegExp } });
const validate = ajv.compile(schema);

interface SchemaPart {
  readonly description?: string;
  readonly const?: unknown;
  readonly oneOf?: readonly SchemaPart[];
  readonly definitions?: Readonly<Record<string, SchemaPart>>;
}

describe.each(MODEL_FILES)('%s', (name) => {
  const value = JSON.parse(modelText(name)) as RawModelFile;

  test('follows the schema', () => {
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('is read without complaint, to the same entries as without checks', () => {
    const problems: unknown[] = [];
    const checked = readModelFile(value, 'built-in', (p) => problems.push(p));
    expect(problems).toEqual([]);
    expect(checked).toEqual(expandModelFile(value, 'built-in'));
  });

  test('names no function twice', () => {
    const names = readModelFile(value, '', () => undefined).functions.map((f) => f.name);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
  });
});

test('no two files describe the same function, so their order does not matter', () => {
  const owner = new Map<string, string>();
  const twice: string[] = [];
  for (const file of MODEL_FILES) {
    for (const { name } of expandModelFile(JSON.parse(modelText(file)) as RawModelFile, '').functions) {
      if (owner.has(name)) twice.push(`${name}: ${owner.get(name) ?? ''}, ${file}`);
      owner.set(name, file);
    }
  }
  expect(twice).toEqual([]);
});

test('the schema knows exactly the words of the vocabulary', () => {
  const words = (name: string): unknown[] => (schema.definitions?.[name]?.oneOf ?? []).map((w) => w.const).sort();
  expect(words('effect')).toEqual(Object.keys(EFFECT_TEXT).sort());
  expect(words('outcome')).toEqual(Object.keys(OUTCOME_TEXT).sort());
  expect(words('role')).toEqual(Object.keys(ROLE_TEXT).sort());
  const text = JSON.stringify(schema);
  for (const kind of Object.keys(RETURN_TEXT)) expect(text).toContain(`"${kind}"`);
  for (const flavor of Object.keys(FLAVORS)) expect(text).toContain(`"${flavor}"`);
});

test('every word of the schema is described', () => {
  const undescribed = Object.values(schema.definitions ?? {}).flatMap((d) => d.oneOf ?? []).filter((w) => w.const !== undefined && w.description === undefined);
  expect(undescribed).toEqual([]);
});

test.each([
  { functions: { f: { parameters: ['relese'] } } },
  { functions: { f: { returns: { kind: 'borrowed' } } } },
  { functions: { f: { return: 'status' } } },
  { families: [{ match: 'unanchored' }] },
])('the schema refuses %j', (bad) => {
  expect(validate({ name: 'x', ...bad })).toBe(false);
});
