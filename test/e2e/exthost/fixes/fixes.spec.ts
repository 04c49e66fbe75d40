import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { actions, apply, at, closeAll, command, compiles, findings, rule, show, until, type Reported } from '../support.ts';

interface WithFixes extends Reported { readonly fixes: readonly { readonly title: string }[] }

// One test for each file: which findings and fixes it has, the command says.
const FILES = ['arguments.c', 'borrowed.c', 'callbacks.c', 'comments.c', 'dangling.c', 'deallocated.c', 'leaks.c', 'psk.c', 'stored.c', 'twice.c', 'used.c'];

describe('every quick fix, saved to disk, compiles and clears its finding', () => {
  let expected: readonly WithFixes[] = [];
  before(async () => {
    expected = await command(at('').fsPath.replace(/\/$/, '')) as WithFixes[];
    assert.deepEqual([...new Set(expected.map((each) => each.path))].sort(), FILES);
  });

  for (const name of FILES) {
    it(name, async () => {
      const uri = at(name);
      const original = readFileSync(uri.fsPath);
      const here = expected.filter((each) => each.path === name);
      const applied: string[] = [];
      for (const wanted of here) {
        const { line, character } = { line: wanted.range.startLine - 1, character: wanted.range.startColumn - 1 };
        const isIt = (found: vscode.Diagnostic) => rule(found) === wanted.ruleId && found.message.split('\n')[0] === wanted.message;
        for (const { title } of wanted.fixes) {
          const { document } = await show(uri);
          const found = await until(`${name}:${line + 1} is found`, () => findings(uri).find((each) => isIt(each) && each.range.start.isEqual(new vscode.Position(line, character))), undefined, () => findings(uri));
          const chosen = await until(`${title} is offered`, async () => (await actions(uri, found.range)).find((each) => each.title === title && each.edit !== undefined));
          await apply(chosen);
          assert.ok(await document.save());
          assert.notDeepEqual(readFileSync(uri.fsPath), original, `${title} changes nothing`);
          if (original.includes('\r\n')) assert.doesNotMatch(readFileSync(uri.fsPath, 'utf8'), /[^\r]\n/);
          await compiles(uri);
          await until(`${title} clears ${wanted.ruleId}`, () => !findings(uri).some(isIt), undefined, () => findings(uri));
          // The command, which reads the disk, agrees.
          assert.ok(!(await command(join(uri.fsPath, '..'))).some((each) => each.path === name && each.ruleId === wanted.ruleId && each.message === wanted.message));
          applied.push(title);
          await closeAll();
          writeFileSync(uri.fsPath, original);
        }
      }
      assert.ok(applied.length >= here.length, `${here.length} findings, ${applied.length} fixes`);
    });
  }
});
