import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, replace, show, until, write } from '../support.ts';

const SAVE: readonly (readonly [number, string])[] = [[18, 'double-free'], [26, 'leak']];

describe('the configuration file', () => {
  const config = at('.ssl-lint.json');
  afterEach(async () => {
    await closeAll();
    rmSync(config.fsPath, { force: true });
  });

  it('counts as soon as it is there, changes, and is gone', async () => {
    const { document } = await show(at('save.c'));
    await expectFindings(document.uri, SAVE);
    write(config, '{ "root": true, "rules": { "leak": "off" } }');
    await expectFindings(document.uri, [[18, 'double-free']]);
    write(config, '{ "root": true, "rules": { "double-free": "off" } }');
    await expectFindings(document.uri, [[26, 'leak']]);
    rmSync(config.fsPath);
    await expectFindings(document.uri, SAVE);
  });

  it('excludes files', async () => {
    const { document } = await show(at('save.c'));
    await expectFindings(document.uri, SAVE);
    write(config, '{ "root": true, "extendExclude": ["save.c"] }');
    await expectFindings(document.uri, []);
    rmSync(config.fsPath);
    await expectFindings(document.uri, SAVE);
  });

  it('counts when it is edited and saved in VS Code', async () => {
    write(config, '{ "root": true, "rules": { "leak": "off" } }');
    await show(at('save.c'));
    await expectFindings(at('save.c'), [[18, 'double-free']]);
    const { document } = await show(config);
    await replace(document, '"leak"', '"double-free"');
    assert.ok(await document.save());
    await show(at('save.c'));
    await expectFindings(at('save.c'), [[26, 'leak']]);
  });

  it('that is broken says where, and the last good one stays in force', async () => {
    write(config, '{ "root": true, "rules": { "leak": "off" } }');
    await show(at('save.c'));
    await expectFindings(at('save.c'), [[18, 'double-free']]);
    write(config, '{\n  "root": true,\n  "rulez": {}\n}');
    await show(config);
    const own = () => vscode.languages.getDiagnostics(config).filter((each) => each.source === 'ssl-lint');
    await until('the configuration has a problem', () => own().length === 1, undefined, own);
    assert.equal(own()[0]?.range.start.line, 2);
    assert.match(own()[0]?.message ?? '', /rulez/);
    assert.equal(own()[0]?.severity, vscode.DiagnosticSeverity.Error);
    await show(at('save.c'));
    await expectFindings(at('save.c'), [[18, 'double-free']]);
    write(config, '{\n  "root": true,\n  "rules": {}\n}');
    await until('the problem is gone', () => own().length === 0, undefined, own);
    await expectFindings(at('save.c'), SAVE);
  });
});
