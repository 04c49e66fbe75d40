import { describe, expect, test } from 'vitest';
import { includesOf } from '../../server/src/analysis/code/includes.ts';
import { builtinModel, configuredModel } from '../../server/src/analysis/model/builtin.ts';
import { modelFor } from '../../server/src/analysis/model/headers.ts';
import { lookup } from '../../server/src/analysis/model/match.ts';
import type { Model } from '../../server/src/analysis/model/effects.ts';

const file = (text: string): { path: string; text: string } => ({ path: 'a.c', text });
const nullOf = (model: Model, name = 'SSL_SESSION_is_resumable'): unknown => lookup(model, name)?.parameters[0]?.null;
const OWN = '#include <wolfssl/ssl.h>\n';

describe('the model that holds in a file', () => {
  const model = builtinModel();

  test('is the usual one without such headers, and one object for the same answers', () => {
    expect(modelFor(model, file('#include <openssl/ssl.h>\n'))).toBe(model);
    expect(modelFor(model, file('// wolfssl/\n'))).toBe(model);
    expect(modelFor(model, file(OWN))).toBe(modelFor(model, file(`${OWN}int x;\n`)));
    expect(nullOf(model)).toBe('invalid');
    expect(nullOf(modelFor(model, file(OWN)))).toBe('ok');
  });

  test('takes nothing but the doubt about NULL from an include that an #if chooses', () => {
    const either = modelFor(model, file(`#ifdef A\n${OWN}#endif\n#include <openssl/ssl.h>\n`));
    expect(nullOf(either)).toBe('ok');
    expect(nullOf(either, 'SSL_SESSION_get_protocol_version')).toBe('invalid');
    expect(lookup(either, 'd2i_SSL_SESSION')).toEqual(lookup(model, 'd2i_SSL_SESSION'));
    expect(lookup(modelFor(model, file(OWN)), 'd2i_SSL_SESSION')).not.toEqual(lookup(model, 'd2i_SSL_SESSION'));
  });

  test('is the configured one where the library or the function is configured', () => {
    const named = builtinModel('openssl');
    expect(modelFor(named, file(OWN))).toBe(named);
    const value = { functions: { SSL_SESSION_is_resumable: { args: { 0: 'frees' } } } };
    const own = configuredModel({ user: { file: 'c', value, position: () => ({ line: 1, column: 1 }) } }).model;
    expect(lookup(modelFor(own, file(OWN)), 'SSL_SESSION_is_resumable')?.parameters[0]?.effect).toBe('release');
  });
});

test('includes are read with the conditions around them', () => {
  expect(includesOf('#include "a.h"\n# ifdef X\n#  include <b/c.h>\n# else\n#include MACRO\n#endif\n#endif\n #include <d.h> // x\nint a; #include <e.h>\n')).toEqual([
    { path: 'a.h', isConditional: false }, { path: 'b/c.h', isConditional: true }, { path: 'd.h', isConditional: false },
  ]);
});
