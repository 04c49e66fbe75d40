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
