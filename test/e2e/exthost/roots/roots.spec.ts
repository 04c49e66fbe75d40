import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, findings, show, until, withSetting, write } from '../support.ts';

describe('two folders with two configurations', () => {
  afterEach(closeAll);

  it('each go by their own', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 2);
    await show(at('keep.c', 0));
    const [leak] = await expectFindings((await show(at('keep.c', 1))).document.uri, [[7, 'leak']]);
    assert.equal(leak?.severity, vscode.DiagnosticSeverity.Error);
    await expectFindings(at('keep.c', 0), []);
  });

  it('change one at a time', async () => {
    await show(at('keep.c', 0));
    await show(at('keep.c', 1));
    await expectFindings(at('keep.c', 1), [[7, 'leak']]);
    write(at('.ssl-lint.json', 0), '{ "root": true, "rules": { "leak": "note" } }');
    const [note] = await expectFindings(at('keep.c', 0), [[7, 'leak']]);
    assert.equal(note?.severity, vscode.DiagnosticSeverity.Information);
    await until('the other has its own', () => findings(at('keep.c', 1))[0]?.severity === vscode.DiagnosticSeverity.Error);
    write(at('.ssl-lint.json', 0), '{ "root": true, "rules": { "leak": "off" } }');
    await expectFindings(at('keep.c', 0), []);
    await expectFindings(at('keep.c', 1), [[7, 'leak']]);
  });

  it('have settings of their own', async () => {
    await show(at('keep.c', 1));
    await expectFindings(at('keep.c', 1), [[7, 'leak']]);
    const settings = vscode.workspace.getConfiguration('sslLint', at('', 1));
    await settings.update('enable', false, vscode.ConfigurationTarget.WorkspaceFolder);
    await expectFindings(at('keep.c', 1), []);
    await settings.update('enable', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await expectFindings(at('keep.c', 1), [[7, 'leak']]);
  });

  it('are reported together when the scope is the workspace', async () => {
    await withSetting('scope', 'workspace', async () => {
      await expectFindings(at('keep.c', 1), [[7, 'leak']]);
      await expectFindings(at('keep.c', 0), []);
    });
  });

  it('come and go while the window is open', async () => {
    await show(at('keep.c', 0));
    await withSetting('scope', 'workspace', async () => {
      const right = vscode.workspace.workspaceFolders?.[1];
      assert.ok(right);
      const keep = at('keep.c', 1);
      await expectFindings(keep, [[7, 'leak']]);
      assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
      await expectFindings(keep, []);
      assert.ok(vscode.workspace.updateWorkspaceFolders(1, 0, { uri: right.uri, name: right.name }));
      await expectFindings(keep, [[7, 'leak']]);
    });
  });
});
