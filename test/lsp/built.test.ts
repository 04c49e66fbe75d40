import { execFileSync, fork, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { folderWith } from '../cli/harness.ts';
import { Client, FULL } from './client.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = `${ROOT}/server/out`;

beforeAll(() => {
  if (!existsSync(`${OUT}/server.js`)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
});

const BUG = 'void f(SSL *ssl)\n{\n    SSL_SESSION *s = SSL_get_session(ssl);\n\n    SSL_SESSION_free(s);\n}\n';

interface Running { readonly client: Client; readonly child: ChildProcess; readonly exit: Promise<number | null>; errors: string }
const running: Running[] = [];
afterEach(() => {
  for (const { child, client, errors } of running.splice(0)) {
    client.connection.dispose();
    child.kill();
    expect([errors, client.inbox]).toEqual(['', []]);
  }
});

function over(child: ChildProcess): Running {
  const connection = child.stdout !== null && child.stdin !== null && !child.connected
    ? createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
    : createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const started: Running = { client: new Client(connection), child, exit: new Promise((done) => child.once('exit', done)), errors: '' };
  child.stderr?.on('data', (data: Buffer) => { started.errors += data.toString(); });
  running.push(started);
  return started;
}

const stdio = (...argv: string[]): Running => over(spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'pipe'] }));

async function codes({ client }: Running, folder: string): Promise<unknown[]> {
  await client.initialize(FULL, { processId: process.pid, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }] });
  const uri = pathToFileURL(`${folder}/a.c`).href;
  await client.open(uri, BUG);
  return (await client.pull(uri)).map(({ code }) => code);
}

async function end({ client, exit }: Running): Promise<number | null> {
  await client.connection.sendRequest('shutdown');
  await client.connection.sendNotification('exit');
  return exit;
}

describe('the built server', () => {
  it.each([['server.js', '--stdio'], ['cli.js', 'lsp', '--stdio'], ['cli.js', 'lsp']])('finds a mistake: %s %s', async (script, ...argv) => {
    const server = stdio(`${OUT}/${script}`, ...argv);
    expect(await codes(server, folderWith({ 'a.c': BUG }))).toEqual(['free-of-borrowed']);
    expect(await end(server)).toBe(0);
  });

  it('speaks over the channel of a parent, and ends with it', async () => {
    const server = over(fork(`${OUT}/server.js`, ['--node-ipc'], { silent: true }));
    expect(await codes(server, folderWith({ 'a.c': BUG }))).toEqual(['free-of-borrowed']);
    server.child.disconnect();
    expect(await server.exit).toBe(1);
  });

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
