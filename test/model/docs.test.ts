import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { configuredModel } from '../../server/src/analysis/model/builtin.ts';
import { loadModel, positionInText } from './load.ts';
import { EFFECT_TEXT, ENDS_BORROWS_TEXT, HANDSHAKE_TEXT, MACRO_TEXT, NULL_TEXT, ON_REUSE_TEXT, OUTCOME_TEXT, RETURN_TEXT, ROLE_TEXT } from '../../server/src/analysis/model/words.ts';
import { modelText } from './files.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/models.md', import.meta.url)), 'utf8');
const block = (info: string): string => new RegExp('```' + info + '\\n([\\s\\S]*?)\\n```').exec(page)?.[1] ?? '';

test.each([EFFECT_TEXT, OUTCOME_TEXT, RETURN_TEXT, ROLE_TEXT, NULL_TEXT, ENDS_BORROWS_TEXT, ON_REUSE_TEXT, HANDSHAKE_TEXT, MACRO_TEXT].flatMap((w) => Object.keys(w)))('the page explains `%s`', (word) => {
  expect(page).toContain(`\`${word}\``);
});

test('the page explains every key of the schema', () => {
  const keys = new Set<string>();
  JSON.parse(modelText('model.schema.json'), (key, value: unknown) => {
    if (key === 'properties' && typeof value === 'object' && value !== null) for (const k of Object.keys(value)) keys.add(k);
    return value;
  });
  const own = ['$schema', 'name', 'functions', 'argument', 'arguments', 'contract', 'function', 'pointee', 'is', 'match', 'contracts'];
  expect([...keys].filter((k) => !own.includes(k) && !page.includes(`\`${k}\``))).toEqual([]);
});

test('every effect, result and role has an example in C', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  for (const word of [...Object.keys(EFFECT_TEXT), ...Object.keys(RETURN_TEXT).filter((k) => k !== 'unknown')]) {
    const row = rows.find((line) => line.startsWith(`| \`${word}\` |`));
    expect(row?.split('|').length, word).toBe(5);
    expect(row?.split('|')[3]?.trim(), word).not.toBe('');
  }
});

test('the example of a model file is right', () => {
  expect(loadModel([{ name: 'docs', text: block('json model') }]).problems).toEqual([]);
});

test('the example of a configuration is right and uses every word', () => {
  const text = block('jsonc user');
  const { model, problems } = configuredModel({ user: { file: 'docs', value: parse(text), position: (path, at) => positionInText(text, path, at) } });
  expect(problems).toEqual([]);
  expect(model.functions.get('cache_insert')?.parameters[1]).toEqual({ effect: 'take', when: 'positive' });
  for (const word of ['owned', 'borrowed', 'borrowedFrom', 'frees', 'takes', 'holds', 'borrows', 'upref', 'out-owned', 'out-borrowed', 'takesWhenReturns', 'noreturn']) expect(text).toContain(`"${word}"`);
});
