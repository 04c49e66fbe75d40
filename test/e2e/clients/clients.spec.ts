import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';
import { command, repository, scratch, workspace } from '../drive/places.ts';

const scripts = join(repository, 'test/e2e/clients');

/** Runs an editor over a copy of `borrowed.c`; what it printed, and what it left in the file. */
async function drive(program: string, args: readonly string[]): Promise<{ said: string[]; saved: string }> {
  const file = join(workspace('fixes', 'client'), 'borrowed.c');
  const env = { ...process.env, HOME: scratch('home'), LANG: 'C.UTF-8', E2E_SERVER: command, E2E_FILE: file };
  const { stdout } = await promisify(execFile)(program, args, { env, timeout: 150_000 }).catch((error: unknown) => {
    const { stdout: out, stderr: err } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} fails: ${err ?? ''}\n${out ?? ''}`, { cause: error });
  });
  return { said: stdout.split('\n').map((line) => line.trim()).filter((line) => line !== ''), saved: readFileSync(file, 'utf8') };
}

describe('other editors', () => {
  it('neovim: findings, hover, a change, a fix, a clean end', async () => {
    const { said, saved } = await drive('nvim', ['--headless', '--clean', '-c', `luafile ${join(scripts, 'nvim.lua')}`]);
    assert.deepEqual(said, ['diagnostic 13:16 ssl-lint free-of-borrowed', 'hover SSL_get_session', 'action Take a reference with SSL_get1_session()', 'exit 0']);
    assert.match(saved, /sess = SSL_get1_session\(ssl\)/);
  });

  it('emacs with eglot: findings, hover, a change, a fix', async () => {
    const { said, saved } = await drive('emacs', ['--batch', '-q', '-l', join(scripts, 'eglot.el')]);
    const own = said.filter((line) => /^(diagnostic|hover|action) /.test(line));
    assert.match(own[0] ?? '', /^diagnostic line 13 .*`sess` is borrowed from `ssl` and is released here/);
    assert.deepEqual(own.slice(1), ['hover SSL_get_session', 'action Take a reference with SSL_get1_session()']);
    assert.match(saved, /sess = SSL_get1_session\(ssl\)/);
  });
});
