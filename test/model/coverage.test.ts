import { describe, expect, test } from 'vitest';
import { builtinModel } from '../../server/src/analysis/model/builtin.ts';
import { anyOf, lookup, trackedPattern } from '../../server/src/analysis/model/match.ts';
import { FLAVORS } from '../../server/src/analysis/model/words.ts';
import { RULE_BY_ID } from '../../server/src/analysis/verdict/rules.ts';
import { CALLBACKS, FUNCTIONS } from './names.ts';

const model = builtinModel();

test.each(FUNCTIONS)('%s has an entry of its own', (name) => {
  expect(model.functions.get(name)?.says).toMatch(/^[a-z][^\n]*[^.\n]$/);
});

test.each(CALLBACKS)('%s registers argument %i as %s', (setter, argument, contract) => {
  expect(model.functions.get(setter)?.registers).toContainEqual({ argument, contract });
});

test('every contract that is registered exists, and its rule and forbidden functions do', () => {
  for (const flavor of [undefined, ...Object.keys(FLAVORS)]) {
    const m = builtinModel(flavor);
    for (const entry of m.functions.values()) {
      const named = [...entry.registers.map((r) => r.contract), ...(entry.visitorContract === undefined ? [] : [entry.visitorContract])];
      for (const contract of named) expect(m.contracts.has(contract), contract).toBe(true);
    }
    for (const contract of m.contracts.values()) {
      expect(RULE_BY_ID.has(contract.rule), contract.rule).toBe(true);
      for (const name of contract.forbidden) expect(m.functions.has(name), name).toBe(true);
    }
  }
});

test('every function that an entry names exists', () => {
  for (const entry of model.functions.values()) {
    const named = [entry.owningTwin, entry.borrowingTwin, ...entry.parameters.flatMap((p) => [...(p.notFrom ?? []), ...(p.invalidatesInterior ?? [])])];
    for (const name of named) if (name !== undefined) expect(model.functions.has(name), `${entry.name} names ${name}`).toBe(true);
  }
  expect(model.functions.get(model.release)?.parameters[0]?.effect).toBe('release');
  expect(model.functions.get(model.retain)?.parameters[0]?.effect).toBe('retain');
});

test('every override replaces an entry', () => {
  for (const flavor of Object.keys(FLAVORS)) expect([...builtinModel(flavor).functions.keys()]).toEqual([...model.functions.keys()]);
});

const trackedNames = [...[...model.functions.values()].filter((f) => f.tracked).map((f) => f.name), ...model.types];

test('each tracked name and type contains a hint; hints are few', () => {
  expect(trackedNames.filter((n) => !model.hints.some((h) => n.includes(h)))).toEqual([]);
  expect(model.hints.length).toBeLessThan(5);
});

test('one pattern finds each tracked name and type, and nothing near it', () => {
  const pattern = trackedPattern(model);
  expect(trackedNames.filter((n) => !pattern.test(`x = ${n}(y);`))).toEqual([]);
  expect(['ssl', 'session', 'SSL_get_error', 'OPENSSL_free', 'r->upstream_session', 'ngx_ssl_t', 'SSL_CTX_new'].filter((n) => pattern.test(n))).toEqual([]);
});

test('a pattern for any of some words', () => {
  const pattern = anyOf(['ab', 'abc', 'ad+', 'x', 'a(', '']);
  expect(['ab', 'zad+', 'a(', 'x'].filter((t) => !pattern.test(t))).toEqual([]);
  expect(['a', 'b', 'add', 'c'].filter((t) => pattern.test(t))).toEqual([]);
  expect(anyOf([]).test('')).toBe(false);
});

test('what has no references is not tracked', () => {
  for (const name of ['free', 'memset', 'exit', 'printf', 'TEST_ptr', 'SSL_free', 'SSL_new', 'SSL_read', 'SSL_set_ex_data']) {
    expect(model.functions.get(name)?.tracked, name).toBe(false);
  }
});

describe('families', () => {
  test.each([
    ['SSL_SESSION_get_something_new', 'use'],
    ['SSL_SESSION_has_something_new', 'use'],
    ['SSL_SESSION_set_something_new', 'mutate'],
    ['EC_KEY_free', 'free'],
    ['X509_STORE_CTX_free', 'free'],
    ['BIO_free_all', 'free'],
    ['sk_X509_pop_free', 'free'],
  ])('%s is %s', (name, effect) => {
    expect(lookup(model, name)?.parameters[0]?.effect).toBe(effect);
    expect(lookup(model, name)?.weak).toBe(true);
  });

  test.each(['SSL_get_error', 'SSL_CTX_set_options_get', 'ERR_print_errors_fp', 'SSL_is_init_finished'])('%s has an entry or none that changes anything', (name) => {
    const entry = lookup(model, name);
    expect(entry === undefined || entry.parameters.every((p) => p.effect === 'use')).toBe(true);
  });

  test.each(['my_session_get', 'SSL_set_msg_callback_arg', 'SSL_CTX_set_tlsext_servername_arg', 'SSL_ctrl', 'MY_KEY_free', 'CONN_free', 'SSL_SESSION_release'])('%s is unknown', (name) => {
    expect(lookup(model, name)).toBeUndefined();
  });
});

describe('names of unknown functions', () => {
  test.each(['use', 'print_session', 'session_print', 'SessPrint_log', 'sess_is_valid', 'has_ticket', 'tls_dump_session', 'log_session_info', 'session_cmp', 'SESSION_CHECK', 'my_i2d', 'session_to_string'])('%s only reads', (name) => {
    expect(model.readerNames.test(name)).toBe(true);
  });
  test.each([
    'save', 'drop', 'keep', 'session_store', 'use_session', 'log_and_free', 'cache_write', 'session_check_and_add', 'print_release', 'conn_set_info', 'session_size_reset', 'session', 'handle', 'process', 'newlog',
    'register_log', 'session_log_destroy', 'push_len', 'f', 'blueprint', 'list_append_info', 'send_info',
  ])('%s is not taken to only read', (name) => {
    expect(model.readerNames.test(name)).toBe(false);
  });
  test.each(['session_ref', 'sess_up_ref', 'my_retain', 'session_dup', 'SESSION_ADDREF', 'get_ref'])('%s adds a reference', (name) => {
    expect(model.retainerNames.test(name)).toBe(true);
  });
  test.each(['session_unref', 'prefer', 'refresh', 'copy_and_free', 'session_put', 'deref_session', 'reference_list_free'])('%s is not taken to add one', (name) => {
    expect(model.retainerNames.test(name)).toBe(false);
  });
  test.each(['THROW', 'GOTO_END', 'RETURN_STATUS', 'LOG_AND_EXIT', 'CHECK_OR_LEAVE', 'BAIL_IF'])('%s may leave the function', (name) => {
    expect(model.leaverNames.test(name)).toBe(true);
  });
  test.each(['LOG_ERROR', 'UNLOCK', 'FUNC_EXIT', 'DEBUGP', 'RETRY'])('%s is not taken to leave it', (name) => {
    expect(model.leaverNames.test(name)).toBe(false);
  });
  test('long names cost no time', () => {
    const name = `${'a_'.repeat(50_000)}x`;
    const start = performance.now();
    model.readerNames.test(name);
    model.retainerNames.test(name);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('libraries that differ', () => {
  test('without a flavor the entries are those of OpenSSL', () => {
    expect(model.functions.get('SSL_get_session')).toEqual(builtinModel('openssl').functions.get('SSL_get_session'));
  });
  test('BoringSSL and AWS-LC release the object that is decoded into', () => {
    for (const flavor of ['boringssl', 'aws-lc']) expect(builtinModel(flavor).functions.get('d2i_SSL_SESSION')?.parameters[0]?.onReuse).toBe('replaced');
    expect(model.functions.get('d2i_SSL_SESSION')?.parameters[0]?.onReuse).toBeUndefined();
  });
  test('wolfSSL keeps what SSL_get_session returns', () => {
    expect(builtinModel('wolfssl').functions.get('SSL_get_session')?.returns).toMatchObject({ kind: 'borrowed', lasting: true });
  });
});
