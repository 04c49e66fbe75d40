import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/harness.ts';
import { BUG, end, OUT, ROOT, stdio } from './built.ts';
import { FULL } from './client.ts';

describe('the built server', () => {
  it('ends with 1 when it is told to exit without shutdown, or when its stream closes', async () => {
    const told = stdio(`${OUT}/server.js`, '--stdio');
    await told.client.initialize(FULL);
    await told.client.connection.sendNotification('exit');
    expect(await told.exit).toBe(1);
    const closed = stdio(`${OUT}/server.js`, '--stdio');
    await closed.client.initialize(FULL);
    closed.child.stdin?.end();
    expect(await closed.exit).toBe(1);
  });

  it('names the page of a rule that exists', async () => {
    const server = stdio(`${OUT}/server.js`, '--stdio');
    const folder = folderWith({ 'a.c': BUG });
    await server.client.initialize(FULL, { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }] });
    const uri = pathToFileURL(`${folder}/a.c`).href;
    await server.client.open(uri, BUG);
    const href = (await server.client.pull(uri))[0]?.codeDescription?.href ?? '';
    expect(readFileSync(fileURLToPath(href), 'utf8')).toMatch(/^# free-of-borrowed/);
    expect(await end(server)).toBe(0);
  });

  it('shows what is wrong with a suppression comment, which is no result of a run', async () => {
    const server = stdio(`${OUT}/server.js`, '--stdio');
    const text = `/* ssl-lint-disable leak */\n${BUG}`;
    const folder = folderWith({ 'a.c': text });
    await server.client.initialize(FULL, { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }] });
    const uri = pathToFileURL(`${folder}/a.c`).href;
    await server.client.open(uri, text);
    const [remark, ...rest] = await server.client.pull(uri);
    expect(remark).toMatchObject({ code: 'suppression-comment', severity: 2, source: 'ssl-lint', range: { start: { line: 0, character: 3 }, end: { line: 0, character: 24 } } });
    expect(remark?.message).toBe("'ssl-lint-disable leak' is never enabled again: it holds to the end of the file");
    expect(readFileSync(fileURLToPath(remark?.codeDescription?.href ?? ''), 'utf8')).toMatch(/^# Suppressing findings/);
    expect(rest.map(({ code }) => code)).toEqual(['unused-suppression', 'free-of-borrowed']);
    const offered = await server.client.request<{ title: string }[]>('textDocument/codeAction', { textDocument: { uri }, range: remark?.range, context: { diagnostics: [remark], only: ['quickfix'] } });
    expect(offered.map(({ title }) => title)).toEqual(['End it at the end of the file', 'Remove unused suppression']);
    const sarif = await server.client.request<string>('workspace/executeCommand', { command: 'sslLint.server.exportSarif' });
    const { runs: [run] } = JSON.parse(sarif) as { runs: { results: { ruleId: string }[] }[] };
    expect(run?.results.map(({ ruleId }) => ruleId).sort()).toEqual(['free-of-borrowed', 'unused-suppression']);
    expect(await end(server)).toBe(0);
  });

  it('says what the command says of saved files', async () => {
    const folder = `${ROOT}/example`;
    const { stdout } = spawnSync(process.execPath, [`${OUT}/cli.js`, '--format', 'json', '--path-base', folder, '--isolated', folder], { cwd: folder, encoding: 'utf8' });
    interface Place { path: string; range: { startLine: number; startColumn: number; endLine: number; endColumn: number }; message: string }
    const { findings } = JSON.parse(stdout) as { findings: (Place & { ruleId: string; fingerprint: string; steps: Place[] })[] };
    const range = ({ startLine, startColumn, endLine, endColumn }: Place['range']): object =>
      ({ start: { line: startLine - 1, character: startColumn - 1 }, end: { line: endLine - 1, character: endColumn - 1 } });
    const server = stdio(`${OUT}/server.js`, '--stdio');
    await server.client.initialize(FULL, { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }], initializationOptions: { settings: { configurationPreference: 'editorOnly' } } });
    let seen = 0;
    for (const name of readdirSync(folder).filter((file) => /\.[ch]$/.test(file))) {
      const uri = pathToFileURL(`${folder}/${name}`).href;
      await server.client.open(uri, readFileSync(`${folder}/${name}`, 'utf8'));
      const shown = await server.client.pull(uri);
      seen += shown.length;
      expect(shown.map((d) => [d.code, d.range, (d.message as string).split('\n')[0], d.relatedInformation?.map(({ location, message }) => [location, message])]))
        .toEqual(findings.filter(({ path }) => path === name).map((f) => [f.ruleId, range(f.range), f.message,
          f.steps.slice(0, -1).map((step, i) => [{ uri: pathToFileURL(`${folder}/${step.path}`).href, range: range(step.range) }, `${i + 1}/${f.steps.length} ${step.message}`])]));
    }
    expect(seen).toBeGreaterThan(3);
    expect(await end(server)).toBe(0);
  });

  it('lives through a file that is far too large', async () => {
    const server = stdio(`${OUT}/server.js`, '--stdio');
    const folder = folderWith({});
    await server.client.initialize(FULL, { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }] });
    const uri = pathToFileURL(`${folder}/big.c`).href;
    await server.client.open(uri, BUG.replace('void f', 'void g').repeat(60_000));
    expect(await server.client.pull(uri)).toEqual([]);
    expect(await end(server)).toBe(0);
  });
});
