import { describe, expect, it } from 'vitest';
import { RULES } from '../../server/src/analysis/verdict/rules.ts';
import { OPTIONS } from '../../server/src/cli/options.ts';
import { folderWith, ssl } from './harness.ts';

describe('commands', () => {
  it('--help lists every option and command', async () => {
    const { out, code } = await ssl(folderWith({}), ['--help']);
    expect(code).toBe(0);
    for (const { name } of OPTIONS.filter((option) => option.commands.includes('check'))) expect(out).toMatch(new RegExp(`--(\\[no-\\])?${name}\\b`));
    for (const command of ['check', 'explain', 'rules', 'model', 'doctor']) expect(out).toContain(command);
    expect(out.split('\n').filter((line) => line.length > 160)).toEqual([]);
  });

  it('help for one command has its options only', async () => {
    const { out } = await ssl(folderWith({}), ['rules', '--help']);
    expect(out).toContain('ssl-lint rules');
    expect(out).not.toMatch(/--fail-on|--quiet|sarif/);
    expect(out).toContain('table, json or markdown');
    expect((await ssl(folderWith({}), ['rule', '--help'])).out).toContain('ssl-lint explain <rule>');
  });

  it('options may stand before the command, and those of all commands have no effect where they say nothing', async () => {
    const plain = await ssl(folderWith({}), ['explain', 'leak']);
    expect(await ssl(folderWith({}), ['--color', 'never', '-q', 'explain', 'leak'])).toEqual(plain);
    expect((await ssl(folderWith({}), ['--fail-on=error', 'rules'])).err).toBe("ssl-lint: error: --fail-on is not an option of 'rules'\n  hint: see 'ssl-lint rules --help'\n");
    expect((await ssl(folderWith({}), ['--', 'explain', 'leak'])).err).toContain("no such file or folder: 'explain'");
  });

  it('--version', async () => {
    expect((await ssl(folderWith({}), ['--version'])).out).toMatch(/^ssl-lint \d+\.\d+\.\d+\n$/);
    expect((await ssl(folderWith({}), ['-V'])).code).toBe(0);
  });

  it('explain prints the page of a rule', async () => {
    const { out, code } = await ssl(folderWith({}), ['explain', 'free-of-borrowed']);
    expect(code).toBe(0);
    expect(out).toMatch(/^# free-of-borrowed\n/);
    expect((await ssl(folderWith({}), ['rule', 'ssl-lint/leak'])).out).toMatch(/^# leak\n/);
  });

  it('rules as table, JSON and Markdown', async () => {
    const folder = folderWith({});
    const table = await ssl(folder, ['rules']);
    expect(table.out.trimEnd().split('\n').map((line) => line.split(' ')[0])).toEqual(RULES.map((rule) => rule.id));
    expect((JSON.parse((await ssl(folder, ['rules', '--format', 'json'])).out) as { id: string }[]).map((rule) => rule.id)).toEqual(RULES.map((rule) => rule.id));
    expect((await ssl(folder, ['rules', '-f', 'markdown'])).out).toContain('| [`leak`](docs/rules/leak.md) | warning | 401 |');
  });

  it('model says what is known of a function, and where that comes from', async () => {
    const folder = folderWith({ '.ssl-lint.json': '{\n  "model": { "functions": {\n    "my_put": { "args": { "0": "frees" } } } }\n}\n' });
    const known = await ssl(folder, ['model', 'SSL_SESSION_free']);
    expect(known).toMatchObject({ code: 0, err: '' });
    expect(known.out).toContain('origin: built-in');
    expect((await ssl(folder, ['model', 'my_put'])).out).toContain('.ssl-lint.json:3');
    expect((await ssl(folder, ['model', 'my_put', '--isolated'])).code).toBe(2);
    expect((JSON.parse((await ssl(folder, ['model', '--format', 'json', 'my_put'])).out) as { name: string }).name).toBe('my_put');
    expect((await ssl(folder, ['model'])).out.split('\n').length).toBeGreaterThan(50);
    expect((await ssl(folder, ['model', 'SSL_get_sesion'])).out).toContain("judged by its name; did you mean 'SSL_get_session'?");
    expect((await ssl(folder, ['model', 'SSL_get_version'])).out).toContain('judged by its name)');
    expect((await ssl(folder, ['model', 'SSL_SESSION_fre'])).err).toContain("Did you mean 'SSL_SESSION_free'?");
  });

  it('a model entry that makes no sense is an error with its place', async () => {
    const folder = folderWith({ 'a.c': 'int a;\n', '.ssl-lint.json': '{ "model": { "aliases": { "my_free": "SSL_SESSION_fre" } } }' });
    const { openEngine } = await import('../../server/src/workspace/open-engine.ts');
    const outcome = await ssl(folder, [], {}, openEngine);
    expect(outcome.err).toMatch(/^ssl-lint: error: \.ssl-lint\.json:1:\d+: 'SSL_SESSION_fre' is no known function\. Did you mean 'SSL_SESSION_free'\?\n$/);
    expect(outcome.code).toBe(2);
  });

  it('doctor names versions, configuration and counts', async () => {
    const { out } = await ssl(folderWith({ 'a.c': '', '.ssl-lint.json': '{}' }), ['doctor']);
    expect(out).toMatch(/^configuration +\.ssl-lint\.json$/m);
    expect(out).toMatch(/^files here +1$/m);
    expect(out).toMatch(/^model +\d+ functions, \d+ callback contracts, library any$/m);
  });
});
