import { describe, expect, it } from 'vitest';
import { CancellationTokenSource, HoverRequest, LSPErrorCodes, ShutdownRequest, WorkspaceDiagnosticRequest } from 'vscode-languageserver-protocol/node';
import type { WorkspaceDiagnosticReport } from 'vscode-languageserver-protocol/node';
import { Clock, connect, endsItself, FULL, hostOf, PUSH } from './client.ts';
import type { Client } from './client.ts';
import { FakeService } from './fake-service.ts';
import { start, TEXT, URI, withSettings } from './start.ts';
import { arrive, pass } from './time.ts';

/** Code of the error that a request is answered with; 0 for an answer. */
const codeOf = (client: Client, method: string, params: unknown): Promise<number> =>
  client.request(method, params).then(() => 0, (error: unknown) => (error as { code: number }).code);

const INVALID_PARAMS = -32602;
const NOT_INITIALIZED = -32002;
const INVALID_REQUEST = -32600;

describe('initialize', () => {
  it('tells what the server can do', async () => {
    const { client } = await start();
    expect(client.result.serverInfo?.name).toBe('ssl-lint');
    expect(client.result.capabilities).toMatchInlineSnapshot(`
      {
        "codeActionProvider": {
          "codeActionKinds": [
            "quickfix",
            "source.fixAll.sslLint",
          ],
          "resolveProvider": true,
        },
        "codeLensProvider": {
          "resolveProvider": false,
        },
        "diagnosticProvider": {
          "identifier": "ssl-lint",
          "interFileDependencies": true,
          "workspaceDiagnostics": false,
        },
        "executeCommandProvider": {
          "commands": [
            "sslLint.server.lintWorkspace",
            "sslLint.server.explain",
            "sslLint.server.model",
            "sslLint.server.exportSarif",
            "sslLint.server.doctor",
          ],
        },
        "hoverProvider": true,
        "inlayHintProvider": true,
        "positionEncoding": "utf-16",
        "textDocumentSync": {
          "change": 2,
          "openClose": true,
          "save": {
            "includeText": false,
          },
        },
        "workspace": {
          "fileOperations": {
            "didDelete": {
              "filters": [
                {
                  "pattern": {
                    "glob": "**/*.{c,h,json,jsonc}",
                  },
                  "scheme": "file",
                },
                {
                  "pattern": {
                    "glob": "**",
                    "matches": "folder",
                  },
                  "scheme": "file",
                },
              ],
            },
            "didRename": {
              "filters": [
                {
                  "pattern": {
                    "glob": "**/*.{c,h,json,jsonc}",
                  },
                  "scheme": "file",
                },
                {
                  "pattern": {
                    "glob": "**",
                    "matches": "folder",
                  },
                  "scheme": "file",
                },
              ],
            },
          },
          "workspaceFolders": {
            "changeNotifications": true,
            "supported": true,
          },
        },
      }
    `);
  });

  it('promises no more than the client can take', async () => {
    const { client } = await start({});
    expect(client.result.capabilities.diagnosticProvider).toBeUndefined();
    expect(client.result.capabilities.codeActionProvider).toBeUndefined();
    expect(client.result.capabilities.positionEncoding).toBe('utf-16');
  });

  it('takes the encoding of positions that the client prefers', async () => {
    const { client } = await start({ ...FULL, general: { positionEncodings: ['utf-8', 'utf-16'] } });
    expect(client.result.capabilities.positionEncoding).toBe('utf-8');
    await client.open(URI, TEXT.replace('\n', ' é😀').replace('say', ' say'));
    expect((await client.pull(URI))[0]?.range).toEqual({ start: { line: 0, character: 13 }, end: { line: 0, character: 23 } });
  });

  it('registers for files, settings and diagnostics with clients that take registrations', async () => {
    const { client } = await start({
      textDocument: { diagnostic: { dynamicRegistration: true } },
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
    });
    expect(client.result.capabilities.diagnosticProvider).toBeUndefined();
    const { items } = await client.next<{ items: unknown[] }>('workspace/configuration');
    expect(items).toEqual([{ section: 'sslLint' }, { section: 'sslLint', scopeUri: 'file:///w' }]);
    const registered = new Map<string, unknown>();
    for (let i = 0; i < 3; i++) {
      const [first] = (await client.next<{ registrations: { method: string; registerOptions: unknown }[] }>('client/registerCapability')).registrations;
      registered.set(first?.method ?? '', first?.registerOptions);
    }
    expect([...registered.keys()].sort()).toEqual(['textDocument/diagnostic', 'workspace/didChangeConfiguration', 'workspace/didChangeWatchedFiles']);
    // Sources, ignore files, and configurations whatever they are called.
    expect(registered.get('workspace/didChangeWatchedFiles')).toEqual({
      watchers: [{ globPattern: '**/*.{json,jsonc}' }, { globPattern: '**/.gitignore' }, { globPattern: '**/*.{c,h}' }],
    });
  });
});

describe('requests at the wrong time', () => {
  it('are refused before initialize, and after shutdown', async () => {
    const client = connect(hostOf(new FakeService(), new Clock()));
    expect(await codeOf(client, 'textDocument/hover', { textDocument: { uri: URI }, position: { line: 0, character: 0 } })).toBe(NOT_INITIALIZED);
    await client.open(URI, TEXT);
    await client.initialize(FULL);
    expect(await client.pull(URI)).toEqual([]);
    await client.connection.sendRequest(ShutdownRequest.type);
    endsItself(client);
    expect(await codeOf(client, 'textDocument/diagnostic', { textDocument: { uri: URI } })).toBe(INVALID_REQUEST);
  });

  it('end the analysis with shutdown', async () => {
    const { client, service } = await start();
    await client.connection.sendRequest(ShutdownRequest.type);
    endsItself(client);
    expect(service.disposed).toBe(true);
  });
});

describe('bad input', () => {
  it('in requests is refused', async () => {
    const { client } = await start();
    const methods = ['textDocument/diagnostic', 'textDocument/hover', 'textDocument/codeAction', 'textDocument/inlayHint', 'textDocument/codeLens', 'sslLint/path'];
    for (const method of methods) {
      for (const params of [{}, { textDocument: null }, { textDocument: { uri: 3 } }]) expect(await codeOf(client, method, params)).toBe(INVALID_PARAMS);
    }
    const position = { line: -1, character: 'x' };
    for (const method of ['textDocument/hover', 'sslLint/path']) expect(await codeOf(client, method, { textDocument: { uri: URI }, position })).toBe(INVALID_PARAMS);
    expect(await codeOf(client, 'workspace/executeCommand', { command: 'rm' })).toBe(INVALID_PARAMS);
    expect(await codeOf(client, 'workspace/executeCommand', { command: 'sslLint.server.model', arguments: [1] })).toBe(INVALID_PARAMS);
  });

  it('about documents that are not there is answered with nothing', async () => {
    const { client } = await start();
    const textDocument = { uri: 'file:///nowhere.c' };
    const range = { start: { line: 5, character: 5 }, end: { line: 1e6, character: 9 } };
    expect(await client.request('textDocument/hover', { textDocument, position: range.start })).toBeNull();
    expect(await client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } })).toBeNull();
    expect(await client.request('textDocument/inlayHint', { textDocument, range })).toEqual([]);
    expect(await client.request('codeAction/resolve', { title: 'x', data: { do: 'fix', uri: 7 } })).toEqual({ title: 'x', data: { do: 'fix', uri: 7 } });
  });

  it('in notifications changes nothing', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    for (const params of [{}, { textDocument: {} }, { textDocument: { uri: URI, version: 2 }, contentChanges: [{ range: { start: 1 }, text: 'x' }, { text: 3 }] }, { textDocument: { uri: URI, version: 2 }, contentChanges: 7 }]) {
      await client.connection.sendNotification('textDocument/didChange', params);
      await client.connection.sendNotification('textDocument/didOpen', params);
      await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: 'file:///other' } });
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', params);
    }
    expect(await client.pull(URI)).toHaveLength(1);
  });

  it('outside a document counts as its end', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    const range = { start: { line: 0, character: 0 }, end: { line: 1e9, character: 1e9 } };
    expect(await client.request('textDocument/hover', { textDocument: { uri: URI }, position: range.end })).toMatchObject({ contents: { kind: 'markdown' } });
    await client.change(URI, 2, { range: { start: range.end, end: range.end }, text: 'g {\n say(leak);\n}' });
    expect(await client.pull(URI)).toHaveLength(2);
  });
});

describe('a request that is cancelled', () => {
  it('is answered at once, and the server goes on', async () => {
    const { client, service } = await start();
    await client.open(URI, TEXT);
    let open = (): void => undefined;
    service.gate = new Promise((done) => { open = done; });
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(HoverRequest.type, { textDocument: { uri: URI }, position: { line: 0, character: 0 } }, source.token);
    await new Promise<void>((asked) => { service.onAsked = asked; });
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    open();
    expect(await client.pull(URI)).toHaveLength(1);
  });
});

describe('the diagnostics of a workspace', () => {
  const ask = (client: Client, previousResultIds: unknown[] = [], partialResultToken?: string): Promise<WorkspaceDiagnosticReport> =>
    client.request(WorkspaceDiagnosticRequest.method, { previousResultIds, ...(partialResultToken === undefined ? {} : { partialResultToken }) });

  it('are those of all files, and afterwards what differs', async () => {
    const { client, service } = await start(FULL, withSettings({ scope: 'workspace' }));
    service.disk.set('/w/b.c', TEXT).set('/w/c.c', TEXT);
    await client.open(URI, TEXT);
    const { items } = await ask(client);
    expect(items.map(({ uri, kind, version }) => [uri, kind, version])).toEqual([['file:///w/b.c', 'full', null], ['file:///w/c.c', 'full', null], [URI, 'full', 1]]);
    service.disk.delete('/w/b.c');
    await client.change(URI, 2, { text: `${TEXT}\ng {\n say(leak);\n}` });
    const second = await ask(client, items.map(({ uri, resultId }) => ({ uri, value: resultId })));
    expect(second.items.map(({ uri, kind }) => [uri, kind])).toEqual([['file:///w/c.c', 'unchanged'], [URI, 'full'], ['file:///w/b.c', 'full']]);
  });

  it('take a while the first time, which is shown', async () => {
    const { client } = await start({ ...FULL, window: { workDoneProgress: true } }, withSettings({ scope: 'workspace' }));
    await ask(client);
    const { token } = await client.next<{ token: string }>('window/workDoneProgress/create');
    expect(await client.next('$/progress')).toMatchObject({ token, value: { kind: 'begin', cancellable: true } });
    expect(await client.next('$/progress')).toMatchObject({ token, value: { kind: 'end' } });
    await ask(client);
  });

  it('come in pieces, and the second answer waits until something has changed', async () => {
    const { client, service, clock } = await start(FULL, withSettings({ scope: 'workspace' }));
    service.disk.set('/w/b.c', TEXT);
    await ask(client, [], 'one');
    const { value } = await client.next<{ token: string; value: WorkspaceDiagnosticReport }>('$/progress');
    const previous = value.items.map(({ uri, resultId }) => ({ uri, value: resultId }));
    let done = false;
    const answer = ask(client, previous, 'two').then(() => { done = true; });
    await pass(client, clock, 1000);
    expect(done).toBe(false);
    service.disk.delete('/w/b.c');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/b.c', type: 3 }] });
    await answer;
    const second = await client.next<{ token: string; value: WorkspaceDiagnosticReport }>('$/progress');
    expect(second).toMatchObject({ token: 'two', value: { items: [{ uri: 'file:///w/b.c', kind: 'full', items: [] }] } });
  });

  it('are none while only open files count', async () => {
    const { client, service } = await start();
    service.disk.set('/w/b.c', TEXT);
    expect(await ask(client)).toEqual({ items: [] });
  });
});

describe('settings of the client', () => {
  it('are asked for by folder, and a change of them holds at once', async () => {
    const service = new FakeService();
    const clock = new Clock();
    const client = connect(hostOf(service, clock));
    client.settings = [{}, { rules: { leak: 'off' } }];
    await client.initialize({ ...FULL, workspace: { ...FULL.workspace, configuration: true } }, { workspaceFolders: [{ uri: 'file:///w', name: 'w' }] });
    await client.open(URI, TEXT);
    expect(await client.pull(URI)).toEqual([]);
    client.settings = [{}, {}];
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await pass(client, clock, 0);
    await client.next('workspace/diagnostic/refresh');
    expect(await client.pull(URI)).toHaveLength(1);
    for (let i = 0; i < 2; i++) await client.next('workspace/configuration');
  });

  it('may be sent by clients that cannot be asked', async () => {
    const { client, clock } = await start(PUSH, withSettings({ rules: { leak: 'off' } }));
    await client.open(URI, TEXT);
    await pass(client, clock, 0);
    expect((await client.published(URI)).diagnostics).toEqual([]);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { sslLint: {} } });
    await pass(client, clock, 0);
    expect((await client.published(URI)).diagnostics).toHaveLength(1);
  });

  it('that are wrong are named in the log', async () => {
    const { client } = await start(FULL, withSettings({ run: 'sometimes' }));
    await arrive(client);
    expect(client.log).toEqual(['setting sslLint.run is ignored: "sometimes" is not one of onType, onSave, manual']);
  });
});

describe('hover, hints and lenses', () => {
  it('follow the settings and the client', async () => {
    const hover = (client: Client): Promise<unknown> => client.request('textDocument/hover', { textDocument: { uri: URI }, position: { line: 0, character: 0 } });
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const { client } = await start({ textDocument: { diagnostic: {}, hover: { contentFormat: ['plaintext'] } } }, withSettings({ inlayHints: { ownership: 'on' }, codeLens: { enable: true } }));
    await client.open(URI, TEXT);
    expect(await hover(client)).toEqual({ contents: { kind: 'plaintext', value: 'f at 0' }, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } });
    expect(await client.request('textDocument/inlayHint', { textDocument: { uri: URI }, range })).toEqual([{ position: { line: 1, character: 11 }, label: 'owned', tooltip: 'why', paddingLeft: true }]);
    expect(await client.request('textDocument/codeLens', { textDocument: { uri: URI } })).toMatchObject([{ command: { title: 'releases argument 0', command: '' } }]);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { sslLint: { hover: { enable: false } } } });
    expect(await hover(client)).toBeNull();
    expect(await client.request('textDocument/inlayHint', { textDocument: { uri: URI }, range })).toEqual([]);
    expect(await client.request('textDocument/codeLens', { textDocument: { uri: URI } })).toEqual([]);
  });
});

describe('commands and our own messages', () => {
  it('lint the workspace, whose other files are then shown', async () => {
    const { client, service, clock } = await start();
    service.disk.set('/w/b.c', TEXT);
    await client.open(URI, TEXT);
    expect(await client.request('workspace/executeCommand', { command: 'sslLint.server.lintWorkspace', workDoneToken: 't' })).toBe(2);
    expect((await client.published('file:///w/b.c')).diagnostics).toHaveLength(1);
    expect(await client.next('$/progress')).toMatchObject({ token: 't', value: { kind: 'begin' } });
    expect(await client.next('$/progress')).toMatchObject({ token: 't', value: { kind: 'end' } });
    // Opened, it is asked for.
    await client.open('file:///w/b.c', TEXT);
    await pass(client, clock, 0);
    expect((await client.published('file:///w/b.c')).diagnostics).toEqual([]);
  });

  it('explain a rule', async () => {
    const { client } = await start();
    expect(await client.request('workspace/executeCommand', { command: 'sslLint.server.explain', arguments: ['leak'] })).toBe('# leak\n');
    expect(await client.request('workspace/executeCommand', { command: 'sslLint.server.explain', arguments: ['lek'] })).toBeNull();
  });

  it('show the page of a rule in clients that can, from an action', async () => {
    const { client } = await start({ ...FULL, window: { showDocument: { support: true } } });
    await client.open(URI, TEXT);
    const actions = await client.request<{ title: string; command?: { command: string; arguments: unknown[] } }[]>('textDocument/codeAction', {
      textDocument: { uri: URI }, range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } }, context: { diagnostics: [] },
    });
    const command = actions.find(({ title }) => title === 'Explain leak')?.command;
    await client.request('workspace/executeCommand', command);
    expect(await client.next('window/showDocument')).toEqual({ uri: 'file:///pages/leak.md', takeFocus: true });
  });

  it('tell when the analysis fails, and go on when it works again', async () => {
    const { client, service, clock } = await start(FULL, withSettings({}, { commands: true }));
    await client.open(URI, TEXT);
    service.gate = Promise.reject(new Error('out of memory'));
    service.gate.catch(() => undefined);
    await expect(client.pull(URI)).rejects.toThrow('out of memory');
    await pass(client, clock, 0);
    expect(await client.next('sslLint/status', ({ state }: { state: string }) => state === 'failed')).toMatchObject({ message: 'out of memory' });
    service.gate = Promise.resolve();
    await client.change(URI, 2, { text: `${TEXT}\n` });
    expect(await client.pull(URI)).toHaveLength(1);
    await pass(client, clock, 250);
    expect(await client.next('sslLint/status', ({ state }: { state: string }) => state === 'ready')).toMatchObject({ message: null });
    client.inbox.splice(0);
  });

  it('say what a function does, and how things are', async () => {
    const { client } = await start();
    expect(await client.request('workspace/executeCommand', { command: 'sslLint.server.model', arguments: [URI, 'lib_f'] })).toContain('built-in');
    expect(await client.request('workspace/executeCommand', { command: 'sslLint.server.doctor' })).toMatch(/^ssl-lint +\d[^]*positions +utf-16\n/);
  });

  it('export SARIF', async () => {
    const { client, service } = await start();
    service.disk.set('/w/b.c', TEXT);
    const log = JSON.parse(await client.request('workspace/executeCommand', { command: 'sslLint.server.exportSarif' })) as { runs: { results: { ruleId: string; partialFingerprints: object }[] }[] };
    expect(log.runs[0]?.results).toMatchObject([{ ruleId: 'leak', partialFingerprints: { 'sslLint/v1': 'f/leak/0' } }]);
  });

  it('give the path of a finding by fingerprint and by place', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    const byName = await client.request('sslLint/path', { textDocument: { uri: URI }, fingerprint: 'f/leak/0' });
    expect(byName).toMatchObject({ uri: URI, rule: 'leak', steps: [{ uri: URI, kind: 'call', depth: 0, range: { start: { line: 0 } } }, { message: 'said here', range: { start: { line: 1, character: 2 } } }] });
    expect(await client.request('sslLint/path', { textDocument: { uri: URI }, position: { line: 1, character: 4 } })).toEqual(byName);
    expect(await client.request('sslLint/path', { textDocument: { uri: URI }, position: { line: 0, character: 0 } })).toBeNull();
  });

  it('tell our extension how things are', async () => {
    const { client, clock } = await start(FULL, withSettings({}, { commands: true }));
    await client.open(URI, TEXT);
    await pass(client, clock, 0);
    expect(await client.next('sslLint/status', ({ problems }: { problems: number }) => problems === 1)).toMatchObject({ state: 'ready', configurations: [], incomplete: [], message: null });
    client.inbox.splice(0);
  });
});
