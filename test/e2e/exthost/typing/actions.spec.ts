import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { action, actions, apply, at, closeAll, expectFindings, replace, show, until } from '../support.ts';

const BUG: readonly [number, string] = [12, 'free-of-borrowed'];

describe('suppressing', () => {
  afterEach(closeAll);

  const places: readonly (readonly [RegExp, RegExp])[] = [
    [/^Suppress free-of-borrowed on this line/, /SSL_SESSION_free\(sess\);.*ssl-lint-disable-line free-of-borrowed/],
    [/^Suppress free-of-borrowed for the next line/, /ssl-lint-disable-next-line free-of-borrowed.*\n\s*SSL_SESSION_free/],
    [/^Suppress free-of-borrowed in this function/, /ssl-lint-disable-next-function free-of-borrowed.*\n\s*void report/],
    [/^Suppress free-of-borrowed in this file/, /ssl-lint-disable-file free-of-borrowed/],
  ];
  for (const [title, comment] of places) {
    it(`works: ${title.source.slice(1)}`, async () => {
      const { document } = await show(at('report.c'));
      const [found] = await expectFindings(document.uri, [BUG]);
      await apply(await action(document.uri, found!.range, title));
      assert.match(document.getText(), comment);
      await expectFindings(document.uri, []);
    });
  }
});

describe('marking what a function does', () => {
  const config = at('.ssl-lint.json');
  afterEach(async () => {
    await closeAll();
    rmSync(config.fsPath, { force: true });
  });

  it('makes a configuration file and clears the finding', async () => {
    const { document } = await show(at('save.c'));
    const found = (await expectFindings(document.uri, [[18, 'double-free'], [26, 'leak']]))[1]!;
    await apply(await action(document.uri, found.range, /^Mark 'conn_keep\(\)' as returning a borrowed session/));
    await until('the file is saved', () => existsSync(config.fsPath) && readFileSync(config.fsPath, 'utf8') !== '');
    await expectFindings(document.uri, [[18, 'double-free']]);
    assert.match(readFileSync(config.fsPath, 'utf8'), /"conn_keep":\s*\{[^}]*"borrowed"/);
  });

  it('keeps what the configuration file says already', async () => {
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode('{\n  // kept\n  "rules": { "double-free": "off" }\n}\n'));
    const { document } = await show(at('save.c'));
    const found = (await expectFindings(document.uri, [[26, 'leak']]))[0]!;
    await apply(await action(document.uri, found.range, /^Mark 'conn_keep\(\)' as returning a borrowed session/));
    await until('the file is saved', () => readFileSync(config.fsPath, 'utf8').includes('conn_keep'));
    await expectFindings(document.uri, []);
    const text = readFileSync(config.fsPath, 'utf8');
    assert.match(text, /\/\/ kept/);
    assert.match(text, /"double-free": "off"/);
  });
});

describe('fix all', () => {
  afterEach(closeAll);

  const UNUSED = '    printf("%s\\n", c->host); /* ssl-lint-disable-line leak */\n';

  it('applies what is safe and leaves the rest', async () => {
    const { document } = await show(at('report.c'));
    await replace(document, '    if (sess == NULL)', `${UNUSED}    if (sess == NULL)`);
    await expectFindings(document.uri, [[9, 'unused-suppression'], [13, 'free-of-borrowed']]);
    await vscode.commands.executeCommand('sslLint.fixAll');
    await expectFindings(document.uri, [[13, 'free-of-borrowed']]);
    assert.ok(!document.getText().includes('ssl-lint-disable'));
  });

  it('runs on save when the user wants it', async () => {
    const original = readFileSync(at('report.c').fsPath, 'utf8');
    const { document } = await show(at('report.c'));
    const settings = vscode.workspace.getConfiguration('editor', document);
    await settings.update('codeActionsOnSave', { 'source.fixAll.sslLint': 'explicit' }, vscode.ConfigurationTarget.Workspace);
    try {
      await replace(document, '    if (sess == NULL)', `${UNUSED}    if (sess == NULL)`);
      await expectFindings(document.uri, [[9, 'unused-suppression'], [13, 'free-of-borrowed']]);
      assert.ok(await document.save());
      assert.ok(!readFileSync(document.uri.fsPath, 'utf8').includes('ssl-lint-disable'));
    } finally {
      await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
      await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(original));
    }
  });
});

describe('a suppression comment', () => {
  afterEach(closeAll);

  it('that is never ended is reported, with a page and a fix', async () => {
    const { document } = await show(at('report.c'));
    await replace(document, 'void report', '/* ssl-lint-disable free-of-borrowed */\nvoid report');
    const line = document.getText().split('\n').findIndex((each) => each.includes('ssl-lint-disable')) + 1;
    const [found] = await expectFindings(document.uri, [[line, 'suppression-comment']]);
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(typeof found.code === 'object');
    const page = await vscode.workspace.openTextDocument(found.code.target);
    assert.match(page.getText(), /^# Suppressing findings/);
    assert.ok(!(await actions(document.uri, found.range)).some(({ title }) => /^(?:Suppress|Explain)/.test(title)));
    await apply(await action(document.uri, found.range, 'End it at the end of the file'));
    await expectFindings(document.uri, []);
    assert.match(document.getText(), /\n\/\* ssl-lint-enable free-of-borrowed \*\/\n$/);
  });
});

describe('at a finding', () => {
  afterEach(closeAll);

  it('its path and its rule are offered', async () => {
    const { document } = await show(at('report.c'));
    const [found] = await expectFindings(document.uri, [BUG]);
    const path = await action(document.uri, found!.range, /^Show path \(\d+ steps\)$/);
    assert.equal(path.command?.command, 'sslLint.showPath');
    const explain = await action(document.uri, found!.range, 'Explain free-of-borrowed');
    assert.deepEqual(explain.command?.arguments, ['free-of-borrowed']);
    await apply(explain);
  });

  it('the likeliest fix is preferred', async () => {
    const { document } = await show(at('inline.h'));
    const [found] = await expectFindings(document.uri, [[10, 'free-of-borrowed']]);
    await action(document.uri, found!.range, 'Take a reference with SSL_get1_session()');
    const preferred = (await actions(document.uri, found!.range)).filter((each) => each.isPreferred === true);
    assert.deepEqual(preferred.map((each) => each.title), ['Take a reference with SSL_get1_session()']);
  });
});
