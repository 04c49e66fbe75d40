import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, findings, replace, repository, serverSays, show, until, withSetting } from '../support.ts';

/** Process numbers of the children of the extension host that have this text in their command line. */
function children(text: string): number[] {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n').map((line) => line.trim().split(/\s+/));
  return lines.filter(([, parent, ...args]) => Number(parent) === process.pid && args.join(' ').includes(text)).map(([pid]) => Number(pid));
}

/** The server of this window. */
function server(): number | null {
  const own = children('server/out/server.js');
  assert.ok(own.length <= 1, `one server, not ${own.length}`);
  return own[0] ?? null;
}

/** Ends the server the hard way, and waits until it is gone. */
async function kill(): Promise<number> {
  const pid = await until('there is a server', server);
  process.kill(pid, 'SIGKILL');
  await until('it is gone', () => server() !== pid);
  return pid;
}

describe('a server that ends by itself', () => {
  after(closeAll);

  it('is started again three times, with the text that is not saved', async () => {
    const { document } = await show(at('typing.c'));
    await replace(document, '    return left;', '    SSL_SESSION_free(sess);\n    return left;');
    await expectFindings(document.uri, [[10, 'free-of-borrowed']]);
    for (let i = 1; i <= 3; i++) {
      const ended = await kill();
      await until(`it runs again (${i})`, () => (server() ?? ended) !== ended);
      await replace(document, '    return left;', ' \n    return left;');
      await replace(document, 'SSL_get_session', 'SSL_get1_session');
      await expectFindings(document.uri, []);
      await replace(document, 'SSL_get1_session', 'SSL_get_session');
      await expectFindings(document.uri, [[10, 'free-of-borrowed']]);
    }
  });

  it('is left alone the fourth time, and says so', async () => {
    await kill();
    await serverSays(/^Server: failed \(.*four times/m);
    assert.equal(server(), null);
  });

  it('is started by the command', async () => {
    await vscode.commands.executeCommand('sslLint.restart');
    await until('it runs', server);
    await show(at('report.c'));
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
  });

  it('is one at any time', async () => {
    for (let i = 0; i < 3; i++) await vscode.commands.executeCommand('sslLint.restart');
    await until('it runs', server);
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
  });
});

describe('a server that the user names', () => {
  after(closeAll);

  it('takes the place of the bundled one, without a restart of VS Code', async () => {
    await show(at('report.c'));
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
    await withSetting('server.path', join(repository, 'server/out/cli.js'), async () => {
      await until('the bundled server is gone', () => server() === null);
      await until('the other one answers', () => findings(at('report.c')).length === 1);
      await serverSays(/^Server: running$/m);
    });
    await until('the bundled server is back', server);
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
  });

  it('and that does not exist is told, and mended by the setting', async () => {
    await withSetting('server.path', '/nowhere/ssl-lint', async () => {
      await serverSays(/^Server: failed/m);
    });
    await serverSays(/^Server: running$/m);
    await show(at('report.c'));
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
  });

  it('and that never answers is told, and makes way for another one', async () => {
    const silent = join(mkdtempSync(join(tmpdir(), 'server-')), 'silent');
    writeFileSync(silent, '#!/bin/sh\nexec sleep 1000\n', { mode: 0o755 });
    await withSetting('server.path', silent, async () => {
      await until('the bundled server is gone', () => server() === null);
      await until('the other one is there', () => children('sleep 1000').length === 1);
      await serverSays(/^Server: starting$/m);
    });
    await until('the other one is gone', () => children('sleep 1000').length === 0);
    await show(at('report.c'));
    await expectFindings(at('report.c'), [[12, 'free-of-borrowed']]);
  });
});
