import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, findings, replace, show, until, withSetting } from '../support.ts';

const REPORT: readonly (readonly [number, string])[] = [[12, 'free-of-borrowed']];
const DROP = 'void drop(SSL *ssl)\n{\n    SSL_SESSION_free(SSL_get_session(ssl));\n}\n';

/** A file system that is no disk, with one file: what a repository on a server looks like. */
class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  watch(): vscode.Disposable { return new vscode.Disposable(() => undefined); }
  stat(): vscode.FileStat { return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: DROP.length }; }
  readFile(): Uint8Array { return new TextEncoder().encode(DROP); }
  readDirectory(): never { throw vscode.FileSystemError.NoPermissions(); }
  createDirectory(): never { throw vscode.FileSystemError.NoPermissions(); }
  writeFile(): never { throw vscode.FileSystemError.NoPermissions(); }
  delete(): never { throw vscode.FileSystemError.NoPermissions(); }
  rename(): never { throw vscode.FileSystemError.NoPermissions(); }
}

describe('a document', () => {
  afterEach(closeAll);

  it('that becomes one of another language has no findings, and has them again as C', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, REPORT);
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await expectFindings(document.uri, []);
    await vscode.languages.setTextDocumentLanguage(document, 'c');
    await expectFindings(document.uri, REPORT);
  });

  it('has its findings at the right columns behind letters of two units', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, REPORT);
    await replace(document, '    SSL_SESSION_free(sess);', '    /* 😀é */ SSL_SESSION_free(sess);');
    await until('the finding is at the call', () => findings(document.uri).map(({ range }) => document.getText(range)).join() === 'SSL_SESSION_free(sess)');
  });

  it('of a file system that is no disk is checked', async () => {
    const provider = vscode.workspace.registerFileSystemProvider('vscode-vfs', new OneFile(), { isReadonly: true });
    try {
      const uri = vscode.Uri.parse('vscode-vfs://host/repository/drop.c');
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      await expectFindings(uri, [[3, 'free-of-borrowed']]);
    } finally {
      await closeAll();
      provider.dispose();
    }
  });

  it('of a kind that the settings name is left alone, and no longer', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'c', content: DROP });
    await vscode.window.showTextDocument(document);
    await expectFindings(document.uri, [[3, 'free-of-borrowed']]);
    await withSetting('ignoreFileSchemes', ['untitled'], async () => { await expectFindings(document.uri, []); }, vscode.ConfigurationTarget.Global);
    await expectFindings(document.uri, [[3, 'free-of-borrowed']]);
    assert.ok(document.isDirty);
  });
});
