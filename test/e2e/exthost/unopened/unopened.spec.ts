import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, command, findings, until } from '../support.ts';

describe('a folder with a configuration file, to be checked as a whole', () => {
  it('has its findings before any file is opened', async () => {
    const expected = await command(at('').fsPath.replace(/\/$/, ''));
    const files = [...new Set(expected.map(({ path }) => path))];
    const count = () => files.reduce((sum, path) => sum + findings(at(path)).length, 0);
    await until('everything is found', () => count() === expected.length, undefined, count);
    assert.deepEqual(vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'c'), []);
    assert.equal(vscode.extensions.getExtension('ssl-lint.ssl-lint')?.isActive, true);
  });
});
