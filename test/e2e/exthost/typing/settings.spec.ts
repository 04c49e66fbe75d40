import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, findings, pause, replace, serverSays, show, until, withSetting, write } from '../support.ts';

const SAVE: readonly (readonly [number, string])[] = [[18, 'double-free'], [26, 'leak']];
const shown = async (name: string): Promise<vscode.Uri> => (await show(at(name))).document.uri;

describe('a setting counts at once', () => {
  afterEach(closeAll);

  it('enable', async () => {
    const uri = await shown('save.c');
    await expectFindings(uri, SAVE);
    await withSetting('enable', false, async () => { await expectFindings(uri, []); });
    await expectFindings(uri, SAVE);
  });

  it('rules', async () => {
    const uri = await shown('save.c');
    await expectFindings(uri, SAVE);
    await withSetting('rules', { 'double-free': 'off', 'leak': 'error' }, async () => {
      const [leak] = await expectFindings(uri, [[26, 'leak']]);
      await until('it is an error', () => findings(uri)[0]?.severity === vscode.DiagnosticSeverity.Error);
      assert.ok(leak);
    });
    await expectFindings(uri, SAVE);
  });

  it('exclude', async () => {
    const uri = await shown('save.c');
    await expectFindings(uri, SAVE);
    await withSetting('exclude', ['sa*.c'], async () => { await expectFindings(uri, []); });
    await expectFindings(uri, SAVE);
  });

  it('confidence', async () => {
    const uri = await shown('save.c');
    await expectFindings(uri, SAVE);
    // A shape that is found at low confidence only would do as well; high keeps what is certain.
    await withSetting('confidence', 'high', async () => {
      await until('what is left is certain', () => findings(uri).length >= 1);
    });
    await expectFindings(uri, SAVE);
  });

  it('problems.shortenToSingleLine', async () => {
    const uri = await shown('save.c');
    const [before] = await expectFindings(uri, SAVE);
    assert.ok(before?.message.includes('\n'));
    await withSetting('problems.shortenToSingleLine', true, async () => {
      await until('messages are one line', () => findings(uri).length === 2 && findings(uri).every((found) => !found.message.includes('\n')));
    });
  });

  it('configPath', async () => {
    const other = at('other.json');
    write(other, '{ "root": true, "rules": { "double-free": "off" } }');
    const uri = await shown('save.c');
    await expectFindings(uri, SAVE);
    await withSetting('configPath', 'other.json', async () => { await expectFindings(uri, [[26, 'leak']]); });
    await expectFindings(uri, SAVE);
    rmSync(other.fsPath);
  });

  it('configurationPreference', async () => {
    const config = at('.ssl-lint.json');
    write(config, '{ "root": true, "rules": { "double-free": "off", "leak": "off" } }');
    const uri = await shown('save.c');
    await expectFindings(uri, []);
    await withSetting('rules', { leak: 'error' }, async () => {
      await withSetting('configurationPreference', 'editorFirst', async () => { await expectFindings(uri, [[26, 'leak']]); });
      await withSetting('configurationPreference', 'editorOnly', async () => { await expectFindings(uri, SAVE); });
      await expectFindings(uri, []);
    });
    rmSync(config.fsPath);
    await expectFindings(uri, SAVE);
  });

  it('scope: the whole workspace is reported, and no longer', async () => {
    await shown('conn.c');
    await withSetting('scope', 'workspace', async () => {
      await expectFindings(at('save.c'), SAVE);
      await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
    });
    await expectFindings(at('save.c'), []);
    await expectFindings(at('report.c'), []);
  });

  it('run: onSave waits for the save', async () => {
    const original = readFileSync(at('typing.c').fsPath, 'utf8');
    const { document } = await show(at('typing.c'));
    await expectFindings(document.uri, []);
    try {
      await withSetting('run', 'onSave', async () => {
        await serverSays(/run onSave/);
        await replace(document, '    return left;', '    SSL_SESSION_free(sess);\n    return left;');
        // What must not happen cannot be waited for; another file is checked meanwhile.
        await shown('report.c');
        await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
        await pause(1000);
        assert.deepEqual(findings(document.uri), []);
        assert.ok(await document.save());
        await expectFindings(document.uri, [[10, 'free-of-borrowed']]);
      });
    } finally {
      write(document.uri, original);
    }
  });

  it('run: manual waits for the command', async () => {
    await withSetting('run', 'manual', async () => {
      await serverSays(/run manual/);
      // One that was not looked at before: what is known of a file is shown again.
      write(at('fresh.c'), readFileSync(at('inline.h').fsPath, 'utf8'));
      const uri = await shown('fresh.c');
      await pause(1000);
      assert.deepEqual(findings(uri), []);
      await vscode.commands.executeCommand('sslLint.lintFile');
      await expectFindings(uri, [[10, 'free-of-borrowed']]);
    });
    await closeAll();
    rmSync(at('fresh.c').fsPath);
  });
});
