import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, findings, show, until } from '../support.ts';

describe('the task', () => {
  afterEach(closeAll);

  it('runs the command and fills the Problems panel', async () => {
    // The extension starts with the first file of its language.
    await show(at('conn.c'));
    assert.deepEqual(findings(at('save.c')), []);
    const [task] = await vscode.tasks.fetchTasks({ type: 'ssl-lint' });
    assert.ok(task);
    const run = async (): Promise<number | undefined> => {
      const ended = new Promise<number | undefined>((resolve) => {
        const listener = vscode.tasks.onDidEndTaskProcess((event) => {
          if (event.execution.task.name !== task.name) return;
          listener.dispose();
          resolve(event.exitCode);
        });
      });
      await vscode.tasks.executeTask(task);
      return ended;
    };
    // It has findings: as in a shell, that is what 1 says.
    assert.equal(await run(), 1);
    // VS Code 1.93 does not tell an extension of entries in the panel that are kept under the extension's own name.
    if (Number(vscode.version.split('.')[1]) <= 93) return;
    await until('what it prints is in the panel', async () => {
      // The output of the first terminal can be lost when the program ends before the terminal is drawn.
      const seen = await until('findings', () => findings(at('save.c')).length > 0, 5000).catch(() => false);
      return seen || (await run(), false);
    });
    const [first] = await expectFindings(at('save.c'), [[18, 'double-free'], [26, 'leak']]);
    assert.equal(first?.message, '`sess` is released twice');
    assert.equal(first.severity, vscode.DiagnosticSeverity.Error);
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
  });
});
