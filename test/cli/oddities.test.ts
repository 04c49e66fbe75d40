import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderWith, found, ssl } from './harness.ts';

const LEAK = 'say(leak);\n';
const HERE = ['a.c:1 leak warning'];
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = `${ROOT}/server/out/cli.js`;
const BUG = 'void f(SSL *s) { SSL_SESSION_free(SSL_get_session(s)); }\n';

beforeAll(() => {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
});

/** Runs the built command, which is killed when it waits. */
function built(cwd: string, argv: readonly string[]): { out: string; err: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, '--format', 'concise', '--quiet', ...argv], { cwd, encoding: 'utf8', timeout: 10_000 });
  return { out: stdout, err: stderr, code: status };
}

describe('what is no ordinary file', () => {
  it('a link to itself in a tree is passed over', async () => {
    const folder = folderWith({ 'a.c': LEAK, 'b.c': '-> b.c', 'x.c': '-> y.c', 'y.c': '-> x.c' });
    expect(await found(folder, [])).toEqual(HERE);
    expect(await found(folder, ['*.c'])).toEqual(HERE);
  });

  it('a link to itself that is named: everything else is reported, and the run fails', async () => {
    const folder = folderWith({ 'a.c': LEAK, 'b.c': '-> b.c' });
    expect(await ssl(folder, ['a.c', 'b.c', '--format', 'concise'])).toEqual({
      code: 2, out: 'a.c:1:1: warning: `leak` was said [leak]\n', err: "ssl-lint: error: cannot read 'b.c' (ELOOP)\n",
    });
    // What cannot be read is no reason to say that there are no problems.
    expect((await ssl(folder, ['b.c'])).err).toMatch(/^ssl-lint: error: cannot read 'b\.c' \(ELOOP\)\nChecked 0 files in /);
  });

  it('a folder in place of a configuration cannot be read, one in place of a package.json is none', async () => {
    const folder = folderWith({ 'a.c': LEAK });
    mkdirSync(`${folder}/package.json`);
    expect(await found(folder, [])).toEqual(HERE);
    mkdirSync(`${folder}/.ssl-lint.json`);
    expect(await ssl(folder, [])).toEqual({ code: 2, out: '', err: "ssl-lint: error: cannot read configuration '.ssl-lint.json' (it is no file)\n" });
  });
});

describe.skipIf(process.platform === 'win32')('what never ends', () => {
  it.each(['b.c', '.gitignore', 'package.json', '.git/info/exclude', 'sub/.gitignore', 'sub/package.json'])('a pipe %s is not waited for', (name) => {
    const folder = folderWith({ 'a.c': BUG, '.git/info/x': '', 'sub/b.h': '' });
    execFileSync('mkfifo', [`${folder}/${name}`]);
    expect(built(folder, [])).toMatchObject({ out: expect.stringMatching(/^a\.c:1:18: .*\n$/) as string, err: '', code: 1 });
  });

  it('nor one in place of a configuration', () => {
    const folder = folderWith({ 'a.c': BUG });
    execFileSync('mkfifo', [`${folder}/.ssl-lint.json`]);
    expect(built(folder, [])).toEqual({ out: '', err: "ssl-lint: error: cannot read configuration '.ssl-lint.json' (it is no file)\n", code: 2 });
    expect(built(folder, ['--isolated']).code).toBe(1);
  });

  it('a device is read as far as a file may be long', () => {
    expect(built(folderWith({}), ['/dev/zero', '/dev/null'])).toEqual({ out: '', err: '', code: 0 });
  });

  it('a pipe that is named is read to its end', () => {
    const { stdout } = spawnSync('bash', ['-c', `"${process.execPath}" "${CLI}" -f json <(echo '${BUG.trim()}')`], { encoding: 'utf8', timeout: 10_000 });
    expect(stdout).toContain('"ruleId": "free-of-borrowed"');
  });
});

describe.skipIf(process.platform !== 'linux')('surroundings that refuse', () => {
  const shell = (cwd: string, words: string): unknown => {
    const { stdout, stderr, status } = spawnSync('bash', ['-c', `${words.replace('LINT', `"${process.execPath}" "${CLI}"`)}; exit $?`], { cwd, encoding: 'utf8', timeout: 10_000 });
    return [stdout, stderr, status];
  };

  it.each<[string, string, number]>([
    ['LINT a.c -q >/dev/full', 'ssl-lint: error: cannot write the report (ENOSPC)\n', 2],
    ['LINT b.c 2>/dev/full', '', 0],
    ['LINT - --stdin-filename a.c < .', 'ssl-lint: error: cannot read standard input (EISDIR)\n', 2],
    ['mkdir gone; cd gone; rmdir ../gone; LINT', 'ssl-lint: error: the current folder is gone (ENOENT)\n', 2],
  ])('%s', (words, err, code) => {
    expect(shell(folderWith({ 'a.c': BUG, 'b.c': '' }), words)).toEqual(['', err, code]);
  });
});

describe('paths that lead nowhere', () => {
  it.each<[string, string]>([
    ['a.c/b.c', "ssl-lint: error: no such file or folder: 'a.c/b.c'"],
    [`${'x'.repeat(300)}.c`, "ssl-lint: error: no such file or folder: 'xxx"],
    ['', "ssl-lint: error: no such file or folder: ''"],
    ['a\0b', "ssl-lint: error: no such file or folder: 'a"],
  ])('%j', async (path, message) => {
    const { err, code } = await ssl(folderWith({ 'a.c': LEAK }), [path]);
    expect(err.slice(0, message.length)).toBe(message);
    expect(code).toBe(2);
  });
});
