import { describe, expect, it } from 'vitest';
import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Client } from './client.ts';
import { Clock, connect, FULL, hostOf } from './client.ts';
import { start, TEXT, URI, withSettings } from './start.ts';
import { folderWith } from '../cli/harness.ts';
import { serviceFor } from '../service/harness.ts';
import { pathToFileURL } from 'node:url';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { LineTable } from '../../server/src/analysis/code/position.ts';
import { rangeOf } from '../../server/src/analysis/verdict/range.ts';
import { suppressEdit } from '../../server/src/lsp/actions/suppress-edits.ts';
import { pass } from './time.ts';

const ALL = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

const actions = (client: Client, uri: string, context: object = {}): Promise<CodeAction[]> =>
  client.request('textDocument/codeAction', { textDocument: { uri }, range: ALL, context: { diagnostics: [], ...context } });

const resolve = (client: Client, action: CodeAction | undefined): Promise<CodeAction> => client.request('codeAction/resolve', action);

/** The text of one document after an edit of it. */
function applied(text: string, edit: WorkspaceEdit | undefined): string {
  const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
  if (change === undefined) throw new Error('no edit');
  return TextDocument.applyEdits(TextDocument.create('', 'c', 1, text), change.edits as Parameters<typeof TextDocument.applyEdits>[1]);
}

describe('code actions', () => {
  it('are offered without their edits, fixes first', async () => {
    const { client } = await start(FULL, withSettings({}, { commands: true }));
    await client.open(URI, TEXT);
    const offered = await actions(client, URI);
    expect(offered.map(({ title, kind, isPreferred, edit, command }) => [title, kind, isPreferred, edit, command?.command])).toEqual([
      ["Remove 'leak'", 'quickfix', true, undefined, undefined],
      ["Mark 'say()' as releasing argument 1", 'quickfix', undefined, undefined, 'sslLint.saveConfiguration'],
      ['Suppress leak for the next line', 'quickfix', undefined, undefined, undefined],
      ['Suppress leak on this line', 'quickfix', undefined, undefined, undefined],
      ['Suppress leak in this file', 'quickfix', undefined, undefined, undefined],
      ['Show path (2 steps)', 'quickfix', undefined, undefined, 'sslLint.showPath'],
      ['Explain leak', 'quickfix', undefined, undefined, 'sslLint.explainRule'],
      ['Fix all safe problems of ssl-lint', 'source.fixAll.sslLint', undefined, undefined, undefined],
    ]);
    await client.next('sslLint/status', ({ problems }: { problems: number }) => problems === 1);
    client.inbox.splice(0);
  });

  it('keep to the kinds that are asked for, and to the settings', async () => {
    const { client } = await start(FULL, withSettings({ codeAction: { disableRuleComment: { enable: false }, showDocumentation: { enable: false }, editModel: false } }));
    await client.open(URI, TEXT);
    expect((await actions(client, URI, { only: ['quickfix'] })).map((action) => action.title)).toEqual(["Remove 'leak'"]);
    expect((await actions(client, URI, { only: ['source'] })).map((action) => action.title)).toEqual(['Fix all safe problems of ssl-lint']);
    expect(await actions(client, URI, { only: ['refactor'] })).toEqual([]);
    expect((await actions(client, URI, { triggerKind: 2 })).map((action) => action.title)).toEqual(["Remove 'leak'"]);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { sslLint: { fixAll: false } } });
    expect(await actions(client, URI, { only: ['source.fixAll'] })).toEqual([]);
  });

  it('belong to the diagnostics of the client', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    const diagnostics = await client.pull(URI);
    expect((await actions(client, URI, { diagnostics: [...diagnostics, { ...diagnostics[0], data: { fingerprint: 'other' } }] }))[0]?.diagnostics).toEqual(diagnostics);
    const withoutData = diagnostics.map(({ range, message, code }) => ({ range, message, code }));
    expect((await actions(client, URI, { diagnostics: withoutData }))[0]?.diagnostics).toEqual(withoutData);
  });

  it('are worked out for the text as it is when they are chosen', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    const [fix] = await actions(client, URI);
    await client.change(URI, 2, { text: `\n\n${TEXT}` });
    const { edit } = await resolve(client, fix);
    expect(edit).toEqual({ documentChanges: [{ textDocument: { uri: URI, version: 2 }, edits: [{ range: { start: { line: 3, character: 2 }, end: { line: 3, character: 12 } }, newText: '' }] }] });
  });

  it('that do not hold any more have no edit', async () => {
    const { client } = await start();
    await client.open(URI, TEXT);
    const offered = await actions(client, URI);
    await client.change(URI, 2, { text: 'f {\n}\n' });
    for (const action of offered) expect((await resolve(client, action)).edit).toBeUndefined();
  });

  it('come with their edits to a client that cannot ask for them', async () => {
    const { client } = await start({ textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } });
    await client.open(URI, TEXT);
    const [fix] = await actions(client, URI);
    expect(fix?.edit?.changes?.[URI]).toHaveLength(1);
  });
});

/** A client of a server over the real analysis, with a folder that is open. */
async function real(files: Record<string, string>, settings: object = {}, commands = false): Promise<{ client: Client; folder: string; uri: (name: string) => string; clock: Clock }> {
  const folder = folderWith(files);
  const clock = new Clock();
  const texts = { get: (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined) } as unknown as ReadonlyMap<string, string>;
  const client = connect(hostOf(serviceFor(folder), clock, texts));
  await client.initialize(FULL, { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }], initializationOptions: { settings, commands } });
  return { client, folder, clock, uri: (name) => pathToFileURL(`${folder}/${name}`).href };
}

const BODY = '    SSL_SESSION *s = SSL_get_session(ssl);\n\n    if (ssl)\n        SSL_SESSION_free(s); // done\n';
const BUG = `/* licence\n * text */\n#include <openssl/ssl.h>\n\n/* Says what it does. */\nvoid f(SSL *ssl)\n{\n${BODY}}\n`;
const MACRO = `void f(SSL *ssl)\n{\n    SSL_SESSION *s = SSL_get_session(ssl);\n    CALL(\\\n      SSL_SESSION_free(s); \\\n    )\n}\n`.replace('CALL(\\\n', 'if (ssl) { \\\n').replace('    )\n', '    }\n');

describe('comments that suppress', () => {
  const styles = [
    {}, { location: 'sameLine' }, { commentStyle: 'block' }, { dialect: 'nolint' }, { dialect: 'nolint', commentStyle: 'block', location: 'sameLine' },
  ];
  const texts = { plain: BUG, crlf: BUG.replaceAll('\n', '\r\n'), spliced: MACRO, 'no comment': BUG.replace(' // done', ''), block: BUG.replace('// done', '/* done\n */') };
  for (const style of styles) {
    for (const [name, text] of Object.entries(texts)) {
      it(`suppress: ${JSON.stringify(style)}, ${name}`, async () => {
        const { client, uri } = await real({}, { codeAction: { disableRuleComment: style } });
        await client.open(uri('a.c'), text);
        const offered = (await actions(client, uri('a.c'), { only: ['quickfix'] })).filter(({ title }) => title.startsWith('Suppress'));
        expect(offered.map(({ title }) => title).sort()).toEqual(['for the next line', 'in this file', 'in this function', 'on this line'].map((where) => `Suppress free-of-borrowed ${where}`));
        for (const [i, action] of offered.entries()) {
          const { edit } = await resolve(client, action);
          const result = applied(text, edit);
          // Nothing is lost, lines end as they did, and the comment is neither useless nor too much.
          expect(result.replace(/ ?(?:\/\/|\/\*) (?:ssl-lint-|NOLINT)[^\r\n]*?(?: \*\/|(?=\r?\n))/, '').replaceAll(/\s/g, '').replaceAll('\\', '')).toBe(text.replaceAll(/\s/g, '').replaceAll('\\', ''));
          expect(result.includes('\r\n')).toBe(text.includes('\r\n'));
          expect(/[^\r]\n/.test(result)).toBe(!text.includes('\r\n'));
          await client.open(uri(`b${i}.c`), result);
          expect((await client.pull(uri(`b${i}.c`))).map(({ code, message }) => [code, message])).toEqual([]);
        }
      });
    }
  }

  it('go right above the function, below the licence, and behind the code', async () => {
    const { client, uri } = await real({}, { codeAction: { disableRuleComment: { commentStyle: 'block' } } });
    await client.open(uri('a.c'), BUG);
    const results = [];
    for (const action of (await actions(client, uri('a.c'), { only: ['quickfix'] })).filter(({ title }) => title.startsWith('Suppress'))) {
      const lines = applied(BUG, (await resolve(client, action)).edit).split('\n');
      const at = lines.findIndex((line) => line.includes('ssl-lint-'));
      results.push([lines[at - 1], lines[at], lines[at + 1]]);
    }
    expect(results).toEqual([
      ['    if (ssl)', '        /* ssl-lint-disable-next-line free-of-borrowed */', '        SSL_SESSION_free(s); // done'],
      ['    if (ssl)', '        SSL_SESSION_free(s); /* ssl-lint-disable-line free-of-borrowed */ // done', '}'],
      ['/* Says what it does. */', '/* ssl-lint-disable-next-function free-of-borrowed */', 'void f(SSL *ssl)'],
      [' * text */', '/* ssl-lint-disable-file free-of-borrowed */', '#include <openssl/ssl.h>'],
    ]);
  });

  // A line of `@` stands where the comment goes.
  it.each([
    ['a blank line before it', 'int g(void);\n\n@\nvoid f(SSL *ssl)\n{\n'],
    ['its own comment', '}\n\n/*\n * Says (what) it does;\n */\n@\nstatic void\nf(SSL *ssl)\n{\n'],
    ['directives before it', '#include <openssl/ssl.h>\n#define A(x) \\\n    b(x)\n@\nvoid f(SSL *ssl)\n{\n'],
    ['a blank line before the brace', '#include <openssl/ssl.h>\n\n@\nvoid f(SSL *ssl)\n\n{\n'],
    ['parameters that differ', '#include <openssl/ssl.h>\n\n@\nvoid f(SSL *ssl,\n#ifdef A\n       int a\n#else\n\n       int b\n#endif\n       )\n{\n'],
    ['a head that differs', '#include <openssl/ssl.h>\n\n#ifdef A\n@\nvoid f(SSL *ssl)\n#else\nvoid f(SSL *ssl, int b)\n#endif\n{\n'],
    ['a comment in its head', 'int a;\n\n@\nstatic void /* nothing */\n/* it drops */\nf(SSL *ssl)\n{\n'],
    ['old-style parameters', 'int a;\n\n@\nvoid f(ssl)\n\nSSL *ssl;\n{\n'],
    ['a macro without a semicolon', 'LICENSE("MIT")\n\n@\nvoid f(SSL *ssl)\n{\n'],
    ['a brace on its line', '#endif\n\n@\nvoid f(SSL *ssl) {\n'],
    ['the first line', '@\nvoid f(SSL *ssl)\n{\n'],
  ])('go right above the function: %s', (_, marked) => {
    for (const lineEnd of ['\n', '\r\n']) {
      const text = `${marked.replace('@\n', '')}    SSL_SESSION_free(SSL_get_session(ssl));\n}\n`.replaceAll('\n', lineEnd);
      const range = rangeOf(new LineTable(text), text.indexOf('SSL_SESSION_free'), text.lastIndexOf(';'));
      const edit = suppressEdit(text, { rule: 'leak', range, statement: range }, 'function', { enable: true, location: 'separateLine', commentStyle: 'block', dialect: 'ssl-lint' });
      const after = edit === null ? '' : text.slice(0, edit.start) + edit.text + text.slice(edit.end);
      expect(after.replace('/* ssl-lint-disable-next-function leak */', '@').replaceAll('\r', '').slice(0, marked.length)).toBe(marked);
    }
  });

  it('do not end a macro that goes on over lines', () => {
    const macro = '#define DROP(s) \\\n    do { \\\n        drop(s); \\\n    } while (0)\n';
    const range = rangeOf(new LineTable(macro), macro.indexOf('drop('), macro.indexOf(';'));
    const style = { enable: true, location: 'separateLine', commentStyle: 'line', dialect: 'ssl-lint' } as const;
    const lineWith = (scope: 'line' | 'next-line'): string | undefined => {
      const edit = suppressEdit(macro, { rule: 'leak', range, statement: range }, scope, style);
      return edit === null ? '' : `${macro.slice(0, edit.start)}${edit.text}${macro.slice(edit.end)}`.split('\n').find((line) => line.includes('ssl-lint-'));
    };
    expect(lineWith('next-line')).toBe('        /* ssl-lint-disable-next-line leak */ \\');
    expect(lineWith('line')).toBe('        drop(s); /* ssl-lint-disable-line leak */ \\');
  });

  it('are removed when they suppress nothing', async () => {
    const text = '/* ssl-lint-disable-file leak */\nvoid f(SSL *ssl)\n{\n    SSL_get_session(ssl);\n}\n';
    const { client, uri } = await real({});
    await client.open(uri('a.c'), text);
    const [fix] = await actions(client, uri('a.c'));
    expect(fix?.title).toBe('Remove unused suppression');
    expect(applied(text, (await resolve(client, fix)).edit)).toBe(text.slice(text.indexOf('\n') + 1));
  });
});

describe('marks in the configuration', () => {
  const USE = 'SSL_SESSION *pool_get(SSL *ssl) { return SSL_get_session(ssl); }\nvoid f(SSL *ssl)\n{\n    SSL_SESSION *s = pool_get(ssl);\n\n    SSL_SESSION_free(s);\n}\n';
  const MARK = "Mark 'pool_get()' as returning an owned session";

  it('create the file where there is none, for functions of the project only', async () => {
    const { client, uri, clock } = await real({ 'a.c': USE });
    await client.open(uri('a.c'), USE);
    await pass(client, clock, 0);
    const marks = (await actions(client, uri('a.c'))).filter(({ title }) => title.startsWith('Mark'));
    expect(marks.map(({ title }) => title)).toEqual([MARK]);
    const { edit } = await resolve(client, marks[0]);
    expect(edit?.documentChanges).toEqual([
      { kind: 'create', uri: uri('.ssl-lint.json'), options: { ignoreIfExists: true } },
      { textDocument: { uri: uri('.ssl-lint.json'), version: null }, edits: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: '{\n  "model": {\n    "functions": {\n      "pool_get": {\n        "returns": "owned"\n      }\n    }\n  }\n}\n' }] },
    ]);
  });

  it('create the file again where it has just gone from the disk', async () => {
    const { client, uri, clock, folder } = await real({ 'a.c': USE, '.ssl-lint.json': '{}' });
    await client.open(uri('a.c'), USE);
    await pass(client, clock, 0);
    await client.pull(uri('a.c'));
    rmSync(`${folder}/.ssl-lint.json`);
    const mark = (await actions(client, uri('a.c'))).find(({ title }) => title === MARK);
    expect((await resolve(client, mark)).edit?.documentChanges?.[0]).toEqual({ kind: 'create', uri: uri('.ssl-lint.json'), options: { ignoreIfExists: true } });
  });

  it('say that a function releases what is given to it and leaks otherwise', async () => {
    const text = 'static void look(int n, SSL_SESSION *s) { SSL_SESSION_get_timeout(s); }\nint f(SSL *ssl)\n{\n    SSL_SESSION *s = SSL_get1_session(ssl);\n\n    if (s == NULL)\n        return 0;\n    look(1, s);\n    return SSL_SESSION_is_resumable(s);\n}\n';
    const { client, uri, clock } = await real({ 'a.c': text });
    await client.open(uri('a.c'), text);
    await pass(client, clock, 0);
    const marks = (await actions(client, uri('a.c'))).filter(({ title }) => title.startsWith('Mark'));
    // What functions of the library do is known.
    expect(marks.map(({ title }) => title)).toEqual(["Mark 'look()' as releasing argument 2"]);
    const { edit } = await resolve(client, marks[0]);
    expect(JSON.stringify(edit)).toMatch(/"1\\": \\"frees/);
    // Where nothing leaks there is nothing to release.
    const used = text.replace('    look(1, s);', '    SSL_SESSION_free(s);\n    look(1, s);');
    await client.open(uri('b.c'), used);
    const offered = await actions(client, uri('b.c'));
    expect(offered.some(({ title }) => title === 'Explain use-after-free' || title.startsWith('Suppress use-after-free'))).toBe(true);
    expect(offered.filter(({ title }) => title.includes('releasing'))).toEqual([]);
  });

  it('are saved by a client that knows how', async () => {
    for (const commands of [true, false]) {
      const { client, uri, clock } = await real({ 'a.c': USE }, {}, commands);
      await client.open(uri('a.c'), USE);
      await pass(client, clock, 0);
      if (commands) await client.next('sslLint/status', ({ problems }: { problems: number }) => problems === 1);
      client.inbox.splice(0);
      const mark = (await actions(client, uri('a.c'))).find(({ title }) => title === MARK);
      expect(mark?.command).toEqual(commands ? { title: MARK, command: 'sslLint.saveConfiguration', arguments: [uri('.ssl-lint.json')] } : undefined);
    }
  });

  it('keep what the file says, comments too', async () => {
    const before = '{\n    // ours\n    "rules": { "leak": "off" },\n}\n';
    const { client, uri, clock } = await real({ 'a.c': USE, '.ssl-lint.json': before });
    await client.open(uri('a.c'), USE);
    await pass(client, clock, 0);
    await client.pull(uri('a.c'));
    const mark = (await actions(client, uri('a.c'))).find(({ title }) => title === MARK);
    const { edit } = await resolve(client, mark);
    const after = applied(before, edit);
    expect(after).toContain('// ours');
    expect(after).toMatch(/"functions": \{\s+"pool_get": \{\s+"returns": "owned"/);
  });
});
