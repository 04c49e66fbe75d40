import { createConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { UsageError } from '../workspace/usage-error.ts';
import type { Transport } from './options.ts';

/** A connection to the client, which nobody listens on yet. Rejects with UsageError when the client cannot be reached that way. */
export async function reach(transport: Transport): Promise<Connection> {
  switch (transport.kind) {
    case 'stdio': return createConnection(process.stdin, process.stdout);
    case 'node-ipc': {
      if (process.send === undefined) {
        throw new UsageError('--node-ipc: what started this process left no channel to it', "it is for Node.js programs that fork() the server; others use '--stdio'");
      }
      return createConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
    }
    case 'socket': return over(connect(transport.port, '127.0.0.1'), `port ${transport.port} of this machine`);
    case 'pipe': return over(connect(transport.name), `the pipe '${transport.name}'`);
  }
}

async function over(socket: Socket, place: string): Promise<Connection> {
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      reject(new UsageError(`cannot connect to ${place} (${error.code ?? error.message})`, 'the client listens there before it starts the server'));
    });
  });
  return createConnection(socket, socket);
}
