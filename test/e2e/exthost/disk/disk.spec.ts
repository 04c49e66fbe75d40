import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, show, withSetting, write } from '../support.ts';

const REPORT: readonly (readonly [number, string])[] = [[12, 'free-of-borrowed']];
const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', ...args], { cwd: at('').fsPath, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe('files that change outside the editor', () => {
  before(async () => {
    // The extension starts with the first file of its language.
    await show(at('conn.c'));
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'start');
  });
  afterEach(async () => {
    await closeAll();
    git('reset', '-q', '--hard');
    git('clean', '-q', '-f', '-d');
  });

  it('git stash, and back', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, REPORT);
    write(document.uri, document.getText().replace('    SSL_SESSION_free(sess);\n', ''));
    await expectFindings(document.uri, []);
    git('stash', '-q');
    await expectFindings(document.uri, REPORT);
    git('stash', 'pop', '-q');
    await expectFindings(document.uri, []);
  });

  it('git stash of a file that is not open', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, REPORT);
    const conn = at('conn.c');
    write(conn, readFileSync(conn.fsPath, 'utf8').replace('SSL_get_session', 'SSL_get1_session'));
    await expectFindings(document.uri, []);
    git('stash', '-q');
    await expectFindings(document.uri, REPORT);
    git('stash', 'drop', '-q');
  });

  it('deleted', async () => {
    await withSetting('scope', 'workspace', async () => {
      await show(at('report.c'));
      await expectFindings(at('report.c'), REPORT);
      await expectFindings(at('inline.h'), [[10, 'free-of-borrowed']]);
      rmSync(at('inline.h').fsPath);
      await expectFindings(at('inline.h'), []);
      // A helper that is gone: nothing is known any more of what it returns.
      rmSync(at('conn.c').fsPath);
      await expectFindings(at('report.c'), []);
    });
  });

  it('deleted in the editor', async () => {
    await show(at('inline.h'));
    await expectFindings(at('inline.h'), [[10, 'free-of-borrowed']]);
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(at('inline.h'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await expectFindings(at('inline.h'), []);
  });

  it('renamed', async () => {
    await withSetting('scope', 'workspace', async () => {
      await expectFindings(at('save.c'), [[18, 'double-free'], [26, 'leak']]);
      renameSync(at('save.c').fsPath, at('kept.c').fsPath);
      await expectFindings(at('save.c'), []);
      await expectFindings(at('kept.c'), [[18, 'double-free'], [26, 'leak']]);
    });
  });

  for (const scope of ['openFiles', 'workspace']) {
    it(`renamed in the editor, scope ${scope}`, async () => {
      await withSetting('scope', scope, async () => {
        await show(at('report.c'));
        await expectFindings(at('report.c'), REPORT);
        const edit = new vscode.WorkspaceEdit();
        edit.renameFile(at('report.c'), at('told.c'));
        assert.ok(await vscode.workspace.applyEdit(edit));
        await expectFindings(at('report.c'), []);
        await expectFindings(at('told.c'), REPORT);
      });
    });
  }

  it('created', async () => {
    await withSetting('scope', 'workspace', async () => {
      await expectFindings(at('report.c'), REPORT);
      write(at('new.c'), '#include "conn.h"\n\nvoid drop(SSL *ssl)\n{\n    SSL_SESSION_free(SSL_get0_session(ssl));\n}\n');
      await expectFindings(at('new.c'), [[5, 'free-of-borrowed']]);
    });
  });

  it('ignored by git from now on', async () => {
    await withSetting('scope', 'workspace', async () => {
      await expectFindings(at('inline.h'), [[10, 'free-of-borrowed']]);
      write(at('.gitignore'), 'inline.h\n');
      await expectFindings(at('inline.h'), []);
    });
  });
});
