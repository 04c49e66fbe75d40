import { describe, expect, it } from 'vitest';
import { folderWith, found, ssl } from './harness.ts';

const LEAK = 'say(leak);\n';

describe('configuration', () => {
  it('with comments and trailing commas, nearest file wins, no merging', async () => {
    const folder = folderWith({
      'a.c': LEAK, 'sub/b.c': LEAK, 'sub/deep/c.c': LEAK,
      '.ssl-lint.jsonc': '{\n  // all of it\n  "rules": { "leak": "error", },\n}\n',
      'sub/package.json': '{ "name": "x", "sslLint": { "rules": { "leak": "note" } } }',
      'sub/deep/package.json': '{ "name": "y" }',
    });
    expect(await found(folder, [])).toEqual(['a.c:1 leak error', 'sub/b.c:1 leak note', 'sub/deep/c.c:1 leak note']);
    // Whether a file is named or found, from wherever.
    expect(await found(folder, ['sub/deep/c.c', 'a.c'])).toEqual(['a.c:1 leak error', 'sub/deep/c.c:1 leak note']);
    expect(await found(`${folder}/sub/deep`, [])).toEqual(['c.c:1 leak note']);
  });

  it('the command line stands above it, --isolated beside it', async () => {
    const folder = folderWith({ 'a.c': LEAK, '.ssl-lint.json': '{ "rules": { "leak": "off" } }' });
    expect(await found(folder, [])).toEqual([]);
    expect(await found(folder, ['--rule', 'leak=error'])).toEqual(['a.c:1 leak error']);
    expect(await found(folder, ['--isolated'])).toEqual(['a.c:1 leak warning']);
  });

  it('--config takes exactly one file, also from the environment', async () => {
    const folder = folderWith({ 'src/a.c': LEAK, 'src/.ssl-lint.json': '{', 'ci/lint.json': '{ "rules": { "leak": "note" } }' });
    expect(await found(folder, ['--config', 'ci/lint.json'])).toEqual(['src/a.c:1 leak note']);
    expect(await found(folder, [], { env: { SSL_LINT_CONFIG: 'ci/lint.json' } })).toEqual(['src/a.c:1 leak note']);
    const { err } = await ssl(folder, ['--config', 'ci/lnit.json']);
    expect(err).toBe("ssl-lint: error: configuration 'ci/lnit.json' not found. Did you mean 'ci/lint.json'?\n");
  });

  it('extends others, its own words last; globs belong to the file they stand in', async () => {
    const folder = folderWith({
      'app/a.c': LEAK, 'app/gen/b.c': LEAK, 'gen/c.c': LEAK,
      'base.json': '{ "rules": { "leak": "error", "double-free": "note" }, "extendExclude": ["app/gen"], "failOn": "note" }',
      'app/.ssl-lint.json': '{ "extends": ["../base.json"], "rules": { "double-free": "error" } }',
    });
    expect(await found(`${folder}/app`, [])).toEqual(['a.c:1 leak error']);
    expect(await found(folder, ['gen'])).toEqual(['gen/c.c:1 leak warning']);
  });

  it('of two that are extended the later wins, but only where it says something', async () => {
    const folder = folderWith({
      'a.c': LEAK, 'gen/b.c': LEAK, 'old/c.c': LEAK,
      'one.json': '{ "extendExclude": ["gen"], "failOn": "error", "rules": { "leak": "note" } }',
      'two.json': '{ "extendExclude": ["old"], "failOn": "warning", "rules": { "leak": "warning" } }',
      '.ssl-lint.json': '{ "extends": ["./one.json", "./two.json"] }',
    });
    expect(await found(folder, [])).toEqual(['a.c:1 leak warning']);
    expect((await ssl(folder, [])).code).toBe(1);
  });

  it('overrides hold for some files', async () => {
    const folder = folderWith({
      'a.c': LEAK, 'tests/b.c': `${LEAK}say(leak, warning, low);\n`, 'tests/old/c.c': LEAK,
      '.ssl-lint.json': '{ "overrides": [ { "files": ["tests/**"], "rules": { "leak": "note" }, "confidence": "low" }, { "files": ["tests/old/**"], "rules": { "leak": "off" } } ] }',
    });
    expect(await found(folder, [])).toEqual(['a.c:1 leak warning', 'tests/b.c:1 leak note', 'tests/b.c:2 leak note']);
  });

  it('chooses files, confidence, exit code, suppressions and limits', async () => {
    const folder = folderWith({
      'a.c': `${LEAK}say(leak, error, low);\nsay(leak); // NOLINT\nsay(leak); // ssl-lint-disable-line leak\n`, 'b.inc': LEAK, 'big.c': `${LEAK}${' '.repeat(2000)}`, 'c.h': LEAK,
      '.ssl-lint.json': JSON.stringify({
        files: ['**/*.c', '*.inc'], confidence: 'low', failOn: 'error', limits: { maxFileSize: '1k' },
        suppressions: { nolint: 'all', requireReason: true, reportUnused: 'off' },
      }),
    });
    const outcome = await ssl(folder, ['--format', 'concise', '--quiet']);
    expect(outcome.out.split('\n').map((line) => line.split(':').slice(0, 2).join(':'))).toEqual(['a.c:1', 'a.c:2', 'a.c:4', 'b.inc:1', '']);
    expect(outcome.code).toBe(1);
    const { err } = await ssl(folder, ['--rule', 'leak=warning']);
    expect(err).toContain("ssl-lint: warning: big.c: not analysed (larger than 1 KiB (see --max-file-size, or limits.maxFileSize in the configuration))\n");
    expect(err).toContain("a.c:4: 'ssl-lint-disable-line leak' gives no reason ('-- REASON'), so it suppresses nothing\n");
  });

  it.each<[string, string]>([
    ['{\n  "exlude": []\n}', ".ssl-lint.json:2:3: unknown key 'exlude'. Did you mean 'exclude'?"],
    ['{ "rules": { "leek": "error" } }', ".ssl-lint.json:1:14: unknown rule 'leek'. Did you mean 'leak'?"],
    ['{ "rules": { "leak": "eror" } }', ".ssl-lint.json:1:22: unknown value 'eror' of 'rules.leak'. Did you mean 'error'?"],
    ['{ "rules": { "leak": 1 } }', ".ssl-lint.json:1:22: 'rules.leak' has the wrong type"],
    ['{ "confidence": "hihg" }', ".ssl-lint.json:1:17: unknown value 'hihg' of 'confidence'. Did you mean 'high'?"],
    ['{ "exclude": "x" }', ".ssl-lint.json:1:14: 'exclude' must be an array"],
    ['[]', '.ssl-lint.json:1:1: the configuration must be an object'],
    ['', '.ssl-lint.json:1:1: not valid JSON: value expected'],
    ['{ "root": true', '.ssl-lint.json:1:15: not valid JSON: close brace expected'],
    ['{ "limits": { "maxFileSize": "lots" } }', ".ssl-lint.json:1:30: 'limits.maxFileSize' cannot be 'lots'"],
    ['{ "limits": { "functionTimeoutMs": 0 } }', ".ssl-lint.json:1:36: 'limits.functionTimeoutMs' must be at least 1"],
    ['{ "overrides": [ { "rules": {} } ] }', ".ssl-lint.json:1:18: 'files' is missing in 'overrides'"],
    ['{ "library": { "flavor": "opensll" } }', ".ssl-lint.json:1:26: unknown value 'opensll' of 'library.flavor'. Did you mean 'openssl'?"],
    ['{ "model": { "functions": { "f": { "returns": "ownd" } } } }', ".ssl-lint.json:1:47: unknown value 'ownd' of 'model.functions.f.returns'. Did you mean 'owned'?"],
    ['{ "extends": ["./none.json"] }', ".ssl-lint.json: extends 'none.json', which does not exist"],
    ['{ "extends": ["./.ssl-lint.json"] }', '.ssl-lint.json: extends itself'],
    ['{ "root": true, "root": false }', ".ssl-lint.json:1:17: 'root' occurs twice"],
    ['{ "failOn": "warning", "__proto__": {} }', ".ssl-lint.json:1:24: unknown key '__proto__'"],
  ])('%s', async (text, message) => {
    const outcome = await ssl(folderWith({ 'a.c': LEAK, '.ssl-lint.json': text }), []);
    expect(outcome.err.slice(0, message.length + 17)).toBe(`ssl-lint: error: ${message}`);
    expect(outcome.code).toBe(2);
  });

  it('survives any damage to a configuration', async () => {
    const text = '{ "rules": { "leak": "error" }, "overrides": [ { "files": ["a/**"], "confidence": "low" } ], "limits": { "maxFileSize": "2m" } }';
    for (let i = 0; i < text.length; i += 3) {
      const outcome = await ssl(folderWith({ 'a.c': 'int a;\n', '.ssl-lint.json': text.slice(0, i) + text.slice(i + 1) }), []);
      expect(outcome.err).not.toContain('internal error');
    }
  });
});
