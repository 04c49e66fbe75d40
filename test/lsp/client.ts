import { PassThrough } from 'node:stream';
import {
  createMessageConnection, DidChangeTextDocumentNotification, DidCloseTextDocumentNotification, DidOpenTextDocumentNotification, DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest, InitializedNotification, InitializeRequest, ShutdownRequest, StreamMessageReader, StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type {
  ClientCapabilities, Diagnostic, InitializeParams, InitializeResult, MessageConnection, PublishDiagnosticsParams, TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { createConnection } from 'vscode-languageserver/node';
import { afterEach, expect } from 'vitest';
import type { Host } from '../../server/src/lsp/host.ts';
import { serve } from '../../server/src/lsp/server.ts';
import type { LintService } from '../../server/src/workspace/service/service.ts';

/** A message from the server that no test asked about. */
export interface Message { readonly method: string; readonly params: unknown }

/** Capabilities of a client that asks for everything there is. */
export const FULL: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    publishDiagnostics: { versionSupport: true },
    diagnostic: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1] }, dataSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } }, dataSupport: true, isPreferredSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    diagnostics: { refreshSupport: true }, workspaceFolders: true,
  },
};

/** Capabilities of a client that is sent its diagnostics. */
export const PUSH: ClientCapabilities = {
  textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true, tagSupport: { valueSet: [1] }, codeDescriptionSupport: true, dataSupport: true } },
};

/** The client's side of a connection: keeps what the server says until it is asked for. */
export class Client {
  readonly inbox: Message[] = [];
  readonly log: string[] = [];
  /** The answer to `workspace/configuration`. */
  settings: unknown[] | Promise<unknown[]> | null = null;
  result: InitializeResult = { capabilities: {} };
  #waiting: (() => void)[] = [];

  constructor(readonly connection: MessageConnection) {
    connection.onNotification((method: string, params: unknown) => {
      if (method === 'window/logMessage') this.log.push((params as { message: string }).message);
      else this.#receive({ method, params });
    });
    connection.onUnhandledProgress((params) => this.#receive({ method: '$/progress', params }));
    connection.onRequest((method: string, params: unknown) => {
      this.#receive({ method, params });
      return method === 'workspace/configuration' ? this.settings : null;
    });
    connection.listen();
  }

  #receive(message: Message): void {
    this.inbox.push(message);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async initialize(capabilities: ClientCapabilities, more: Partial<InitializeParams> = {}): Promise<this> {
    this.result = await this.connection.sendRequest(InitializeRequest.type, { processId: null, workspaceFolders: null, capabilities, ...more } as InitializeParams);
    await this.connection.sendNotification(InitializedNotification.type, {});
    return this;
  }

  /** The next message of a method for which `test` holds; takes it out of the inbox. */
  async next<T>(method: string, test: (params: T) => boolean = () => true): Promise<T> {
    for (;;) {
      const index = this.inbox.findIndex((message) => message.method === method && test(message.params as T));
      if (index >= 0) return this.inbox.splice(index, 1)[0]?.params as T;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  published(uri: string, version?: number): Promise<PublishDiagnosticsParams> {
    return this.next<PublishDiagnosticsParams>('textDocument/publishDiagnostics', (params) => params.uri === uri && (version === undefined || params.version === version));
  }

  open(uri: string, text: string, languageId = 'c', version = 1): Promise<void> {
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version, text } });
  }

  change(uri: string, version: number, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges });
  }

  save(uri: string): Promise<void> {
    return this.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** The diagnostics of a document, asked for. */
  async pull(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    if (report.kind !== 'full') throw new Error('unchanged, though nothing was known');
    return report.items;
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }
}

/** Clock and timers that move when a test says so. */
export class Clock {
  #time = 0;
  #timers: { at: number; what: () => void }[] = [];

  readonly now = (): number => this.#time;

  readonly later = (what: () => void, ms: number): (() => void) => {
    if (ms <= 0) {
      const soon = setImmediate(what);
      return () => clearImmediate(soon);
    }
    const timer = { at: this.#time + ms, what };
    this.#timers.push(timer);
    return () => { this.#timers = this.#timers.filter((other) => other !== timer); };
  };

  /** Lets `ms` pass: what is due then happens, in order. */
  advance(ms: number): void {
    const end = this.#time + ms;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#time = Math.max(this.#time, due.at);
      due.what();
    }
    this.#time = end;
  }
}

export const hostOf = (service: LintService, clock: Clock, files: ReadonlyMap<string, string> = new Map()): Host => ({
  virtual: false,
  open: () => service,
  rulePage: (rule) => `# ${rule}\n`,
  ruleAddress: (rule) => `file:///pages/${rule}.md`,
  readFile: (path) => files.get(path) ?? null,
  now: clock.now, later: clock.later,
  describe: () => ['test'],
});

const running: { client: Client; ended: boolean }[] = [];
afterEach(async () => {
  for (const entry of running.splice(0)) {
    if (!entry.ended) await entry.client.connection.sendRequest(ShutdownRequest.type);
    entry.client.connection.dispose();
    // What the server said has to be expected by the test.
    expect(entry.client.inbox).toEqual([]);
  }
});

/** A server in this process, and a client that is connected to it by streams. */
export function connect(host: Host): Client {
  const up = new PassThrough();
  const down = new PassThrough();
  // The reader of the server gets no stream that ends: it would end this process.
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), host);
  const client = new Client(createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up)));
  running.push({ client, ended: false });
  return client;
}

/** The test shuts the server down itself. */
export function endsItself(client: Client): void {
  for (const entry of running) if (entry.client === client) entry.ended = true;
}
