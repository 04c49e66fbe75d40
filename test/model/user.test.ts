import { describe, expect, test } from 'vitest';
import { builtinModel, configuredModel } from '../../server/src/analysis/model/builtin.ts';
import { describe as describeName, describeJson } from '../../server/src/analysis/model/describe.ts';
import { loadModel, positionInText } from './load.ts';
import type { Model } from '../../server/src/analysis/model/effects.ts';
import { parse } from 'jsonc-parser';

/** The model with a configuration text whose whole content is the `model` object. */
function configured(text: string): { model: Model; messages: string[] } {
  const { model, problems } = configuredModel({ user: { file: 'conf.json', value: parse(text, [], { allowTrailingComma: true }), position: (path, at) => positionInText(text, path, at) } });
  return { model, messages: problems.map((p) => `${p.file}:${p.line}:${p.column}: ${p.message}`) };
}

describe('words of a configuration', () => {
  test.each([
    ['"returns": "owned"', { returns: { kind: 'owned', nullable: true }, says: 'gives the caller a reference of its own' }],
    ['"returns": "borrowed", "borrowedFrom": 1', { returns: { kind: 'borrowed', from: 1, nullable: true }, says: 'does not take a reference' }],
    ['"args": {"0": "frees"}', { parameters: [{ effect: 'release', null: 'ok' }], says: 'drops one reference' }],
    ['"args": {"1": "takes"}, "takesWhenReturns": "positive"', { parameters: [{ effect: 'use' }, { effect: 'take', when: 'positive' }] }],
    ['"args": {"1": "holds"}', { parameters: [{ effect: 'use' }, { effect: 'take' }] }],
    ['"args": {"0": "borrows"}', { parameters: [{ effect: 'use' }] }],
    ['"args": {"0": "upref"}', { parameters: [{ effect: 'retain' }] }],
    ['"args": {"1": "out-owned"}', { parameters: [{ effect: 'use' }, { effect: 'out-owned' }] }],
    ['"args": {"1": "out-borrowed"}', { parameters: [{ effect: 'use' }, { effect: 'out-borrowed' }] }],
    ['"noreturn": true', { noreturn: true, tracked: false, says: 'does not return' }],
  ])('%s', (text, expected) => {
    const { model, messages } = configured(`{"functions": {\n  "f": {${text}}\n}}`);
    expect(messages).toEqual([]);
    expect(model.functions.get('f')).toMatchObject({ name: 'f', origin: 'conf.json:2', ...expected });
  });

  test('macros, aliases and types', () => {
    const { model, messages } = configured(`{
      // comments and trailing commas are fine
      "aliases": { "B": "A", "A": "SSL_SESSION_free", },
      "macros": { "MY_EACH": "loop", "MY_API": "ignore", "FATAL": "noreturn" },
      "sessionTypes": ["tls_ticket_t"],
    }`);
    expect(messages).toEqual([]);
    expect(model.functions.get('B')).toMatchObject({ name: 'B', origin: 'conf.json:3', parameters: [{ effect: 'release' }] });
    expect(model.macros.get('MY_EACH')).toBe('loop');
    expect(model.types).toContain('tls_ticket_t');
    expect(model.types).toContain('SSL_SESSION');
  });

  test('the user wins over the shipped entry, and names become hints', () => {
    const { model } = configured('{"functions": {"SSL_get_session": {"returns": "owned"}, "conn_take": {"returns": "owned"}, "die_now": {"noreturn": true}}}');
    expect(model.functions.get('SSL_get_session')?.returns.kind).toBe('owned');
    expect(model.functions.get('SSL_get1_session')?.returns.kind).toBe('owned');
    expect(model.hints).toContain('conn_take');
    expect(model.hints).not.toContain('die_now');
    expect(builtinModel().functions.get('SSL_get_session')?.returns.kind).toBe('borrowed');
  });
});

describe('mistakes point at the place and name the nearest word', () => {
  test.each([
    ['{"functions": {"f": {"retuns": "owned"}}}', `conf.json:1:22: unknown key 'retuns'. Did you mean 'returns'?`],
    ['{"functions": {"f": {"returns": "ownd"}}}', `conf.json:1:33: unknown word 'ownd'. Did you mean 'owned'?`],
    ['{"functions": {"f": {\n "args": {"0": "free"}}}}', `conf.json:2:16: unknown word 'free'. Did you mean 'frees'?`],
    ['{"functions": {"f": {"args": {"first": "frees"}}}}', `conf.json:1:31: 'first': expected the number of an argument, from "0"`],
    ['{"functions": {"f": {"args": {"0": 1}}}}', `conf.json:1:36: expected one of: frees, takes, holds, borrows, upref, out-owned, out-borrowed`],
    ['{"functions": {"f": {"returns": "owned", "borrowedFrom": 0}}}', `conf.json:1:58: 'borrowedFrom' needs "returns": "borrowed"`],
    ['{"functions": {"f": {"args": {"0": "frees"}, "takesWhenReturns": "zero"}}}', `conf.json:1:66: 'takesWhenReturns' needs an argument that the function 'takes' or 'holds'`],
    ['{"functions": {"f": "owned"}}', `conf.json:1:21: expected an object, found 'owned'`],
    ['{"functions": []}', `conf.json:1:15: 'functions': expected an object, found a list`],
    ['{"aliases": {"F": "SSL_SESSION_fre"}}', `conf.json:1:19: 'SSL_SESSION_fre' is no known function. Did you mean 'SSL_SESSION_free'?`],
    ['{"macros": {"M": "lop"}}', `conf.json:1:18: unknown word 'lop'. Did you mean 'loop'?`],
    ['{"sessionType": ["x"]}', `conf.json:1:2: unknown key 'sessionType'. Did you mean 'sessionTypes'?`],
    ['{"sessionTypes": "x"}', `conf.json:1:18: 'sessionTypes': expected a list of texts, found 'x'`],
  ])('%s', (text, message) => {
    expect(configured(text).messages).toEqual([message]);
  });

  test('a circle of aliases is reported, not followed', () => {
    expect(configured('{"aliases": {"A": "B", "B": "A"}}').messages).toHaveLength(2);
  });

  test('an unknown library', () => {
    expect(configuredModel({ flavor: 'opensl' }).problems[0]?.message).toBe("unknown library 'opensl'. Did you mean 'openssl'?");
  });
});

describe('model files as text', () => {
  test('a later file wins per function and the rest stays', () => {
    const { model, problems } = loadModel([
      { name: 'a.json', text: '{"name": "a", "types": ["T"], "functions": {"T_new": {"returns": {"kind": "owned", "nullable": true}}, "T_free": {"parameters": ["release"]}}}' },
      { name: 'b.json', text: '{"name": "b", "functions": {"T_new": {"returns": "static"}}}' },
    ]);
    expect(problems).toEqual([]);
    expect(model.functions.get('T_new')?.returns).toEqual({ kind: 'static' });
    expect(model.functions.get('T_free')?.parameters).toEqual([{ effect: 'release' }]);
    expect(model.readerNames.test('print')).toBe(false);
  });

  test('mistakes are located and the rest is used', () => {
    const { model, problems } = loadModel([{ name: 'm.json', text: '{"functions": {\n  "f": {"parameters": ["relese"]},\n  "g": {"parameters": [{"effect": "hold"}]},\n  "h": {"parameters": ["release"]}\n}}' }]);
    expect(problems).toEqual([
      { file: 'm.json', line: 2, column: 24, message: "unknown word 'relese'. Did you mean 'release'?" },
      { file: 'm.json', line: 3, column: 35, message: "'hold' needs 'holder', the number of the argument that holds" },
    ]);
    expect(model.functions.get('h')?.parameters[0]?.effect).toBe('release');
  });

  test('broken JSON is one problem with its place', () => {
    const { model, problems } = loadModel([{ name: 'm.json', text: '{\n  "functions": {\n' }]);
    expect(problems[0]).toMatchObject({ file: 'm.json', message: 'not valid JSON: close brace expected' });
    expect(model.functions.size).toBe(0);
  });

  test('a text that is nested without end is refused', () => {
    expect(loadModel([{ name: 'm.json', text: '['.repeat(1_000_000) }]).problems).toHaveLength(1);
  });

  test.each(['', '[]', 'null', '3', '{"functions": {"": {}}}', '{"functions": {"__proto__": {"returns": "owned"}}}', '{"families": [{"match": "("}]}', '['.repeat(2000), '{"macros": {"loop": [1]}}', '{"contracts": {"c": 1}}', '\u0000'])('never throws: %j', (text) => {
    expect(() => loadModel([{ name: 'x', text }])).not.toThrow();
    expect(() => configured(text)).not.toThrow();
  });
});

describe('describe', () => {
  test('a shipped entry', () => {
    expect(describeName(builtinModel(), 'SSL_get1_session')).toBe(`SSL_get1_session
  does: takes a reference for the caller
  returns: a reference that the caller must release; may be NULL; on the session of argument 0
  argument 0: is only read during the call; NULL is invalid
  to borrow instead: call SSL_get_session
  page: SSL_get_session(3)
  origin: built-in`);
  });
  test('an entry of the user', () => {
    expect(describeName(configured('{"functions": {\n"my_put": {"args": {"0": "frees"}}}}').model, 'my_put')).toBe(`my_put
  does: drops one reference
  returns: not known
  argument 0: loses one reference of the caller; NULL is allowed
  origin: conf.json:2`);
  });
  test('callbacks are explained by their contract', () => {
    expect(describeName(builtinModel(), 'SSL_CTX_sess_set_get_cb')).toContain('argument 3 says whether the result is handed over, starts at 1, handed over when it is zero');
  });
  test('unknown names get the nearest one', () => {
    expect(describeName(builtinModel(), 'SSL_SESION_free')).toContain("Did you mean 'SSL_SESSION_free'?");
    expect(describeName(builtinModel(), 'session_print')).toContain('suggests that it only reads');
    expect(describeName(builtinModel(), 'TAILQ_FOREACH')).toContain('a loop');
    expect(describeName(builtinModel(), 'SSL_SESSION')).toContain('tracked object');
  });
  test('every entry can be described, in both forms', () => {
    const model = builtinModel();
    for (const name of model.functions.keys()) {
      expect(describeName(model, name)).toContain('origin: built-in');
      expect(JSON.stringify(describeJson(model, name))).toContain(`"name":"${name}"`);
    }
    expect(describeJson(model, 'nothing_like_it')).toBeUndefined();
  });
});
