import { describe, expect, it } from 'vitest';
import { Clock, connect, FULL, hostOf, PUSH } from './client.ts';
import type { Client } from './client.ts';
import { FakeService } from './fake-service.ts';

const URI = 'file:///w/a.c';
const TEXT = 'f {\n  say(leak);\n}\n';

async function start(capabilities = FULL): Promise<{ client: Client; service: FakeService; clock: Clock }> {
  const service = new FakeService();
  const clock = new Clock();
  const client = connect(hostOf(service, clock));
  await client.initialize(capabilities, { workspaceFolders: [{ uri: 'file:///w', name: 'w' }] });
  return { client, service, clock };
}

describe('a diagnostic', () => {
  it('says rule, page, steps and what to do', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    expect(await client.pull(URI)).toMatchInlineSnapshot(`
      [
        {
          "code": "leak",
          "codeDescription": {
            "href": "file:///pages/leak.md",
          },
          "data": {
            "fingerprint": "f/leak/0",
            "rule": "leak",
          },
          "message": "\`leak\` was said
      do not say it",
          "range": {
            "end": {
              "character": 12,
              "line": 1,
            },
            "start": {
              "character": 2,
              "line": 1,
            },
          },
          "relatedInformation": [
            {
              "location": {
                "range": {
                  "end": {
                    "character": 1,
                    "line": 0,
                  },
                  "start": {
                    "character": 0,
                    "line": 0,
                  },
                },
                "uri": "file:///w/a.c",
              },
              "message": "1/2 it begins here",
            },
          ],
          "severity": 2,
          "source": "ssl-lint",
        },
      ]
    `);
  });
});

describe('a client that asks', () => {
  it('gets the answer for the text it has sent', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    await client.change(URI, 2, { range: { start: { line: 1, character: 6 }, end: { line: 1, character: 10 } }, text: 'double-free, error' });
    expect((await client.pull(URI)).map((d) => [d.code, d.severity])).toEqual([['double-free', 1]]);
  });
});

describe('a client that does not ask', () => {
  it('is sent diagnostics at once when it opens a document, and after a pause when it edits', async () => {
    const { client, clock } = await start(PUSH);
    await client.open(URI, TEXT);
    await settle(clock, 0);
    expect((await client.published(URI, 1)).diagnostics).toHaveLength(1);
    await client.change(URI, 2, { text: 'f {}' });
    await settle(clock, 249);
    expect(client.inbox).toEqual([]);
    await settle(clock, 1);
    expect((await client.published(URI, 2)).diagnostics).toEqual([]);
  });
});

/** Lets messages arrive, and then time pass. */
async function settle(clock: Clock, ms: number): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((done) => setImmediate(done));
  clock.advance(ms);
  for (let i = 0; i < 20; i++) await new Promise((done) => setImmediate(done));
}
