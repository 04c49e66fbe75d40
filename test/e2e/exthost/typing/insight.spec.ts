import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, show, until, withSetting } from '../support.ts';

function place(document: vscode.TextDocument, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0);
  return document.positionAt(start + 1);
}

async function hover(document: vscode.TextDocument, text: string): Promise<string> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, place(document, text));
  return (found as { contents: vscode.MarkdownString[] }[]).flatMap((each) => each.contents).map((part) => part.value).join('\n');
}

describe('hover', () => {
  afterEach(closeAll);

  it('says what a call of the library does', async () => {
    const { document } = await show(at('conn.c'));
    await expectFindings(document.uri, []);
    const text = await until('there is a hover', async () => (await hover(document, 'SSL_get_session')) || null);
    assert.match(text, /SSL_get_session/);
    assert.match(text, /borrowed/);
  });

  it('says what a function of the project does', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, [[12, 'free-of-borrowed']]);
    assert.match(await until('there is a hover', async () => (await hover(document, 'conn_session')) || null), /borrowed/);
  });

  it('says what is known of a variable', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, [[12, 'free-of-borrowed']]);
    assert.match(await until('there is a hover', async () => (await hover(document, 'sess);\n}')) || null), /borrowed/);
  });

  it('has nothing to say about anything else', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, [[12, 'free-of-borrowed']]);
    assert.equal(await hover(document, 'stdio'), '');
  });

  it('can be switched off', async () => {
    const { document } = await show(at('conn.c'));
    await withSetting('hover.enable', false, async () => {
      await until('there is no hover', async () => (await hover(document, 'SSL_get_session')) === '');
    });
    await until('there is a hover', async () => (await hover(document, 'SSL_get_session')) !== '');
  });
});

describe('inlay hints', () => {
  afterEach(closeAll);

  const hints = async (document: vscode.TextDocument): Promise<string[]> => {
    const found = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, new vscode.Range(0, 0, document.lineCount, 0));
    return found.map(({ label, position }) => `${position.line + 1} ${typeof label === 'string' ? label : label.map((part) => part.value).join('')}`);
  };

  it('are off, and come when switched on', async () => {
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, [[12, 'free-of-borrowed']]);
    assert.deepEqual(await hints(document), []);
    await withSetting('inlayHints.ownership', 'on', async () => {
      const shown = await until('there is a hint', async () => {
        const all = await hints(document);
        return all.length > 0 && all;
      });
      assert.match(shown.join('\n'), /^7 .*borrowed/m);
    });
    await until('the hints are gone', async () => (await hints(document)).length === 0);
  });
});

describe('code lenses', () => {
  afterEach(closeAll);

  const lenses = async (document: vscode.TextDocument): Promise<string[]> => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    return found.map(({ command, range }) => `${range.start.line + 1} ${command?.title ?? ''}`);
  };

  it('are off, and come when switched on', async () => {
    const { document } = await show(at('conn.c'));
    await expectFindings(document.uri, []);
    assert.deepEqual(await lenses(document), []);
    await withSetting('codeLens.enable', true, async () => {
      const shown = await until('there are lenses', async () => {
        const all = await lenses(document);
        return all.length >= 2 && all;
      });
      assert.match(shown.join('\n'), /^3 .*borrowed/m);
      assert.match(shown.join('\n'), /^8 .*owned/m);
    });
    await until('the lenses are gone', async () => (await lenses(document)).length === 0);
  });
});
