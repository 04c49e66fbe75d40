import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serverOptions } from '../../server/src/lsp/options.ts';
import { folderWith } from '../cli/harness.ts';
import { BUG, codes, end, OUT, over, stdio } from './built.ts';
import type { Running } from './built.ts';

const listening: Server[] = [];
afterEach(() => {
  for (const server of listening.splice(0)) server.close();
});

/** Listens at a port or a path, as editors do before they start a server. */
async function listen(at: number | string): Promise<Server> {
  const server = createServer();
  listening.push(server);
  if (typeof at === 'number') server.listen(at, '127.0.0.1');
  else server.listen(at);
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Starts a server that connects to us. */
async function connected(at: Server, argv: readonly string[]): Promise<Running> {
  const came = once(at, 'connection') as Promise<[Socket]>;
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [socket] = await came;
  return over(child, socket);
}

/** A run that ends by itself. */
async function ended(...argv: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => { out += data.toString(); });
  child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
  const [code] = await once(child, 'close') as [number | null];
  return { code, out, err };
}

describe.each([['server.js'], ['cli.js lsp']])('%s', (command) => {
  const argv = (...more: string[]): string[] => [...`${OUT}/${command}`.split(' '), ...more];

  it.each([[[]], [['--stdio']], [['--stdio', '--max-memory', '300', `--clientProcessId=${process.pid}`]]])('speaks over standard input and output: %j', async (options) => {
    const server = stdio(...argv(...options));
    expect(await codes(server, folderWith({ 'a.c': BUG }))).toEqual(['free-of-borrowed']);
    expect(await end(server)).toBe(0);
  });

  it('ends quietly when nobody reads what it says any more', async () => {
    const child = spawn(process.execPath, argv('--stdio'), { stdio: ['pipe', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
    child.stdout.destroy();
    const text = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    child.stdin.on('error', () => undefined);
    child.stdin.write(`Content-Length: ${text.length}\r\n\r\n${text}`);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(err).toBe('');
  });

  it.each(['--socket=PORT', '--socket PORT'])('connects to a port: %s', async (form) => {
    const at = await listen(0);
    const server = await connected(at, argv(...form.replace('PORT', String(portOf(at))).split(' ')));
    expect(await codes(server, folderWith({ 'a.c': BUG }))).toEqual(['free-of-borrowed']);
    expect(await end(server)).toBe(0);
  });

  it.each(['--pipe=NAME', '--pipe NAME'])('connects to a pipe: %s', async (form) => {
    const folder = folderWith({ 'a.c': BUG });
    const at = await listen(`${folder}/pipe`);
    const server = await connected(at, argv(...form.replace('NAME', `${folder}/pipe`).split(' ')));
    expect(await codes(server, folder)).toEqual(['free-of-borrowed']);
    expect(await end(server)).toBe(0);
  });

  it('speaks over the channel of a parent, and ends with it', async () => {
    const [module = '', ...rest] = argv('--node-ipc');
    const server = over(fork(module, rest, { silent: true }), 'ipc');
    expect(await codes(server, folderWith({ 'a.c': BUG }))).toEqual(['free-of-borrowed']);
    server.child.disconnect();
    expect(await server.exit).toBe(1);
  });

  it('ends when the other end of a socket goes', async () => {
    const at = await listen(0);
    const came = once(at, 'connection') as Promise<[Socket]>;
    const child = spawn(process.execPath, argv(`--socket=${portOf(at)}`), { stdio: 'ignore' });
    const exit = once(child, 'exit');
    (await came)[0].destroy();
    expect(await exit).toEqual([1, null]);
  });

  it('says so when nobody listens, and ends with 2', async () => {
    const at = await listen(0);
    const port = portOf(at);
    at.close();
    await once(at, 'close');
    const hint = '  hint: the client listens there before it starts the server\n';
    expect(await ended(...argv(`--socket=${port}`))).toEqual({ code: 2, out: '', err: `ssl-lint: error: cannot connect to port ${port} of this machine (ECONNREFUSED)\n${hint}` });
    const pipe = `${folderWith({})}/none`;
    expect(await ended(...argv(`--pipe=${pipe}`))).toEqual({ code: 2, out: '', err: `ssl-lint: error: cannot connect to the pipe '${pipe}' (ENOENT)\n${hint}` });
  });

  it.each<[string[], string]>([
    [['--node-ipc'], '--node-ipc: what started this process left no channel to it'],
    [['--socket'], '--socket needs a value'],
    [['--socket=x'], "--socket needs a whole number from 1 to 65535, not 'x'"],
    [['--socket=0'], "--socket needs a whole number from 1 to 65535, not '0'"],
    [['--socket=65536'], "--socket needs a whole number from 1 to 65535, not '65536'"],
    [['--pipe='], '--pipe needs a value'],
    [['--stdio', '--socket=7000'], '--stdio and --socket exclude each other'],
    [['--max-memory=much'], "--max-memory needs a whole number from 1, not 'much'"],
    [['--stdoi'], "unknown option '--stdoi'"],
  ])('refuses %j with 2', async (options, message) => {
    const { code, out, err } = await ended(...argv(...options));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^ssl-lint: error: [^\n]+\n( {2}hint: [^\n]+\n)?$/);
    expect(err).toContain(message);
  });
});

describe('options of the server', () => {
  it('have their values behind them or as the next word', () => {
    const stdioOf = (maxMemory: number): object => ({ transport: { kind: 'stdio' }, maxMemory });
    expect(serverOptions([])).toEqual(stdioOf(1024));
    expect(serverOptions(['--max-memory', '300', '--clientProcessId', '7'])).toEqual(stdioOf(300));
    expect(serverOptions(['--pipe', '--odd=name'])).toEqual({ transport: { kind: 'pipe', name: '--odd=name' }, maxMemory: 1024 });
    expect(serverOptions(['--pipe=a=b'])).toEqual({ transport: { kind: 'pipe', name: 'a=b' }, maxMemory: 1024 });
  });
});
