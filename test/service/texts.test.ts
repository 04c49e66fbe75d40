import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/harness.ts';
import { allTold, borrowed, fine, leaking, localService, serviceFor, SETTINGS, told } from './harness.ts';

describe('open text', () => {
  it('wins over the disk until it is closed', async () => {
    const folder = folderWith({ 'a.c': borrowed('f') });
    const service = serviceFor(folder);
    const before = await service.report(`${folder}/a.c`);
    service.setText(`${folder}/a.c`, `\n${borrowed('f')}`);
    const moved = await service.report(`${folder}/a.c`);
    expect(told(moved)).toEqual(['5 free-of-borrowed error']);
    expect(moved.findings[0]?.fingerprint).toBe(before.findings[0]?.fingerprint);
    service.setText(`${folder}/a.c`, fine('f'));
    expect(told(await service.report(`${folder}/a.c`))).toEqual([]);
    expect(await service.text(`${folder}/a.c`)).toBe(fine('f'));
    service.setText(`${folder}/a.c`, null);
    expect(await service.report(`${folder}/a.c`)).toEqual(before);
  });

  it('may mention sessions for the first time, or no more', async () => {
    const folder = folderWith({ 'a.c': 'int x;\n', 'b.c': borrowed('g') });
    const service = serviceFor(folder);
    expect(await allTold(service)).toEqual(['b.c:4 free-of-borrowed']);
    service.setText(`${folder}/a.c`, borrowed('f'));
    service.setText(`${folder}/b.c`, '');
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    expect((await service.status())[0]).toMatchObject({ files: 2, relevant: 1, findings: 1 });
    expect(await service.text(`${folder}/b.c`)).toBeNull();
  });

  it('of a file that is not saved yet belongs to its folder, in whatever folder it will be', async () => {
    const folder = folderWith({ 'take.c': 'void take(SSL_SESSION *s)\n{\n    SSL_SESSION_free(s);\n}\n', 'build/x.c': '' });
    const service = serviceFor(folder);
    const caller = 'void take(SSL_SESSION *s);\nvoid f(SSL *ssl)\n{\n    take(SSL_get_session(ssl));\n}\n';
    service.setText(`${folder}/new/deep/f.c`, caller);
    service.setText(`${folder}/build/y.c`, caller);
    const report = await service.report(`${folder}/new/deep/f.c`);
    // Known only from the other file.
    expect(report.findings.map((f) => [f.path, f.rule])).toEqual([['new/deep/f.c', 'free-of-borrowed']]);
    expect((await service.report(`${folder}/build/y.c`)).skipped).toBe("matches exclude 'build*' (the defaults)");
    expect((await service.status())[0]).toMatchObject({ files: 2, findings: 1 });
    service.setText(`${folder}/new/deep/f.c`, null);
    expect(await allTold(service)).toEqual([]);
    expect((await service.status())[0]?.files).toBe(1);
  });

  it('that was saved as a new file is found when it is closed', async () => {
    const folder = folderWith({});
    const service = serviceFor(folder);
    service.setText(`${folder}/a.c`, borrowed('f'));
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    writeFileSync(`${folder}/a.c`, `\n${borrowed('f')}`);
    service.setText(`${folder}/a.c`, null);
    expect(await allTold(service)).toEqual(['a.c:5 free-of-borrowed']);
  });

  it('that was saved is read again when it is closed, whoever says so', async () => {
    const folder = folderWith({ 'a.c': borrowed('f') });
    const service = serviceFor(folder);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    service.setText(`${folder}/a.c`, leaking('f'));
    writeFileSync(`${folder}/a.c`, leaking('f'));
    service.setText(`${folder}/a.c`, null);
    expect(await allTold(service)).toEqual(['a.c:4 leak']);
  });

  it('under two names: the other one stands when one is closed', async () => {
    const folder = folderWith({ 'real/a.c': borrowed('f'), 'link.c': '-> real/a.c' });
    const service = serviceFor(folder);
    service.setText(`${folder}/link.c`, leaking('f'));
    service.setText(`${folder}/real/a.c`, fine('f'));
    expect(await allTold(service)).toEqual([]);
    service.setText(`${folder}/real/a.c`, null);
    expect(await allTold(service)).toEqual(['real/a.c:4 leak']);
  });

  it('of a link stands for what it leads to now', async () => {
    const folder = folderWith({ 'real/a.c': borrowed('f'), 'real/b.c': borrowed('g'), 'link.c': '-> real/a.c' });
    const service = serviceFor(folder);
    service.setText(`${folder}/link.c`, '');
    expect(await allTold(service)).toEqual(['real/b.c:4 free-of-borrowed']);
    rmSync(`${folder}/link.c`);
    symlinkSync('real/b.c', `${folder}/link.c`);
    service.changedOnDisk([`${folder}/link.c`]);
    expect(await allTold(service)).toEqual(['real/a.c:4 free-of-borrowed']);
  });

  it('reaches the files that depend on it', async () => {
    const folder = folderWith({ 'a.c': 'SSL_SESSION *get(SSL *ssl)\n{\n    return SSL_get1_session(ssl);\n}\n', 'b.c': 'SSL_SESSION *get(SSL *ssl);\nvoid f(SSL *ssl)\n{\n    SSL_SESSION_free(get(ssl));\n}\n' });
    const service = serviceFor(folder);
    const before = await service.report(`${folder}/b.c`);
    expect(told(before)).toEqual([]);
    service.setText(`${folder}/a.c`, 'SSL_SESSION *get(SSL *ssl)\n{\n    return SSL_get_session(ssl);\n}\n');
    const after = await service.report(`${folder}/b.c`);
    expect(told(after)).toEqual(['4 free-of-borrowed error']);
    expect(after.stamp).not.toBe(before.stamp);
  });

  it('of a linked file stands for the file', async () => {
    const folder = folderWith({ 'real/a.c': borrowed('f'), 'link.c': '-> real/a.c' });
    symlinkSync(`${folder}/real`, `${folder}-link`);
    try {
      const service = serviceFor(`${folder}-link`);
      service.setText(`${folder}-link/a.c`, leaking('f'));
      const report = await service.report(`${folder}-link/a.c`);
      expect(told(report)).toEqual(['4 leak warning']);
      expect(report.base).toBe(`${folder}-link`);
      expect((await service.reports()).map(({ name }) => name)).toEqual([`${folder}-link/a.c`]);
      service.setText(`${folder}-link/a.c`, null);
      expect((await service.reports()).map(({ name }) => name)).toEqual([`${folder}-link/a.c`]);
    } finally {
      rmSync(`${folder}-link`);
    }
    const whole = serviceFor(folder);
    whole.setText(`${folder}/link.c`, leaking('f'));
    expect(told(await whole.report(`${folder}/link.c`))).toEqual(['4 leak warning']);
    expect(await allTold(whole)).toEqual(['real/a.c:4 leak']);
  });

  it('may be anything', async () => {
    const folder = folderWith({ '.ssl-lint.json': '{ "limits": { "maxFileSize": "1k" } }' });
    const service = serviceFor(folder);
    const reasons = async (text: string): Promise<string[]> => {
      service.setText(`${folder}/a.c`, text);
      return (await service.report(`${folder}/a.c`)).incomplete.map(({ reason }) => reason);
    };
    expect(await reasons(`${borrowed('f')}\0`)).toEqual(['not text: it holds a NUL byte']);
    expect(await reasons(`${borrowed('f')}${'é'.repeat(500)}`)).toEqual(['larger than 1 KiB (see --max-file-size, or limits.maxFileSize in the configuration)']);
    expect(await reasons('é'.repeat(600))).toEqual([]);
    expect(await reasons(`${borrowed('f')}${'é'.repeat(400)}\ud800`)).toEqual([]);
    expect(told(await service.report(`${folder}/a.c`))).toEqual(['4 free-of-borrowed error']);
  });
});

describe('what is asked', () => {
  it('costs one analysis however often the text changed, and none when nothing did', async () => {
    const folder = folderWith({ 'a.c': borrowed('f'), 'b.c': borrowed('g') });
    const parsed: string[] = [];
    const service = localService((name) => parsed.push(name));
    service.configure([{ path: folder, settings: SETTINGS }]);
    service.setText(`${folder}/a.c`, leaking('one'));
    service.setText(`${folder}/a.c`, leaking('two'));
    await service.model(`${folder}/a.c`, 'SSL_free');
    expect(parsed).toEqual([]);
    await service.report(`${folder}/a.c`);
    expect(parsed.sort()).toEqual(['g', 'two']);
    parsed.length = 0;
    service.setText(`${folder}/a.c`, leaking('two'));
    await Promise.all([service.report(`${folder}/b.c`), service.reports(), service.status(), service.hover(`${folder}/a.c`, 0)]);
    expect(parsed).toEqual([]);
    service.setText(`${folder}/a.c`, leaking('three'));
    await Promise.all([service.report(`${folder}/a.c`), service.report(`${folder}/b.c`)]);
    expect(parsed).toEqual(['three']);
  });

  it('costs the folders nothing whose texts did not change, nor the disk anything', async () => {
    const [one, two] = [folderWith({ 'a.c': borrowed('f'), 'b.c': borrowed('g') }), folderWith({ 'c.c': borrowed('h') })];
    const parsed: string[] = [];
    const service = localService((name) => parsed.push(name));
    service.configure([{ path: one, settings: SETTINGS }, { path: two, settings: SETTINGS }]);
    expect(await allTold(service)).toHaveLength(3);
    // Nobody said that these changed, so nobody looks.
    rmSync(`${one}/b.c`);
    writeFileSync(`${one}/d.c`, borrowed('d'));
    writeFileSync(`${one}/.ssl-lint.json`, '{ "rules": { "free-of-borrowed": "off" } }');
    parsed.length = 0;
    service.setText(`${one}/a.c`, leaking('edited'));
    expect(await allTold(service)).toEqual(['a.c:4 leak', 'b.c:4 free-of-borrowed', 'c.c:4 free-of-borrowed']);
    expect(parsed).toEqual(['edited']);
  });

  it('has the same stamp exactly as long as it is answered the same', async () => {
    const folder = folderWith({ 'a.c': borrowed('f'), 'b.c': fine('g') });
    const service = serviceFor(folder);
    const stamps = async (): Promise<string[]> => [(await service.report(`${folder}/a.c`)).stamp, (await service.report(`${folder}/b.c`)).stamp];
    const before = await stamps();
    service.setText(`${folder}/a.c`, `${borrowed('f')}\n/* a remark */\n`);
    expect(await stamps()).toEqual(before);
    service.setText(`${folder}/a.c`, `\n${borrowed('f')}`);
    const after = await stamps();
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([false, true]);
    service.setText(`${folder}/a.c`, null);
    expect(await stamps()).toEqual(before);
  });
});
