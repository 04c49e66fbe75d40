import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { asReported, at, closeAll, command, expectFindings, findings, replace, show, until } from '../support.ts';

describe('findings', () => {
  afterEach(closeAll);

  it('are there when a file is opened', async () => {
    const [found] = await expectFindings((await show(at('report.c'))).document.uri, [[12, 'free-of-borrowed']]);
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Error);
    assert.match(found.message, /^`sess` is borrowed from `c->ssl` and is released here/);
    assert.equal(typeof found.code === 'object' && found.code.target.toString().includes('free-of-borrowed'), true);
  });

  it('appear and disappear while typing, before anything is saved', async () => {
    const { document } = await show(at('typing.c'));
    await expectFindings(document.uri, []);
    await replace(document, '    return left;', '    SSL_SESSION_free(sess);\n    return left;');
    await expectFindings(document.uri, [[10, 'free-of-borrowed']]);
    await replace(document, 'SSL_get_session', 'SSL_get1_session');
    await expectFindings(document.uri, []);
    await replace(document, '    SSL_SESSION_free(sess);\n', '');
    await expectFindings(document.uri, [[10, 'leak']]);
    assert.ok(document.isDirty);
  });

  it('follow a change in another file', async () => {
    const report = await show(at('report.c'));
    await expectFindings(report.document.uri, [[12, 'free-of-borrowed']]);
    const conn = (await show(at('conn.c'))).document;
    await replace(conn, 'SSL_get_session', 'SSL_get1_session');
    await expectFindings(report.document.uri, []);
    await replace(conn, 'SSL_get1_session', 'SSL_get_session');
    await expectFindings(report.document.uri, [[12, 'free-of-borrowed']]);
  });

  it('are gone when half a function is typed, and come back with the rest', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, [[12, 'free-of-borrowed']]);
    await replace(document, '    if (sess == NULL)\n        return;\n', '    for (\n');
    await expectFindings(document.uri, []);
    await replace(document, '    for (\n', '    if (sess == NULL)\n        return;\n');
    await expectFindings(document.uri, [[12, 'free-of-borrowed']]);
  });

  it('are those of the command, in every file', async () => {
    const root = at('');
    const base = root.path.replace(/\/$/, '');
    const expected = await command(base);
    assert.ok(expected.length >= 4);
    const files = readdirSync(base).filter((name) => /\.[ch]$/.test(name)).map((name) => at(name));
    for (const file of files) await show(file);
    const shown = () => files.flatMap((file) => findings(file).map((found) => asReported(vscode.Uri.file(base), file, found)))
      .sort((a, b) => a.path.localeCompare(b.path, 'en') || a.range.startLine - b.range.startLine);
    await until('all files are checked', () => shown().length === expected.length, undefined, shown);
    const brief = expected.map(({ path, ruleId, severity, message, range }) => ({ path, ruleId, severity, message, range }));
    assert.deepEqual(shown(), brief);
  });

  it('have steps that point into another file, where they can be read', async () => {
    const { document } = await show(at('report.c'));
    const [found] = await expectFindings(document.uri, [[12, 'free-of-borrowed']]);
    const steps = found?.relatedInformation ?? [];
    assert.ok(steps.length >= 2, JSON.stringify(steps));
    const other = steps.find((step) => step.location.uri.path.endsWith('/conn.c'));
    assert.ok(other, JSON.stringify(steps.map((step) => step.location.uri.path)));
    const opened = await vscode.workspace.openTextDocument(other.location.uri);
    assert.match(opened.getText(other.location.range), /SSL_get_session/);
    assert.match(other.message, /^\d+\/\d+ /);
  });

  it('are found in a header that VS Code takes for C++', async () => {
    const { document } = await show(at('inline.h'));
    assert.equal(document.languageId, 'cpp');
    await expectFindings(document.uri, [[10, 'free-of-borrowed']]);
  });

  it('are found in a document that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'c', content: 'void drop(SSL *ssl)\n{\n    SSL_SESSION_free(SSL_get_session(ssl));\n}\n' });
    await vscode.window.showTextDocument(document);
    assert.equal(document.uri.scheme, 'untitled');
    await expectFindings(document.uri, [[3, 'free-of-borrowed']]);
    await replace(document, 'SSL_get_session', 'SSL_get1_session');
    await expectFindings(document.uri, []);
  });

  it('are not found in old versions that a comparison shows', async () => {
    const source = await vscode.workspace.openTextDocument(at('report.c'));
    const provider = vscode.workspace.registerTextDocumentContentProvider('git', { provideTextDocumentContent: () => source.getText() });
    try {
      const old = await vscode.workspace.openTextDocument(source.uri.with({ scheme: 'git', query: 'HEAD' }));
      await vscode.window.showTextDocument(old);
      assert.equal(old.languageId, 'c');
      // What is opened after it has been answered: then so has it.
      await show(source.uri);
      await expectFindings(source.uri, [[12, 'free-of-borrowed']]);
      assert.deepEqual(findings(old.uri), []);
    } finally {
      provider.dispose();
    }
  });

  it('go when the file is closed', async () => {
    await show(at('save.c'));
    await expectFindings(at('save.c'), [[18, 'double-free'], [26, 'leak']]);
    await closeAll();
    await expectFindings(at('save.c'), []);
  });
});
