import type { Client, Clock } from './client.ts';

/** Waits until the server has taken everything the client has said, and what follows from it without time has come back. */
export async function arrive(client: Client): Promise<void> {
  // Messages keep their order: what came before the question has been taken when its answer is there.
  for (let i = 0; i < 3; i++) {
    await client.request('textDocument/codeLens', { textDocument: { uri: 'untitled:none' } });
    for (let turn = 0; turn < 5; turn++) await new Promise((done) => setImmediate(done));
  }
}

/** Lets messages arrive, then `ms` pass, then what follows from it arrive. */
export async function pass(client: Client, clock: Clock, ms: number): Promise<void> {
  await arrive(client);
  clock.advance(ms);
  await arrive(client);
}
