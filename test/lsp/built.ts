import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeAll, expect } from 'vitest';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter, SocketMessageReader, SocketMessageWriter, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import type { MessageReader, MessageWriter } from 'vscode-languageserver-protocol/node';
import type { Socket } from 'node:net';
import { Client, FULL } from './client.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the build wrote. */
export const OUT = `${ROOT}/server/out`;

beforeAll(() => {
  if (!existsSync(`${OUT}/server.js`)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
});

export const BUG = 'void f(SSL *ssl)\n{\n    SSL_SESSION *s = SSL_get_session(ssl);\n\n    SSL_SESSION_free(s);\n}\n';

/** A server in a process of its own. `errors` is what it wrote to standard error. */
export interface Running { readonly client: Client; readonly child: ChildProcess; readonly exit: Promise<number | null>; errors: string }
const running: Running[] = [];
afterEach(() => {
  for (const { child, client, errors } of running.splice(0)) {
    client.connection.dispose();
    child.kill();
    expect([errors, client.inbox]).toEqual(['', []]);
  }
});

/** Talks to a process over the given channel: its standard input and output, the one Node.js makes, or a socket it connected to. */
export function over(child: ChildProcess, channel: 'stdio' | 'ipc' | Socket): Running {
  const connection = createMessageConnection(...ends(child, channel));
  const started: Running = { client: new Client(connection), child, exit: new Promise((done) => child.once('exit', done)), errors: '' };
  child.stderr?.on('data', (data: Buffer) => { started.errors += data.toString(); });
  running.push(started);
  return started;
}

function ends(child: ChildProcess, channel: 'stdio' | 'ipc' | Socket): [MessageReader, MessageWriter] {
  if (channel === 'ipc') return [new IPCMessageReader(child), new IPCMessageWriter(child)];
  if (channel !== 'stdio') return [new SocketMessageReader(channel), new SocketMessageWriter(channel)];
  if (child.stdout === null || child.stdin === null) throw new Error('a process without standard input and output');
  return [new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)];
}

/** Starts Node.js, and talks to it over standard input and output. */
export const stdio = (...argv: string[]): Running => over(spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'pipe'] }), 'stdio');

/** Says who the client is, opens a file with a mistake in `folder`, and answers with the rules that were found. */
export async function codes({ client }: Running, folder: string): Promise<unknown[]> {
  await client.initialize(FULL, { processId: process.pid, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }] });
  const uri = pathToFileURL(`${folder}/a.c`).href;
  await client.open(uri, BUG);
  return (await client.pull(uri)).map(({ code }) => code);
}

/** Ends a server as editors do; its exit code. */
export async function end({ client, exit }: Running): Promise<number | null> {
  await client.connection.sendRequest('shutdown');
  await client.connection.sendNotification('exit');
  return exit;
}
