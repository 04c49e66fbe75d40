import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { echo, folderWith, found, ssl } from './harness.ts';
import type { OpenEngine } from '../../server/src/workspace/engine.ts';

const LEAK = 'say(leak);\n';

describe('which files are checked', () => {
  it('.c and .h below folders, each once, in order of path', async () => {
    const folder = folderWith({ 'z.c': LEAK, 'a/b.h': LEAK, 'a/b.cpp': LEAK, 'a.c': LEAK, 'a/x.txt': LEAK });
    expect(await found(folder, ['.', 'a', 'z.c', './z.c'])).toEqual(['a.c:1 leak warning', 'a/b.h:1 leak warning', 'z.c:1 leak warning']);
    expect(await found(folder, ['--ext', 'c', '.'])).toEqual(['a.c:1 leak warning', 'z.c:1 leak warning']);
  });

  it('a file that is named whatever its ending, but no C++', async () => {
    const folder = folderWith({ 'a.inc': LEAK, 'b.cpp': LEAK, 'x\n\x1b[31m.cc': '' });
    expect((await ssl(folder, ['x\n\x1b[31m.cc'])).err).toMatch(/^ssl-lint: error: no files to check in 'x\ufffd\ufffd\[31m\.cc' \(x\ufffd\ufffd\[31m\.cc: C\+\+ is not analysed\)\n {2}hint: /);
    const outcome = await ssl(folder, ['--format', 'concise', 'a.inc', 'b.cpp']);
    expect(outcome.out).toBe('a.inc:1:1: warning: `leak` was said [leak]\n');
    expect(outcome.err).toBe('ssl-lint: note: b.cpp skipped: C++ is not analysed\n');
  });

  it('globs are expanded on every system', async () => {
    const folder = folderWith({ 'src/a.c': LEAK, 'src/b.c': LEAK, 'src/sub/a.c': LEAK });
    expect(await found(folder, ['src/a*.c'])).toEqual(['src/a.c:1 leak warning']);
    expect(await found(folder, ['src/**/a.c'])).toEqual(['src/a.c:1 leak warning', 'src/sub/a.c:1 leak warning']);
    const here = ['src/a.c:1 leak warning'];
    for (const glob of [`${folder}/src/a*.c`, 'src//a*.c', './src/a*.c', 'src/../src/a*.c']) expect(await found(folder, [glob]), glob).toEqual(here);
    expect(await found(`${folder}/src/sub`, ['../a*.c'])).toEqual(['../a.c:1 leak warning']);
    symlinkSync(`${folder}/src`, `${folder}/link`);
    expect(await found(folder, ['link/a*.c'])).toEqual(here);
  });

  it('a glob with a slash before it names what lies beside the file or folder it belongs to', async () => {
    const folder = folderWith({ 'gen/a.c': LEAK, 'src/gen/b.c': LEAK });
    expect(await found(folder, ['--exclude', 'gen', '--no-error-on-unmatched'])).toEqual([]);
    for (const glob of ['/gen', './gen/', `${folder}/gen`]) expect(await found(folder, ['--exclude', glob]), glob).toEqual(['src/gen/b.c:1 leak warning']);
    for (const glob of ['', '/', './', folder]) expect(await found(folder, ['--exclude', glob]), glob).toHaveLength(2);
  });

  it('an ignore file may begin with a byte order mark and have the line ends of Windows', async () => {
    const folder = folderWith({ 'a.c': LEAK, 'gen/b.c': LEAK, '.git/HEAD': '', '.gitignore': '\ufeffgen\r\n' });
    expect(await found(folder, [])).toEqual(['a.c:1 leak warning']);
  });

  it('not what is left out by default, by .gitignore or by option', async () => {
    const folder = folderWith({
      'a.c': LEAK, 'build-x/b.c': LEAK, 'node_modules/c.c': LEAK, 'out/d.c': LEAK, '.git/HEAD': '', '.git/info/exclude': 'local.c\n', 'local.c': LEAK,
      '.gitignore': '*.gen.c\n/sub/skip/\n', 'e.gen.c': LEAK, 'sub/f.gen.c': LEAK, 'sub/.gitignore': '!f.gen.c\ng.c\n', 'sub/g.c': LEAK, 'sub/skip/h.c': LEAK, 'g.c': LEAK,
    });
    expect(await found(folder, [])).toEqual(['a.c:1 leak warning', 'g.c:1 leak warning', 'sub/f.gen.c:1 leak warning']);
    expect(await found(`${folder}/sub`, [])).toEqual(['sub/f.gen.c:1 leak warning']);
    expect(await found(folder, ['--extend-exclude', 'sub'])).toEqual(['a.c:1 leak warning', 'g.c:1 leak warning']);
    expect(await found(folder, ['--exclude', 'sub/**', '--exclude', 'node_modules', '--no-respect-gitignore'])).toEqual([
      'a.c:1 leak warning', 'build-x/b.c:1 leak warning', 'e.gen.c:1 leak warning', 'g.c:1 leak warning', 'local.c:1 leak warning', 'out/d.c:1 leak warning',
    ]);
  });

  it('links in a circle end, a link to a file is the file', async () => {
    const folder = folderWith({ 'real/a.c': LEAK, 'real/loop': '-> ..', 'real/self': '-> self', 'b.c': '-> real/a.c', 'gone.c': '-> nowhere' });
    expect(await found(folder, [])).toEqual(['real/a.c:1 leak warning']);
    expect(await found(folder, ['b.c'])).toEqual(['real/a.c:1 leak warning']);
  });

  it('a list, separated by line ends or by NUL, also from standard input', async () => {
    const folder = folderWith({ 'a.c': LEAK, 'b c.c': LEAK, 'd.c': LEAK, 'list': '\ufeffa.c\r\nb c.c\r\n\r\n' });
    expect(await found(folder, ['--files-from', 'list'])).toEqual(['a.c:1 leak warning', 'b c.c:1 leak warning']);
    const stdin = { readStdin: () => Buffer.from('b c.c\0d.c\0') };
    expect(await found(folder, ['--files-from', '-'], stdin)).toEqual(['b c.c:1 leak warning', 'd.c:1 leak warning']);
    expect(await found(folder, ['--files-from=-', 'a.c'], stdin)).toHaveLength(3);
    const nothing = await ssl(folder, ['--files-from', '-']);
    expect(nothing.code).toBe(2);
    expect(nothing.err).toContain('no files to check');
  });

  it('a list of a hundred thousand paths', async () => {
    const folder = folderWith({ 'a.c': LEAK, 'b.c': 'int b;\n' });
    const stdin = { readStdin: () => Buffer.from('a.c\nb.c\n'.repeat(50_000)) };
    expect(await found(folder, ['--files-from', '-'], stdin)).toEqual(['a.c:1 leak warning']);
  });

  it('standard input under a name', async () => {
    const folder = folderWith({ 'sub/.ssl-lint.json': '{ "rules": { "leak": "error" } }' });
    const stdin = { readStdin: () => Buffer.from(LEAK) };
    expect(await found(folder, ['--stdin', '--stdin-filename', 'sub/new.c'], stdin)).toEqual(['sub/new.c:1 leak error']);
    expect(await found(folder, ['-', '--stdin-filename=new.c'], stdin)).toEqual(['new.c:1 leak warning']);
    expect(await found(folder, ['-', `--stdin-filename=${folder}/sub/new.c`], stdin)).toEqual(['sub/new.c:1 leak error']);
    const outcome = await ssl(folder, ['-', '--stdin-filename', 'sub/new.c', '--extend-exclude', 'sub'], stdin);
    expect(outcome).toMatchObject({ code: 2, out: '', err: expect.stringContaining("no files to check in 'sub/new.c' (new.c: matches exclude 'sub' (--extend-exclude))") as string });
    expect((await ssl(folder, ['-', '--stdin-filename', 'new.cpp', '--no-error-on-unmatched'], stdin)).err).toContain('new.cpp skipped: C++ is not analysed');
    expect(await found(folder, ['-', '--stdin-filename', 'sub/new.c', '--exclude', 'sub', '--no-force-exclude'], stdin)).toHaveLength(1);
    expect((await ssl(folder, ['-', 'a.c', '--stdin-filename=new.c'], stdin)).err).toContain('--stdin is read instead of files');
  });

  it('--show-files lists them', async () => {
    const folder = folderWith({ 'b.c': '', 'a/c.h': '', 'out/x.c': '' });
    expect(await ssl(folder, ['--show-files'])).toEqual({ code: 0, out: 'a/c.h\nb.c\n', err: 'ssl-lint: note: 1 folder excluded by the defaults\n' });
    const odd = folderWith({ 'a.cc': '', 'b\x1b[31m.c': '' });
    expect(await ssl(odd, ['--show-files', '.', 'a.cc'])).toEqual({ code: 0, out: 'b\x1b[31m.c\n', err: 'ssl-lint: note: a.cc skipped: C++ is not analysed\n' });
    expect((await ssl(odd, ['--show-files'], { isStdoutTerminal: true })).out).toBe('b\ufffd[31m.c\n');
  });
});

describe('how files are read', () => {
  const read = (files: Record<string, string | Buffer>, argv: string[] = []) => {
    const texts: Record<string, string> = {};
    const open: OpenEngine = async (options) => {
      const engine = await echo(options);
      return { ...engine, analyze: (list) => { for (const file of list) texts[file.path] = file.text; return engine.analyze(list); } };
    };
    return ssl(folderWith(files), ['--format', 'json', ...argv], {}, open).then(({ out }) => ({
      texts, incomplete: (JSON.parse(out) as { incomplete: unknown }).incomplete,
    }));
  };

  it('only those that mention what is looked for', async () => {
    expect(Object.keys((await read({ 'a.c': LEAK, 'b.c': 'int b;\n', 'c.c': '', 'd.c': `${'x'.repeat(4096 - 4)}${LEAK}` })).texts)).toEqual(['a.c', 'd.c']);
  });

  it('UTF-8 with and without byte order mark, Latin-1', async () => {
    const { texts } = await read({
      'bom.c': `\ufeffsay(leak); // é\n`, 'utf8.c': 'say(leak); // é😀\n', 'latin1.c': Buffer.from('say(leak); // \xe9\n', 'latin1'), 'crlf.c': 'say(leak);\r\n',
    });
    expect(texts).toEqual({ 'bom.c': 'say(leak); // é\n', 'utf8.c': 'say(leak); // é😀\n', 'latin1.c': 'say(leak); // é\n', 'crlf.c': 'say(leak);\r\n' });
  });

  it('what is not text is listed as incomplete', async () => {
    const { texts, incomplete } = await read({
      'nul.c': 'say(leak);\0', 'utf16.c': Buffer.from('\ufeffsay(leak);', 'utf16le'), 'ok.c': LEAK, 'binary.c': Buffer.from([0, 1, 2, 255]),
    });
    expect(Object.keys(texts)).toEqual(['ok.c']);
    expect(incomplete).toEqual([{ path: 'nul.c', reason: 'not text: it holds a NUL byte' }, { path: 'utf16.c', reason: 'not text in UTF-8: it begins like UTF-16' }]);
  });

  it('too large ones are listed only when they mention what is looked for, wherever', async () => {
    const fill = ' '.repeat(5000);
    const { texts, incomplete } = await read({ 'a.c': `${LEAK}${fill}`, 'b.c': `${fill}${LEAK}`, 'c.c': fill, 'd.c': `${' '.repeat(4090)}${LEAK}`, 'e.c': LEAK.padEnd(4096) }, ['--max-file-size', '4k']);
    expect(Object.keys(texts)).toEqual(['e.c']);
    expect(incomplete).toEqual(['a.c', 'b.c', 'd.c'].map((path) => ({ path, reason: 'larger than 4 KiB (see --max-file-size, or limits.maxFileSize in the configuration)' })));
  });
});
