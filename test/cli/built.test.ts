import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderWith } from './harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = `${ROOT}/server/out/cli.js`;

beforeAll(() => {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
});

const BUG = `void f(SSL *ssl)
{
    SSL_SESSION *s = SSL_get_session(ssl);

    SSL_SESSION_free(s);
}
`;

describe('the built command', () => {
  it('finds a mistake', () => {
    const { stdout, status } = spawnSync(process.execPath, [CLI, '--format', 'concise'], { cwd: folderWith({ 'a.c': BUG }), encoding: 'utf8' });
    expect(stdout).toMatch(/^a\.c:5:\d+: error: .*`s`.* \[free-of-borrowed\]\n$/);
    expect(status).toBe(1);
  });

  it('reads standard input', () => {
    const { stdout } = spawnSync(process.execPath, [CLI, '--format', 'concise', '-', '--stdin-filename', 'new.c'], { cwd: folderWith({}), input: BUG, encoding: 'utf8' });
    expect(stdout).toMatch(/^new\.c:5:/);
  });

  it('runs as a program of its own', () => {
    if (process.platform === 'win32') return;
    expect(execFileSync(CLI, ['--version'], { encoding: 'utf8' })).toMatch(/^ssl-lint /);
  });

  it('is quiet when nobody reads on', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}.c`, BUG.replace('void f', `void f${i}`)]));
    const child = spawn(process.execPath, [CLI, '--color=always'], { cwd: folderWith(many), stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((done) => child.on('close', done));
    expect(err).not.toMatch(/EPIPE|error/);
    expect(code).toBe(1);
  });

  it('writes large reports into a pipe that is read slowly', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}.c`, BUG.replace('void f', `void f${i}`)]));
    const child = spawn(process.execPath, [CLI, '--format', 'json'], { cwd: folderWith(many), stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((done) => setTimeout(done, 800));
    let out = '';
    for await (const piece of child.stdout) out += String(piece);
    expect((JSON.parse(out) as { findings: unknown[] }).findings).toHaveLength(200);
  });
});
