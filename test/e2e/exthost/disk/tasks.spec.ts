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
    await until('what it prints is in the panel', async () => {
      // It has findings: as in a shell, that is what 1 says.
      assert.equal(await run(), 1);
      // VS Code can lose the output of its first terminal when the program ends before the terminal is drawn.
      return until('findings', () => findings(at('save.c')).length > 0, 5000).catch(() => false);
    });
    const [first] = await expectFindings(at('save.c'), [[18, 'double-free'], [26, 'leak']]);
    assert.equal(first?.message, '`sess` is released twice');
    assert.equal(first.severity, vscode.DiagnosticSeverity.Error);
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
  });
});
