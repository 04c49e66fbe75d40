import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/harness.ts';
import { allTold, borrowed, leaking, serviceFor, serviceWith } from './harness.ts';

describe('a change on disk', () => {
  it('of a file: created, written, deleted, renamed', async () => {
    const folder = folderWith({ 'a.c': borrowed('f') });
    const service = serviceFor(folder);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    writeFileSync(`${folder}/b.c`, leaking('g'));
    service.changedOnDisk([`${folder}/b.c`]);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'b.c:4 leak']);
    writeFileSync(`${folder}/b.c`, `\n${leaking('g')}`);
    service.changedOnDisk([`${folder}/b.c`]);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'b.c:5 leak']);
    rmSync(`${folder}/a.c`);
    service.changedOnDisk([`${folder}/a.c`]);
    expect(await allTold(service)).toEqual(['b.c:5 leak']);
    renameSync(`${folder}/b.c`, `${folder}/c.c`);
    service.changedOnDisk([`${folder}/b.c`, `${folder}/c.c`]);
    expect(await allTold(service)).toEqual(['c.c:5 leak']);
  });

  it('of a file that is open counts when it is closed', async () => {
    const folder = folderWith({ 'a.c': borrowed('f') });
    const service = serviceFor(folder);
    service.setText(`${folder}/a.c`, leaking('f'));
    expect(await allTold(service)).toEqual(['a.c:4 leak']);
    writeFileSync(`${folder}/a.c`, `\n\n${borrowed('f')}`);
    service.changedOnDisk([`${folder}/a.c`]);
    expect(await allTold(service)).toEqual(['a.c:4 leak']);
    service.setText(`${folder}/a.c`, null);
    expect(await allTold(service)).toEqual(['a.c:6 free-of-borrowed']);
  });

  it('of a file that stays open when it is deleted', async () => {
    const folder = folderWith({ 'a.c': borrowed('f') });
    const service = serviceFor(folder);
    service.setText(`${folder}/a.c`, borrowed('f'));
    rmSync(`${folder}/a.c`);
    service.changedOnDisk([`${folder}/a.c`]);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    service.setText(`${folder}/a.c`, null);
    expect(await allTold(service)).toEqual([]);
  });

  it('of a folder: moved over another one', async () => {
    const folder = folderWith({ 'one/a.c': borrowed('f'), 'two/a.c': leaking('f') });
    const service = serviceFor(folder);
    expect(await allTold(service)).toEqual(['one/a.c:4 free-of-borrowed', 'two/a.c:4 leak']);
    rmSync(`${folder}/one`, { recursive: true });
    renameSync(`${folder}/two`, `${folder}/one`);
    service.changedOnDisk([`${folder}/one`, `${folder}/two`]);
    expect(await allTold(service)).toEqual(['one/a.c:4 leak']);
  });

  it('of ignore files, of configurations, of what these extend', async () => {
    const folder = folderWith({ 'a.c': borrowed('f'), 'sub/b.c': leaking('g') });
    const service = serviceFor(folder);
    const write = (name: string, text: string): void => {
      writeFileSync(`${folder}/${name}`, text);
      service.changedOnDisk([`${folder}/${name}`]);
    };
    mkdirSync(`${folder}/.git`);
    service.changedOnDisk([`${folder}/.git`]);
    write('.gitignore', 'sub\n');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    expect((await service.report(`${folder}/sub/b.c`)).skipped).toBe('ignored by .gitignore');
    write('.gitignore', '');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'sub/b.c:4 leak']);
    write('base.json', '{ "rules": { "free-of-borrowed": "off" } }');
    write('.ssl-lint.json', '{ "extends": ["./base.json"] }');
    expect(await allTold(service)).toEqual(['sub/b.c:4 leak']);
    write('base.json', '{}');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'sub/b.c:4 leak']);
    write('sub/package.json', '{ "sslLint": { "rules": { "leak": "off" } } }');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    expect((await service.status())[0]?.configurations).toEqual([`${folder}/.ssl-lint.json`, `${folder}/sub/package.json`]);
  });

  it('of a configuration with a name of its own, and of no other JSON', async () => {
    const folder = folderWith({ 'a.c': borrowed('f'), 'ci/lint.json': '{ "extends": ["./base.json"] }', 'ci/base.json': '{}' });
    const service = serviceWith(folder, { configPath: 'ci/lint.json' });
    const write = (name: string, text: string): void => {
      writeFileSync(`${folder}/${name}`, text);
      service.changedOnDisk([`${folder}/${name}`]);
    };
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    write('ci/base.json', '{ "rules": { "free-of-borrowed": "off" } }');
    expect(await allTold(service)).toEqual([]);
    write('ci/lint.json', '{ "extends": ["./missing.json"] }');
    expect((await service.status())[0]?.errors).toHaveLength(1);
    write('ci/missing.json', '{}');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    // Not worth a walk of the tree: the new file is not seen.
    writeFileSync(`${folder}/b.c`, leaking('g'));
    write('build.json', '{}');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
  });

  it('of a configuration that is also among the files to check', async () => {
    const folder = folderWith({ 'a.c': borrowed('f'), '.ssl-lint.json': '{ "files": ["**/*"] }' });
    const service = serviceFor(folder);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    writeFileSync(`${folder}/.ssl-lint.json`, '{ "files": ["**/*"], "rules": { "free-of-borrowed": "off" } }');
    service.changedOnDisk([`${folder}/.ssl-lint.json`]);
    expect(await allTold(service)).toEqual([]);
  });

  it('of a configuration that makes other files of interest, or larger ones', async () => {
    const folder = folderWith({ 'a.c': 'void f(void *c)\n{\n    void *s = conn_ticket(c);\n}\n', 'b.c': `${borrowed('g')}${' '.repeat(1500)}` });
    const service = serviceFor(folder);
    const relevant = async (config: string): Promise<unknown> => {
      writeFileSync(`${folder}/.ssl-lint.json`, config);
      service.changedOnDisk([`${folder}/.ssl-lint.json`]);
      const [status] = await service.status();
      return [status?.relevant, status?.incomplete.length];
    };
    expect(await relevant('{}')).toEqual([1, 0]);
    expect(await relevant('{ "model": { "functions": { "conn_ticket": { "returns": "owned" } } } }')).toEqual([2, 0]);
    expect(await relevant('{ "limits": { "maxFileSize": "1k" } }')).toEqual([0, 1]);
    expect(await relevant('{}')).toEqual([1, 0]);
  });

  it('of a configuration above the folder', async () => {
    const folder = folderWith({ '.git/HEAD': '', 'inner/a.c': borrowed('f') });
    const service = serviceFor(`${folder}/inner`);
    expect(await allTold(service)).toEqual(['inner/a.c:4 free-of-borrowed']);
    writeFileSync(`${folder}/.ssl-lint.json`, '{ "rules": { "free-of-borrowed": "off" } }');
    service.changedOnDisk([`${folder}/.ssl-lint.json`]);
    expect(await allTold(service)).toEqual([]);
    expect((await service.status())[0]?.configurations).toEqual([`${folder}/.ssl-lint.json`]);
  });

  it('of the folder itself', async () => {
    const folder = folderWith({ 'inner/a.c': borrowed('f') });
    const service = serviceFor(`${folder}/inner`);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    rmSync(`${folder}/inner`, { recursive: true });
    service.changedOnDisk([`${folder}/inner`]);
    expect(await allTold(service)).toEqual([]);
    expect((await service.status())[0]?.errors).toEqual([{ path: `${folder}/inner`, line: 1, column: 1, message: expect.stringContaining('no such file or folder') as unknown }]);
    mkdirSync(`${folder}/inner`);
    writeFileSync(`${folder}/inner/a.c`, leaking('f'));
    service.changedOnDisk([`${folder}/inner`]);
    expect(await allTold(service)).toEqual(['a.c:4 leak']);
  });
});
