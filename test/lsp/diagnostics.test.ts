import { describe, expect, it } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { Clock, connect, FULL, hostOf, PUSH } from './client.ts';
import { FakeService } from './fake-service.ts';
import { start, TEXT, URI, withSettings } from './start.ts';
import { arrive, pass } from './time.ts';

const OTHER = 'file:///w/b.c';
const EDIT = { range: { start: { line: 1, character: 6 }, end: { line: 1, character: 10 } }, text: 'double-free, error' };

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

  it('has one line, and only what the client can show', async () => {
    const { client } = await start({ textDocument: { diagnostic: {} } }, withSettings({ problems: { shortenToSingleLine: true } }));
    await client.open(URI, TEXT);
    expect(await client.pull(URI)).toEqual([
      { range: { start: { line: 1, character: 2 }, end: { line: 1, character: 12 } }, severity: 2, code: 'leak', source: 'ssl-lint', message: '`leak` was said' },
    ]);
  });

  it('marks a comment without use as unnecessary', async () => {
    const { client } = await start();
    await client.open(URI, TEXT.replace('leak', 'unused-suppression, note'));
    expect((await client.pull(URI)).map(({ severity, tags }) => [severity, tags])).toEqual([[3, [1]]]);
  });
});

describe('a client that asks', () => {
  it('gets the answer for the text it has sent', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    await client.change(URI, 2, EDIT);
    expect((await client.pull(URI)).map((d) => [d.code, d.severity])).toEqual([['double-free', 1]]);
  });

  it('is told that nothing has changed', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    const ask = (previousResultId?: string): Promise<DocumentDiagnosticReport> => client.request('textDocument/diagnostic', { textDocument: { uri: URI }, ...(previousResultId === undefined ? {} : { previousResultId }) });
    const { resultId, kind } = await ask();
    expect(kind).toBe('full');
    expect(await ask(resultId)).toEqual({ kind: 'unchanged', resultId });
    await client.change(URI, 2, EDIT);
    expect((await ask(resultId)).kind).toBe('full');
  });

  it('is asked to ask again when another file alters the answer, not after its own edits', async () => {
    const { client, service, clock } = await start();
    await client.open(URI, TEXT);
    await client.open(OTHER, TEXT);
    await client.pull(URI);
    await client.pull(OTHER);
    await pass(client, clock, 0);
    await client.change(URI, 2, EDIT);
    await pass(client, clock, 250);
    expect(client.inbox).toEqual([]);
    await client.pull(URI);
    service.open.set('/w/b.c', TEXT.replace('leak', 'double-free'));
    await client.change(URI, 3, EDIT);
    await pass(client, clock, 250);
    await client.next('workspace/diagnostic/refresh');
  });

  it('gets nothing for documents that are not C, not open, or of an ignored scheme', async () => {
    const { client } = await start();
    await client.open('file:///w/a.cpp', TEXT, 'cpp');
    await client.open('file:///w/a.h', TEXT, 'cpp');
    await client.open('git:/w/a.c', TEXT);
    expect(await client.pull('file:///w/a.cpp')).toEqual([]);
    expect(await client.pull('file:///w/a.h')).toHaveLength(1);
    expect(await client.pull('git:/w/a.c')).toEqual([]);
    expect(await client.pull('file:///w/not-open.c')).toEqual([]);
  });

  it('gets nothing any more for a scheme that the settings leave out from now on, and something again after', async () => {
    const { client, service, clock } = await start();
    const uri = 'untitled:a.c';
    await client.open(uri, TEXT);
    expect(await client.pull(uri)).toHaveLength(1);
    const set = (ignoreFileSchemes: string[]): Promise<void> => client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { sslLint: { ignoreFileSchemes } } });
    await set(['untitled']);
    expect(await client.pull(uri)).toEqual([]);
    expect(service.open.size).toBe(0);
    await client.change(uri, 2, { text: TEXT.replace('leak', 'double-free') });
    await set([]);
    expect((await client.pull(uri)).map(({ code }) => code)).toEqual(['double-free']);
    await pass(client, clock, 250);
    await client.next('workspace/diagnostic/refresh');
    client.inbox.splice(0);
  });

  it('may change the language of a document', async () => {
    const { client } = await start();
    await client.open('file:///w/a.cc', TEXT);
    expect(await client.pull('file:///w/a.cc')).toHaveLength(1);
    await client.close('file:///w/a.cc');
    await client.open('file:///w/a.cc', TEXT, 'cpp');
    expect(await client.pull('file:///w/a.cc')).toEqual([]);
  });
});

describe('a client that does not ask', () => {
  it('is sent diagnostics at once when it opens a document, and after a pause when it edits', async () => {
    const { client, clock } = await start(PUSH);
    await client.open(URI, TEXT);
    await pass(client, clock, 0);
    expect((await client.published(URI, 1)).diagnostics).toHaveLength(1);
    await client.change(URI, 2, { text: 'f {}' });
    await pass(client, clock, 249);
    expect(client.inbox).toEqual([]);
    await pass(client, clock, 1);
    expect((await client.published(URI, 2)).diagnostics).toEqual([]);
  });

  it('is sent those of other documents only when they differ', async () => {
    const { client, clock, service } = await start(PUSH);
    await client.open(URI, TEXT);
    await client.open(OTHER, TEXT);
    await pass(client, clock, 0);
    await client.published(URI);
    await client.published(OTHER);
    service.open.set('/w/b.c', 'f {}');
    await client.change(URI, 2, EDIT);
    await pass(client, clock, 250);
    expect((await client.published(URI, 2)).diagnostics).toHaveLength(1);
    expect((await client.published(OTHER, 1)).diagnostics).toEqual([]);
    await client.change(URI, 3, EDIT);
    await pass(client, clock, 250);
    await client.published(URI, 3);
  });

  it('costs one more look, however much changed on disk during the last', async () => {
    const { client, clock, service } = await start(PUSH);
    let release = (): void => undefined;
    service.gate = new Promise((done) => { release = done; });
    await client.open(URI, TEXT);
    await pass(client, clock, 0);
    expect(service.asked).toBe(1);
    for (let i = 0; i < 20; i++) {
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: `file:///w/${i}.c`, type: 2 }] });
      await arrive(client);
    }
    release();
    await pass(client, clock, 0);
    await client.published(URI, 1);
    expect(service.asked).toBe(2);
  });

  it('loses them when it closes a document', async () => {
    const { client, clock } = await start(PUSH);
    await client.open(URI, TEXT);
    await pass(client, clock, 0);
    await client.published(URI);
    await client.close(URI);
    expect((await client.published(URI)).diagnostics).toEqual([]);
    await pass(client, clock, 250);
  });

  it('loses those of files that are not open when the setting says so', async () => {
    const { client, clock, service } = await start(PUSH, withSettings({ scope: 'workspace' }));
    service.disk.set('/w/c.c', TEXT);
    await pass(client, clock, 0);
    expect((await client.published('file:///w/c.c')).diagnostics).toHaveLength(1);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { sslLint: { scope: 'openFiles' } } });
    await pass(client, clock, 0);
    expect((await client.published('file:///w/c.c')).diagnostics).toEqual([]);
  });

  it('is sent none before its settings are known', async () => {
    const service = new FakeService();
    const clock = new Clock();
    const client = connect(hostOf(service, clock));
    let answer = (): void => undefined;
    client.settings = new Promise((done) => { answer = () => done([{ rules: { leak: 'off' } }]); });
    await client.initialize({ ...PUSH, workspace: { configuration: true } }, { workspaceFolders: [{ uri: 'file:///w', name: 'w' }] });
    await client.open(URI, TEXT);
    await client.next('workspace/configuration');
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
    expect(client.inbox).toEqual([]);
    answer();
    expect((await client.published(URI)).diagnostics).toEqual([]);
    await pass(client, clock, 0);
  });

  it('sees files that are not open with scope workspace', async () => {
    const { client, clock, service } = await start(PUSH, withSettings({ scope: 'workspace' }));
    service.disk.set('/w/c.c', TEXT);
    await pass(client, clock, 0);
    expect((await client.published('file:///w/c.c')).diagnostics).toHaveLength(1);
    service.disk.delete('/w/c.c');
    await client.connection.sendNotification('workspace/didDeleteFiles', { files: [{ uri: 'file:///w/c.c' }] });
    await pass(client, clock, 0);
    expect((await client.published('file:///w/c.c')).diagnostics).toEqual([]);
    expect(service.changes).toEqual(['/w/c.c']);
  });
});

describe('a client that asks for the whole workspace', () => {
  it('is told that a document it had asked for is closed and gone, although it does not name it', async () => {
    const { client } = await start(FULL, withSettings({ scope: 'workspace' }));
    await client.open(URI, TEXT);
    expect(await client.pull(URI)).toHaveLength(1);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    const { items } = await client.request<{ items: unknown[] }>('workspace/diagnostic', { previousResultIds: [] });
    expect(items).toMatchObject([{ kind: 'full', uri: URI, version: null, items: [] }]);
    expect(await client.request('workspace/diagnostic', { previousResultIds: [] })).toEqual({ items: [] });
  });

  it('is not sent besides what it asks for', async () => {
    const { client, clock, service } = await start(FULL, withSettings({}));
    service.disk.set('/w/c.c', TEXT);
    await client.request('workspace/executeCommand', { command: 'sslLint.server.lintWorkspace', arguments: [] });
    expect((await client.published('file:///w/c.c')).diagnostics).toHaveLength(1);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { sslLint: { scope: 'workspace' } } });
    await pass(client, clock, 0);
    expect((await client.published('file:///w/c.c')).diagnostics).toEqual([]);
  });
});

describe('a document of a large folder', () => {
  const ALONE = 'f {\n}\n';

  it('has diagnostics before the folder is analysed, and a client that asks is told to ask again after it', async () => {
    const { client, clock, service } = await start(FULL);
    service.alone.set('/w/a.c', ALONE);
    let analysed = (): void => undefined;
    service.gate = new Promise((done) => { analysed = done; });
    await client.open(URI, TEXT);
    await pass(client, clock, 0);
    expect(await client.pull(URI)).toHaveLength(0);
    // The rest of the folder is being analysed now.
    await pass(client, clock, 0);
    expect(await client.pull(URI)).toHaveLength(0);
    analysed();
    await client.next('workspace/diagnostic/refresh');
    expect(await client.pull(URI)).toHaveLength(1);
  });

  it('is sent twice to a client that does not ask', async () => {
    const { client, clock, service } = await start(PUSH);
    service.alone.set('/w/a.c', ALONE);
    await client.open(URI, TEXT);
    await pass(client, clock, 0);
    expect((await client.published(URI)).diagnostics).toHaveLength(0);
    await pass(client, clock, 0);
    expect((await client.published(URI)).diagnostics).toHaveLength(1);
  });

  it('waits for the folder with a client that cannot be told to ask again', async () => {
    const { client, service } = await start({ ...FULL, workspace: { ...FULL.workspace, diagnostics: {} } });
    service.alone.set('/w/a.c', ALONE);
    await client.open(URI, TEXT);
    expect(await client.pull(URI)).toHaveLength(1);
  });

  it('has the last word also when findings are only renewed on saving', async () => {
    const { client, clock, service } = await start(PUSH, withSettings({ run: 'onSave' }));
    service.alone.set('/w/a.c', ALONE);
    await client.open(URI, TEXT);
    await pass(client, clock, 0);
    expect((await client.published(URI)).diagnostics).toHaveLength(0);
    await pass(client, clock, 0);
    expect((await client.published(URI)).diagnostics).toHaveLength(1);
  });
});

describe('setting run', () => {
  it('onSave renews findings when a document is saved, and moves them with edits until then', async () => {
    const { client, clock } = await start(FULL, withSettings({ run: 'onSave' }));
    await client.open(URI, TEXT);
    expect(await client.pull(URI)).toHaveLength(1);
    await client.change(URI, 2, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'g {\n say(leak);\n}\n' });
    expect((await client.pull(URI)).map((d) => d.range.start.line)).toEqual([4]);
    await client.save(URI);
    await pass(client, clock, 0);
    await client.next('workspace/diagnostic/refresh');
    expect(await client.pull(URI)).toHaveLength(2);
  });

  it('manual waits for the command', async () => {
    const { client, clock } = await start(FULL, withSettings({ run: 'manual' }));
    await client.open(URI, TEXT);
    await client.save(URI);
    expect(await client.pull(URI)).toEqual([]);
    expect(await client.request('workspace/executeCommand', { command: 'sslLint.server.lintWorkspace', arguments: [URI] })).toBe(1);
    await client.next('workspace/diagnostic/refresh');
    expect(await client.pull(URI)).toHaveLength(1);
    await pass(client, clock, 1000);
  });
});

describe('a function with a syntax error', () => {
  it('keeps its findings for two seconds, where the edits have moved them', async () => {
    const { client, clock } = await start();
    await client.open(URI, TEXT);
    await client.pull(URI);
    await client.change(URI, 2, { range: { start: { line: 0, character: 3 }, end: { line: 0, character: 3 } }, text: '\n broken(' });
    expect((await client.pull(URI)).map((d) => d.range.start)).toEqual([{ line: 2, character: 2 }]);
    await pass(client, clock, 250);
    await pass(client, clock, 1700);
    expect(client.inbox).toEqual([]);
    await pass(client, clock, 60);
    await client.next('workspace/diagnostic/refresh');
    expect(await client.pull(URI)).toEqual([]);
  });

  it('loses them at once with a client that could not be told', async () => {
    const { client } = await start({ textDocument: { diagnostic: {} } });
    await client.open(URI, TEXT);
    await client.pull(URI);
    await client.change(URI, 2, { range: { start: { line: 0, character: 3 }, end: { line: 0, character: 3 } }, text: 'broken(' });
    expect(await client.pull(URI)).toEqual([]);
  });
});

describe('a broken configuration file', () => {
  it('has its diagnostic where the client counts it to be', async () => {
    const { client, clock, service, files } = await start({ ...PUSH, general: { positionEncodings: ['utf-8'] } });
    await pass(client, clock, 0);
    files.set('/w/.ssl-lint.json', '{\n/* é€ */ "x": 1 }');
    service.statuses.push({ path: '/w', configurations: [], errors: [{ path: '/w/.ssl-lint.json', line: 2, column: 10, message: 'unknown key' }], files: 0, relevant: 0, findings: 0, incomplete: [] });
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/.ssl-lint.json', type: 2 }] });
    await pass(client, clock, 0);
    const { diagnostics } = await client.published('file:///w/.ssl-lint.json');
    expect(diagnostics[0]?.range).toEqual({ start: { line: 1, character: 12 }, end: { line: 1, character: 13 } });
  });

  it('has a diagnostic of its own until it is mended', async () => {
    const { client, clock, service } = await start();
    const status = { path: '/w', configurations: [], errors: [{ path: '/w/.ssl-lint.json', line: 2, column: 3, message: 'unknown key' }], files: 0, relevant: 0, findings: 0, incomplete: [] };
    await pass(client, clock, 0);
    service.statuses.push(status);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/.ssl-lint.json', type: 2 }] });
    await pass(client, clock, 0);
    const { diagnostics } = await client.published('file:///w/.ssl-lint.json');
    expect(diagnostics).toEqual([{ range: { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } }, severity: 1, source: 'ssl-lint', code: 'configuration', message: 'unknown key' }]);
    service.statuses[0] = { ...status, errors: [] };
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/.ssl-lint.json', type: 2 }] });
    await pass(client, clock, 0);
    expect((await client.published('file:///w/.ssl-lint.json')).diagnostics).toEqual([]);
    await arrive(client);
  });
});
