import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/harness.ts';
import { allTold, borrowed, leaking, localService, serviceFor } from './harness.ts';
import type { ConfigurationError, LintService } from '../../server/src/workspace/service/service.ts';

const errors = async (service: LintService): Promise<readonly ConfigurationError[]> => (await service.status()).flatMap((status) => status.errors);

describe('a broken configuration', () => {
  it('stops nothing: the last good one stays in force', async () => {
    const folder = folderWith({ 'a.c': borrowed('f'), 'b.c': leaking('g'), '.ssl-lint.json': '{ "rules": { "leak": "off" } }' });
    const service = serviceFor(folder);
    const write = (text: string): void => {
      writeFileSync(`${folder}/.ssl-lint.json`, text);
      service.changedOnDisk([`${folder}/.ssl-lint.json`]);
    };
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    for (const [text, error] of [
      ['{\n  "rules": { "leek": "off" }\n}', { line: 2, column: 14, message: "unknown rule 'leek'. Did you mean 'leak'?" }],
      ['{ "rules": {', { line: 1, column: 13, message: 'not valid JSON: close brace expected' }],
      ['{ "extends": ["./none.json"] }', { line: 1, column: 1, message: "extends 'none.json', which does not exist" }],
    ] as const) {
      write(text);
      expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
      expect(await errors(service)).toEqual([{ path: `${folder}/.ssl-lint.json`, ...error }]);
    }
    write('{}');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'b.c:4 leak']);
    expect(await errors(service)).toEqual([]);
    write('[');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'b.c:4 leak']);
    expect((await service.status())[0]?.configurations).toEqual([`${folder}/.ssl-lint.json`]);
    rmSync(`${folder}/.ssl-lint.json`);
    service.changedOnDisk([`${folder}/.ssl-lint.json`]);
    expect(await errors(service)).toEqual([]);
    expect((await service.status())[0]?.configurations).toEqual([]);
  });

  it('leaves the defaults where there never was a good one, and other folders alone', async () => {
    const folder = folderWith({ 'a.c': leaking('f'), '.ssl-lint.json': '{ "rules": { "leak": "note" } }', 'sub/b.c': leaking('g'), 'sub/.ssl-lint.jsonc': '{ rules }' });
    const service = serviceFor(folder);
    expect((await service.reports()).flatMap((r) => r.findings.map((f) => `${f.path} ${f.severity}`))).toEqual(['a.c note', 'sub/b.c warning']);
    expect((await errors(service)).map(({ path, line, column }) => ({ path, line, column }))).toEqual([{ path: `${folder}/sub/.ssl-lint.jsonc`, line: 1, column: 3 }]);
  });

  it('may be one model among several', async () => {
    const model = (effect: string): string => `{ "model": {\n  "functions": { "conn_session": { "returns": "${effect}" } }\n} }`;
    const text = 'SSL_SESSION *conn_session(void *c);\nvoid f(void *c)\n{\n    SSL_SESSION *s = conn_session(c);\n}\n';
    const folder = folderWith({ 'a.c': text, '.ssl-lint.json': model('owned'), 'sub/b.c': leaking('b'), 'sub/.ssl-lint.json': '{ "model": { "functions": { "other": { "returns": "rented" } } } }' });
    const service = serviceFor(folder);
    expect(await allTold(service)).toEqual(['a.c:5 leak', 'sub/b.c:4 leak']);
    expect(await errors(service)).toEqual([{ path: `${folder}/sub/.ssl-lint.json`, line: 1, column: expect.any(Number) as unknown, message: expect.stringContaining('rented') as unknown }]);
    expect(await service.model(`${folder}/a.c`, 'conn_session')).toContain('.ssl-lint.json:2');
    // Only together with the model that ships can this be seen to be wrong.
    writeFileSync(`${folder}/.ssl-lint.json`, '{ "model": { "aliases": { "conn_session": "SSL_get_sesion" } } }');
    service.changedOnDisk([`${folder}/.ssl-lint.json`]);
    expect(await allTold(service)).toEqual(['a.c:5 leak', 'sub/b.c:4 leak']);
    expect((await errors(service)).map((error) => error.path?.slice(folder.length)).sort()).toEqual(['/.ssl-lint.json', '/sub/.ssl-lint.json']);
    writeFileSync(`${folder}/.ssl-lint.json`, '{}');
    service.changedOnDisk([`${folder}/.ssl-lint.json`]);
    expect(await allTold(service)).toEqual(['sub/b.c:4 leak']);
  });

  it('above a file in no folder leaves the defaults', async () => {
    const folder = folderWith({ '.git/HEAD': '', 'a.c': leaking('f'), '.ssl-lint.json': '{ "rules": {} , "x": 1 }' });
    const service = localService();
    service.setText(`${folder}/a.c`, leaking('f'));
    expect(await allTold(service)).toEqual(['a.c:4 leak']);
  });

  it('of any shape, and a folder that is not there, reject nothing', async () => {
    for (const text of ['', '\0', 'null', '[[[[', '"x"', '['.repeat(5000), '{ "exclude": [""] }', '{ "overrides": [{ "files": ["["] }] }', '{ "model": 1 }', '{ "model": { "functions": [] } }']) {
      const folder = folderWith({ 'a.c': borrowed('f'), '.ssl-lint.json': text });
      const service = serviceFor(folder, `${folder}/none`);
      expect((await service.status()).map((status) => status.files).slice(1)).toEqual([0]);
      expect(await service.report(`${folder}/a.c`)).toMatchObject({ name: `${folder}/a.c` });
    }
  });
});
