import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { Buffer as Small, isAscii, isUtf8 } from '../../server/src/lsp/browser/buffer.ts';
import { createHash as createSmallHash } from '../../server/src/lsp/browser/crypto.ts';
import { addFile } from '../../server/src/lsp/browser/files.ts';
import * as fs from '../../server/src/lsp/browser/fs.ts';
import * as path from '../../server/src/lsp/browser/path.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = `${ROOT}/server/out`;

beforeAll(() => {
  if (!existsSync(`${OUT}/browser-server.js`)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
});

interface Message { readonly id?: number; readonly method?: string; readonly params?: unknown; readonly result?: unknown; readonly error?: unknown }

/** A scope as a web worker has it, with nothing of Node.js in it. */
class WorkerScope {
  readonly said: Message[] = [];
  #wake: (() => void)[] = [];
  #id = 0;
  readonly #scope: { onmessage?: (event: { data: unknown }) => void };

  constructor() {
    const scope: Record<string, unknown> = {
      performance, setTimeout, clearTimeout, setImmediate: undefined, TextEncoder, TextDecoder, URL, console, queueMicrotask, crypto: globalThis.crypto,
      postMessage: (message: Message) => {
        this.said.push(message);
        for (const wake of this.#wake.splice(0)) wake();
      },
      addEventListener: () => undefined,
    };
    this.#scope = scope;
    const context = createContext(scope);
    new Script(readFileSync(`${OUT}/browser-server.js`, 'utf8')).runInContext(context);
  }

  async request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#id;
    this.#scope.onmessage?.({ data: { jsonrpc: '2.0', id, method, params } });
    for (;;) {
      const answer = this.said.find((message) => message.id === id && message.method === undefined);
      if (answer?.error !== undefined) throw new Error(JSON.stringify(answer.error));
      if (answer !== undefined) return answer.result;
      await new Promise<void>((wake) => this.#wake.push(wake));
    }
  }

  notify(method: string, params: unknown): void {
    this.#scope.onmessage?.({ data: { jsonrpc: '2.0', method, params } });
  }
}

const BUG = 'void f(SSL *ssl)\n{\n    SSL_SESSION *s = SSL_get_session(ssl);\n\n    SSL_SESSION_free(s);\n}\n';

async function start(files: Record<string, string>): Promise<WorkerScope> {
  const scope = new WorkerScope();
  await scope.request('initialize', {
    processId: null, workspaceFolders: [{ uri: 'vscode-vfs://host/p', name: 'p' }], capabilities: { textDocument: { diagnostic: {} } },
    initializationOptions: { wasm: { runtime: readFileSync(`${OUT}/web-tree-sitter.wasm`), grammar: readFileSync(`${OUT}/tree-sitter-c.wasm`) }, files },
  });
  scope.notify('initialized', {});
  return scope;
}

async function codes(scope: WorkerScope, uri: string, text: string): Promise<unknown[]> {
  scope.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'c', version: 1, text } });
  const report = await scope.request('textDocument/diagnostic', { textDocument: { uri } }) as DocumentDiagnosticReport;
  return report.kind === 'full' ? report.items.map((item) => `${item.range.start.line} ${String(item.code)} ${String(item.severity)}`) : ['unchanged'];
}

describe('the server in a web worker', () => {
  it('finds what the command finds, without Node.js', async () => {
    const scope = await start({});
    expect(await codes(scope, 'vscode-vfs://host/p/a.c', BUG)).toEqual(['4 free-of-borrowed 1']);
    expect(await codes(scope, 'untitled:Untitled-1', BUG)).toEqual(['4 free-of-borrowed 1']);
    expect(await scope.request('workspace/executeCommand', { command: 'sslLint.server.explain', arguments: ['leak'] })).toMatch(/^# leak/);
  });

  it('reads configuration files that the client sent', async () => {
    const scope = await start({ '/p/sub/.ssl-lint.json': '{ "rules": { "free-of-borrowed": "note" } }' });
    expect(await codes(scope, 'vscode-vfs://host/p/sub/a.c', BUG)).toEqual(['4 free-of-borrowed 3']);
    expect(await codes(scope, 'vscode-vfs://host/p/b.c', BUG)).toEqual(['4 free-of-borrowed 1']);
  });
});

describe('what stands in for modules of Node.js', () => {
  it('hashes alike', () => {
    for (const text of ['', 'abc', 'é€😀', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'y'.repeat(1000)]) {
      expect(createSmallHash().update(text).digest()).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });

  it('handles paths alike', () => {
    for (const [a, b] of [['/a/b', '/a/c/d'], ['/a', '/a'], ['/', '/x'], ['/a/b/c', '/']] as const) expect(path.relative(a, b)).toBe(relative(a, b));
    for (const name of ['/a/b', '/a', '/', '/a/b/', 'a', 'a/b']) expect(path.dirname(name)).toBe(dirname(name));
    for (const parts of [['/a', 'b'], ['/a', '../b'], ['/a', '/b', './c'], ['/..', 'a']]) expect(path.resolve(...parts)).toBe(resolve(...parts));
  });

  it('handles bytes alike', () => {
    for (const text of ['', 'abc', 'é€😀']) {
      const small = Small.from(text);
      const own = Buffer.from(text);
      expect([...small]).toEqual([...own]);
      expect(Small.byteLength(text)).toBe(own.length);
      expect([small.toString(), small.toString('latin1')]).toEqual([own.toString(), own.toString('latin1')]);
      expect(small.indexOf(Small.from('c'))).toBe(own.indexOf(Buffer.from('c')));
      expect([isAscii(small), isUtf8(small)]).toEqual([text.length === own.length, true]);
    }
    expect(isUtf8(Uint8Array.of(0xe9))).toBe(false);
  });

  it('has files and folders that were added, and no others', () => {
    addFile('/x/y/z.txt', 'héllo');
    expect(fs.readFileSync('/x/y/z.txt', 'utf8')).toBe('héllo');
    expect(fs.readdirSync('/x')).toEqual(['y']);
    expect(fs.statSync('/x/y')?.isDirectory()).toBe(true);
    expect(fs.statSync('/nothing', { throwIfNoEntry: false })).toBeUndefined();
    expect(() => fs.readdirSync('/nothing')).toThrow('ENOENT');
    const into = new Uint8Array(10);
    expect(fs.readSync(fs.openSync('/x/y/z.txt'), into, 0, 10)).toBe(6);
  });
});
