import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver-protocol/node';
import { Clock, connect, FULL, hostOf } from './client.ts';
import type { Client } from './client.ts';
import { FakeService } from './fake-service.ts';

export const URI = 'file:///w/a.c';
export const TEXT = 'f {\n  say(leak);\n}\n';

export interface Started {
  readonly client: Client;
  readonly service: FakeService;
  readonly clock: Clock;
  /** Files on disk that the server itself reads. */
  readonly files: Map<string, string>;
}

/** A client that has initialized a server over a fake service, with `/w` open. */
export async function start(capabilities: ClientCapabilities = FULL, more: Partial<InitializeParams> = {}): Promise<Started> {
  const service = new FakeService();
  const clock = new Clock();
  const files = new Map<string, string>();
  const client = connect(hostOf(service, clock, files));
  await client.initialize(capabilities, { workspaceFolders: [{ uri: 'file:///w', name: 'w' }], ...more });
  return { client, service, clock, files };
}

/** The same settings for everything, from a client that cannot be asked for them. */
export const withSettings = (settings: unknown, more: object = {}): Partial<InitializeParams> => ({ initializationOptions: { settings, ...more } });
