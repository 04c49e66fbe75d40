import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/harness.ts';
import { allTold, borrowed, fine, leaking, localService, serviceFor, serviceWith, SETTINGS, told } from './harness.ts';

const TREE = { 'a.c': borrowed('f'), 'b.c': leaking('g'), 'low/c.c': fine('h') };

describe('settings of the editor', () => {
  const severities = async (files: Record<string, string>, settings: Parameters<typeof serviceWith>[1]): Promise<string[]> =>
    (await serviceWith(folderWith(files), settings).reports()).flatMap(told);

  it('hold where no configuration says anything', async () => {
    expect(await severities(TREE, { rules: { leak: 'error', 'free-of-borrowed': 'off' } })).toEqual(['4 leak error']);
    const files = { ...TREE, '.ssl-lint.json': '{ "rules": { "leak": "note" } }' };
    expect(await severities(files, { rules: { leak: 'error', 'free-of-borrowed': 'off' } })).toEqual(['4 leak note']);
  });

  it('or before configurations, or in their place', async () => {
    const files = { ...TREE, '.ssl-lint.json': '{ "rules": { "leak": "note" }, "exclude": ["a.c"] }' };
    expect(await severities(files, { preference: 'editorFirst', rules: { leak: 'error' } })).toEqual(['4 leak error']);
    expect(await severities(files, { preference: 'editorFirst' })).toEqual(['4 leak note']);
    expect(await severities(files, { preference: 'editorOnly', rules: { 'free-of-borrowed': 'note' } })).toEqual(['4 free-of-borrowed note', '4 leak warning']);
  });

  it('choose the confidence, as far as no file does', async () => {
    // What main() keeps to its end: a leak of low confidence.
    const doubtful = { 'a.c': 'int main(void)\n{\n    SSL_SESSION *s = SSL_get1_session(connected());\n    print_session(s);\n    return 0;\n}\n' };
    const count = async (config: string | null, settings: Parameters<typeof serviceWith>[1]): Promise<number> =>
      (await severities({ ...doubtful, ...(config === null ? {} : { '.ssl-lint.json': config }) }, settings)).length;
    const [high, low] = [await count(null, { confidence: 'high' }), await count(null, { confidence: 'low' })];
    expect(low).toBeGreaterThan(high);
    expect(await count('{ "confidence": "high" }', { confidence: 'low' })).toBe(high);
    expect(await count('{ "confidence": "high" }', { confidence: 'low', preference: 'editorFirst' })).toBe(low);
    expect(await count('{ "confidence": "high" }', { confidence: null })).toBe(high);
    expect(await count('{}', { confidence: 'low' })).toBe(low);
  });

  it('exclude more than is excluded', async () => {
    const folder = folderWith({ ...TREE, '.ssl-lint.json': '{ "exclude": ["a.c"] }' });
    const service = serviceWith(folder, { exclude: ['low/**', '', 'b.*'] });
    expect(await allTold(service)).toEqual([]);
    expect((await service.report(`${folder}/a.c`)).skipped).toBe("matches exclude 'a.c' (.ssl-lint.json:1)");
    expect((await service.report(`${folder}/b.c`)).skipped).toBe("matches exclude 'b.*' (the settings of the editor)");
    expect((await service.report(`${folder}/low/c.c`)).skipped).toContain("'low/**'");
  });

  it('name one configuration', async () => {
    const files = { ...TREE, '.ssl-lint.json': '{ "rules": { "leak": "off" } }', 'ci/strict.json': '{ "rules": { "leak": "error", "free-of-borrowed": "off" } }' };
    expect(await severities(files, { configPath: 'ci/strict.json' })).toEqual(['4 leak error']);
    const folder = folderWith(files);
    const service = serviceWith(folder, { configPath: `${folder}/ci/strcit.json` });
    expect((await service.reports()).flatMap(told)).toEqual(['4 free-of-borrowed error', '4 leak warning']);
    expect((await service.status())[0]?.errors).toEqual([{ path: `${folder}/ci/strcit.json`, line: 1, column: 1, message: "not found. Did you mean 'ci/strict.json'?" }]);
  });

  it('switch a folder off', async () => {
    const folder = folderWith(TREE);
    const service = serviceWith(folder, { enable: false });
    service.setText(`${folder}/a.c`, borrowed('f'));
    service.setText(`${folder}/a.inc`, borrowed('f'));
    expect(await service.report(`${folder}/a.c`)).toMatchObject({ findings: [], skipped: 'disabled' });
    expect(await service.report(`${folder}/a.inc`)).toMatchObject({ findings: [], skipped: 'disabled' });
    expect(await service.reports()).toEqual([]);
    expect((await service.status())[0]).toMatchObject({ files: 0, findings: 0, errors: [] });
  });

  it('may change, and nothing is read or analysed for it again', async () => {
    const folder = folderWith(TREE);
    const parsed: string[] = [];
    const service = localService((name) => parsed.push(name));
    service.configure([{ path: folder, settings: SETTINGS }]);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'b.c:4 leak']);
    parsed.length = 0;
    service.configure([{ path: `${folder}/`, settings: { ...SETTINGS, rules: { leak: 'off' } } }]);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed']);
    expect(parsed).toEqual([]);
    service.configure([]);
    expect(await service.reports()).toEqual([]);
  });
});

describe('folders', () => {
  it('that lie in each other: the innermost speaks for a file', async () => {
    const folder = folderWith({ ...TREE, 'low/.ssl-lint.json': '{}', 'low/d.c': leaking('d') });
    const service = serviceFor(folder, `${folder}/low`);
    service.configure([{ path: folder, settings: SETTINGS }, { path: `${folder}/low`, settings: { ...SETTINGS, rules: { leak: 'error' } } }]);
    expect(told(await service.report(`${folder}/low/d.c`))).toEqual(['4 leak error']);
    expect(await service.report(`${folder}/low/d.c`)).toMatchObject({ base: `${folder}/low` });
    expect((await service.reports()).map((report) => [report.name, ...told(report)])).toEqual([
      [`${folder}/a.c`, '4 free-of-borrowed error'], [`${folder}/b.c`, '4 leak warning'], [`${folder}/low/d.c`, '4 leak error'],
    ]);
    expect((await service.status()).map((status) => status.findings)).toEqual([2, 1]);
  });
});

describe('a document in no folder', () => {
  it('is analysed alone, under the configuration found from where it is', async () => {
    const folder = folderWith({ '.git/HEAD': '', 'sub/a.c': borrowed('f'), 'sub/b.c': leaking('g'), '.ssl-lint.json': '{ "rules": { "leak": "error" }, "exclude": ["sub/x.c"] }' });
    const service = localService();
    service.setText(`${folder}/sub/a.c`, leaking('f'));
    const report = await service.report(`${folder}/sub/a.c`);
    expect(told(report)).toEqual(['4 leak error']);
    expect(report).toMatchObject({ base: folder, findings: [{ path: 'sub/a.c' }] });
    expect(await allTold(service)).toEqual(['sub/a.c:4 leak']);
    expect((await service.report(`${folder}/sub/x.c`)).skipped).toBe("matches exclude 'sub/x.c' (../.ssl-lint.json:1)");
    expect((await service.report(`${folder}/sub/a.cc`)).skipped).toBe('C++ is not analysed');
    expect(told(await service.report(`${folder}/sub/b.c`))).toEqual(['4 leak error']);
    expect((await service.report(`${folder}/sub/none.c`)).incomplete).toEqual([{ path: 'sub/none.c', reason: 'cannot be read (ENOENT)' }]);
    expect(await service.status()).toEqual([]);
  });

  it('follows its configuration', async () => {
    const folder = folderWith({ '.git/HEAD': '', 'a.c': leaking('f') });
    const service = localService();
    service.setText(`${folder}/a.c`, leaking('f'));
    expect(told(await service.report(`${folder}/a.c`))).toEqual(['4 leak warning']);
    writeFileSync(`${folder}/.ssl-lint.json`, '{ "rules": { "leak": "note" } }');
    service.changedOnDisk([`${folder}/.ssl-lint.json`]);
    expect(told(await service.report(`${folder}/a.c`))).toEqual(['4 leak note']);
  });

  it('need not be a file', async () => {
    const service = serviceFor(folderWith(TREE));
    service.setText('untitled:Untitled-1', leaking('f'));
    service.setText('untitled:Untitled-1', borrowed('f'));
    const report = await service.report('untitled:Untitled-1');
    expect(told(report)).toEqual(['4 free-of-borrowed error']);
    expect(report).toMatchObject({ name: 'untitled:Untitled-1', base: '', findings: [{ path: 'untitled:Untitled-1' }] });
    expect((await service.reports()).map(({ name }) => name.slice(-4))).toEqual(['/a.c', '/b.c', 'ed-1']);
    expect(await service.fixes('untitled:Untitled-1', report.findings[0]?.fingerprint ?? '')).not.toEqual([]);
    service.setText('untitled:Untitled-1', null);
    expect(await service.report('untitled:Untitled-1')).toMatchObject({ findings: [] });
    service.setText('vscode-vfs://x/y.cpp', borrowed('f'));
    expect(await service.report('vscode-vfs://x/y.cpp')).toMatchObject({ findings: [], skipped: 'C++ is not analysed' });
  });

  it('nor one of those that its folder is asked for', async () => {
    const folder = folderWith({ ...TREE, 'x.inc': borrowed('x'), 'y.cpp': borrowed('y'), '.ssl-lint.json': '{ "rules": { "free-of-borrowed": "note" } }' });
    const service = serviceFor(folder);
    service.setText(`${folder}/x.inc`, borrowed('x'));
    expect(told(await service.report(`${folder}/x.inc`))).toEqual(['4 free-of-borrowed note']);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'b.c:4 leak', 'x.inc:4 free-of-borrowed']);
    expect((await service.status())[0]).toMatchObject({ files: 3, findings: 2 });
    expect((await service.report(`${folder}/y.cpp`)).skipped).toBe('C++ is not analysed');
  });
});
