import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, command, debugInformation, expectFindings, pause, serverSays, show, until, withSetting } from '../support.ts';

const manifest = (): { version: string; contributes: { commands: { command: string }[] } } =>
  vscode.extensions.all.find((each) => (each.packageJSON as { name: string }).name === 'ssl-lint')?.packageJSON as never;

/** The text of the document that the extension shows. */
const shown = (name: RegExp): Promise<string> => until(`a text ${String(name)} is shown`, () => {
  const document = vscode.window.activeTextEditor?.document;
  return document?.uri.scheme === 'ssl-lint' && name.test(document.uri.path) ? document.getText() : null;
});

const tabs = (): string[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs).map((tab) => tab.label);

describe('commands', () => {
  afterEach(closeAll);

  it('of the manifest all exist', async () => {
    await show(at('report.c'));
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
    const all = await vscode.commands.getCommands(true);
    assert.deepEqual(manifest().contributes.commands.filter((each) => !all.includes(each.command)), []);
  });

  it('createConfig makes a configuration file that is valid, and openConfig opens it', async () => {
    const config = at('.ssl-lint.json');
    await vscode.commands.executeCommand('sslLint.createConfig');
    try {
      assert.ok(existsSync(config.fsPath));
      const opened = vscode.window.activeTextEditor?.document;
      assert.deepEqual([opened?.uri.path, opened?.languageId], [config.path, 'jsonc']);
      await command(at('').fsPath.replace(/\/$/, ''));
      await show(at('report.c'));
      await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
      await until('openConfig opens it', async () => {
        // In force as soon as the server has read it; until then a question is asked, which nobody answers.
        void vscode.commands.executeCommand('sslLint.openConfig');
        await until('it is open', () => vscode.window.activeTextEditor?.document.uri.path === config.path, 1000).catch(() => null);
        return vscode.window.activeTextEditor?.document.uri.path === config.path;
      });
    } finally {
      rmSync(config.fsPath);
    }
  });

  it('explainRule opens the page of a rule', async () => {
    await vscode.commands.executeCommand('sslLint.explainRule', 'double-free');
    await until('the page is open', () => tabs().some((label) => label.includes('double-free')), undefined, tabs);
  });

  it('showOwnershipModel says what a function does', async () => {
    const editor = await show(at('conn.c'));
    await expectFindings(at('conn.c'), []);
    const call = editor.document.positionAt(editor.document.getText().indexOf('SSL_get1_session') + 2);
    editor.selection = new vscode.Selection(call, call);
    await vscode.commands.executeCommand('sslLint.showOwnershipModel');
    assert.match(await shown(/SSL_get1_session/), /takes a reference for the caller/);
  });

  it('debugInformation says what a report of a defect needs', async () => {
    await show(at('report.c'));
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
    const text = await debugInformation();
    assert.ok(text.includes(`SSL Lint: ${manifest().version}`));
    assert.ok(text.includes(vscode.version));
    assert.match(text, /Server: running/);
  });

  it('lintWorkspace reports files that are not open', async () => {
    void vscode.commands.executeCommand('sslLint.lintWorkspace');
    await expectFindings(at('save.c'), [[18, 'double-free'], [26, 'leak']]);
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
    await withSetting('scope', 'workspace', async () => {
      await serverSays(/scope workspace/);
      await expectFindings(at('inline.h'), [[10, 'free-of-borrowed']]);
      // Not twice.
      await pause(1000);
      await expectFindings(at('save.c'), [[18, 'double-free'], [26, 'leak']]);
    });
  });

  it('cancel ends what lintWorkspace began, and leaves the next one alone', async () => {
    await show(at('report.c'));
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
    const first = vscode.commands.executeCommand('sslLint.lintWorkspace');
    await vscode.commands.executeCommand('sslLint.cancel');
    await first;
    void vscode.commands.executeCommand('sslLint.lintWorkspace');
    await expectFindings(at('save.c'), [[18, 'double-free'], [26, 'leak']]);
  });

  it('showOutput opens the output', async () => {
    await vscode.commands.executeCommand('sslLint.showOutput');
    await until('its text is there', () => vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === 'output' && /ssl-lint/i.test(uri.path)), undefined, () => vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  });

  it('exportSarif writes what the command writes', async () => {
    const target = at('ssl-lint.sarif');
    const done = vscode.commands.executeCommand('sslLint.exportSarif');
    // The dialog proposes a file; what accepts it is what Enter does.
    await until('it is written', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return existsSync(target.fsPath);
    });
    await done;
    const sarif = JSON.parse(readFileSync(target.fsPath, 'utf8')) as { version: string; runs: { results: { ruleId: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] };
    assert.equal(sarif.version, '2.1.0');
    const expected = await command(at('').fsPath.replace(/\/$/, ''));
    assert.deepEqual(sarif.runs[0]?.results.map((each) => each.ruleId).sort(), expected.map((each) => each.ruleId).sort());
    assert.ok(sarif.runs[0].results.every((each) => !each.locations[0]?.physicalLocation.artifactLocation.uri.startsWith('/')));
    rmSync(target.fsPath);
  });
});
