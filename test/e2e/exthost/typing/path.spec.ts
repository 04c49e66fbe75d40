import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { action, apply, at, closeAll, expectFindings, replace, show, until } from '../support.ts';

const here = (): string => {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined ? '' : `${editor.document.uri.path.split('/').at(-1)}:${editor.selection.active.line + 1}`;
};

const goes = (to: string): Promise<unknown> => until(`the cursor is at ${to}`, () => here() === to, undefined, here);

/** Opens report.c with its finding and the cursor inside it. */
async function atFinding(): Promise<vscode.TextEditor> {
  const editor = await show(at('report.c'));
  const [found] = await expectFindings(editor.document.uri, [[12, 'free-of-borrowed']]);
  editor.selection = new vscode.Selection(found!.range.start, found!.range.start);
  return editor;
}

describe('the path of a finding', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('sslLint.clearPath');
    await closeAll();
  });

  it('opens at the finding and is walked in both directions, through another file', async () => {
    await atFinding();
    await vscode.commands.executeCommand('sslLint.showPath');
    await goes('report.c:12');
    const seen: string[] = [];
    do {
      await vscode.commands.executeCommand('sslLint.nextStep');
      seen.push(here());
    } while (here() !== 'report.c:12' && seen.length < 10);
    assert.ok(seen.includes('conn.c:5'), seen.join(' '));
    assert.ok(seen.includes('report.c:7'), seen.join(' '));
    const back: string[] = [];
    for (let i = 0; i < seen.length; i++) {
      await vscode.commands.executeCommand('sslLint.previousStep');
      back.push(here());
    }
    assert.deepEqual(back, [...seen.slice(0, -1).reverse(), 'report.c:12']);
  });

  it('is opened by its code action', async () => {
    const { document } = await atFinding();
    await apply(await action(document.uri, new vscode.Range(11, 4, 11, 4), /^Show path/));
    await vscode.commands.executeCommand('sslLint.previousStep');
    await goes('report.c:9');
  });

  it('follows edits above it', async () => {
    const { document } = await atFinding();
    await vscode.commands.executeCommand('sslLint.showPath');
    await goes('report.c:12');
    await replace(document, 'void report', '\n\nvoid report');
    await expectFindings(document.uri, [[14, 'free-of-borrowed']]);
    await until('the path has moved', async () => {
      await vscode.commands.executeCommand('sslLint.nextStep');
      return here() === 'report.c:14';
    }, undefined, here);
  });

  it('stays where it is when it is cleared', async () => {
    await atFinding();
    await vscode.commands.executeCommand('sslLint.showPath');
    await goes('report.c:12');
    await vscode.commands.executeCommand('sslLint.clearPath');
    await vscode.commands.executeCommand('sslLint.nextStep');
    assert.equal(here(), 'report.c:12');
  });

  it('ends with the finding', async () => {
    const { document } = await atFinding();
    await vscode.commands.executeCommand('sslLint.showPath');
    await goes('report.c:12');
    await replace(document, '    SSL_SESSION_free(sess);\n', '');
    await expectFindings(document.uri, []);
    await until('there is no path to walk', async () => {
      const before = here();
      await vscode.commands.executeCommand('sslLint.nextStep');
      return here() === before;
    });
  });

  it('is copied as Markdown', async () => {
    await atFinding();
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('sslLint.copyFinding');
    const text = await until('something is copied', async () => (await vscode.env.clipboard.readText()) || null);
    assert.match(text, /free-of-borrowed/);
    assert.match(text, /`report\.c:12:5`/);
    assert.match(text, /conn\.c:5/);
  });
});
