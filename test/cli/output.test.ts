import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NO_RESULT } from '../../server/src/workspace/engine.ts';
import { echo, folderWith, found, ssl } from './harness.ts';

const FILES = { 'src/a.c': 'say(leak);\n', 'src/b.c': 'int b;\n', 'lib/c.c': 'say(double-free, error); // ssl-lint-disable-line double-free -- known\nsay(double-free, error);\n' };

describe('what goes where', () => {
  it('findings on standard output, everything that differs from run to run on standard error', async () => {
    const outcome = await ssl(folderWith(FILES), []);
    expect(outcome.out).toBe(`error[double-free]: \`double-free\` was said
  --> lib/c.c:2:1
   |
 2 | say(double-free, error);
   | ^^^^^^^^^^^^^^^^^^^^^^^ 1. said here
   |
   = help: do not say it
   = docs: ssl-lint explain double-free

warning[leak]: \`leak\` was said
  --> src/a.c:1:1
   |
 1 | say(leak);
   | ^^^^^^^^^ 1. said here
   |
   = help: do not say it
   = docs: ssl-lint explain leak

Found 2 problems (1 error, 1 warning) in 2 of 3 files. 1 suppressed, 0 in baseline.
`.replace(/^ (\d) \|/gm, '$1 |').replace(/^ {3}\|/gm, '  |').replace(/^ {3}=/gm, '  =').replace(/^ {2}-->/gm, ' -->'));
    expect(outcome.err).toMatch(/^Checked 3 files in \d+\.\d\ds\.\n$/);
  });

  it('a clean run says so', async () => {
    const outcome = await ssl(folderWith({ 'a.c': 'int a;\n' }), []);
    expect(outcome.out).toBe('');
    expect(outcome.err).toMatch(/^No problems in 1 file \(\d+\.\d\ds\)\.\n$/);
    expect(await ssl(folderWith({ 'a.c': 'int a;\n' }), ['-q'])).toEqual({ code: 0, out: '', err: '' });
  });

  it('quiet prints findings only', async () => {
    const outcome = await ssl(folderWith(FILES), ['--quiet']);
    expect(outcome.out).not.toContain('Found');
    expect(outcome.err).toBe('');
  });

  it('several formats from one run', async () => {
    const folder = folderWith(FILES);
    const outcome = await ssl(folder, ['-f', 'concise', '--format=sarif=out.sarif', '--output-format', 'jsonl=out.jsonl']);
    expect(outcome.out).toBe('lib/c.c:2:1: error: `double-free` was said [double-free]\nsrc/a.c:1:1: warning: `leak` was said [leak]\n');
    expect(readFileSync(`${folder}/out.jsonl`, 'utf8').trimEnd().split('\n')).toHaveLength(3);
    expect(JSON.parse(readFileSync(`${folder}/out.sarif`, 'utf8'))).toMatchObject({ version: '2.1.0', runs: [{ invocations: [{ exitCode: 1, executionSuccessful: true }] }] });
  });

  it('one format into a file, the format from the environment', async () => {
    const folder = folderWith(FILES);
    expect((await ssl(folder, ['-o', 'report.txt'], { env: { SSL_LINT_FORMAT: 'gcc' } })).out).toBe('');
    expect(readFileSync(`${folder}/report.txt`, 'utf8')).toContain('src/a.c:1:1: note: (1) said here\n');
  });

  it('fixes are looked for only when a format shows them', async () => {
    const wanted = async (...formats: string[]): Promise<boolean> => {
      let fixes = false;
      await ssl(folderWith(FILES), formats.flatMap((format) => ['-f', format]), {}, (options) => {
        fixes = options.fixes;
        return echo(options);
      });
      return fixes;
    };
    expect(await Promise.all([wanted(), wanted('concise'), wanted('gcc')])).toEqual([false, false, false]);
    expect(await Promise.all([wanted('json'), wanted('jsonl'), wanted('sarif'), wanted('full', 'json=out.json')])).toEqual([true, true, true, true]);
  });

  it('machine formats print nothing but the document, also when clean', async () => {
    for (const format of ['json', 'sarif', 'jsonl']) {
      const { out, err } = await ssl(folderWith({ 'a.c': 'int a;\n' }), ['--format', format]);
      expect(() => void JSON.parse(out)).not.toThrow();
      expect(err).toBe('');
    }
  });

  it('what was not analysed is on standard error, ten lines of it unless verbose', async () => {
    const incomplete = Array.from({ length: 12 }, (_, i) => ({ path: 'src/big.c', function: `f${i}`, line: i + 1, reason: "macro 'FOR_ALL'" }));
    const open: typeof echo = async (options) => ({ ...(await echo(options)), analyze: () => Promise.resolve({ ...NO_RESULT, incomplete }) });
    const folder = folderWith({ 'src/big.c': 'say(x);\n' });
    const { err } = await ssl(folder, [], {}, open);
    expect(err.split('\n')[0]).toBe("ssl-lint: warning: src/big.c: function 'f0' not fully analysed (macro 'FOR_ALL' at line 1)");
    expect(err).toContain('ssl-lint: warning: 2 more not fully analysed (--verbose lists them)\n');
    expect((await ssl(folder, ['--verbose'], {}, open)).err.match(/not fully analysed/g)).toHaveLength(12);
  });
});

describe('paths', () => {
  it('for people relative to the current folder, for machines relative to the repository', async () => {
    const folder = folderWith({ ...FILES, '.git/HEAD': '' });
    expect(await found(`${folder}/src`, [])).toEqual(['src/a.c:1 leak warning']);
    expect((await ssl(`${folder}/src`, ['-f', 'concise', '.', '../lib'])).out).toBe('../lib/c.c:2:1: error: `double-free` was said [double-free]\na.c:1:1: warning: `leak` was said [leak]\n');
    expect(await found(`${folder}/src`, ['--path-base', '.'])).toEqual(['a.c:1 leak warning']);
    expect(await found(folder, ['--path-base', 'src', 'lib'])).toEqual(['../lib/c.c:2 double-free error']);
  });

  it('the same bytes from wherever, in whatever order', async () => {
    const folder = folderWith({ ...FILES, '.git/HEAD': '' });
    for (const format of ['json', 'jsonl', 'sarif']) {
      const one = await ssl(folder, ['--format', format, 'src', 'lib']);
      const two = await ssl(`${folder}/src`, ['--format', format, '../lib/c.c', 'b.c', 'a.c', '.']);
      expect(two.out).toBe(one.out);
    }
  });
});

describe('which findings', () => {
  const text = { 'a.c': 'say(leak);\nsay(double-free, error);\nsay(unchecked-up-ref, note);\nsay(portability, note);\nsay(leak, warning, low);\nsay(leak, warning, medium);\n' };
  it.each<[string[], string[]]>([
    [[], ['1 leak', '2 double-free', '3 unchecked-up-ref', '6 leak']],
    [['--select', 'leak,portability'], ['1 leak', '4 portability', '6 leak']],
    [['--select', 'ALL', '--ignore', 'leak', '--ignore', 'double-free'], ['3 unchecked-up-ref', '4 portability']],
    [['--select', 'ssl-lint/leak'], ['1 leak', '6 leak']],
    [['--rule', 'portability=warning', '--rule', 'leak=off'], ['2 double-free', '3 unchecked-up-ref', '4 portability']],
    [['--min-severity', 'warning'], ['1 leak', '2 double-free', '6 leak']],
    [['--confidence', 'high', '--min-severity=warning'], ['1 leak', '2 double-free']],
    [['--confidence=low', '--select=leak'], ['1 leak', '5 leak', '6 leak']],
  ])('%j', async (argv, expected) => {
    expect((await found(folderWith(text), argv)).map((line) => line.replace(/^a\.c:(\d) (\S+) .*/, '$1 $2'))).toEqual(expected);
  });
});

describe('colour', () => {
  const terminal = { isStdoutTerminal: true, columns: 100 };
  it.each<[string, string[], Record<string, string>, boolean, boolean]>([
    ['a pipe', [], {}, false, false],
    ['a terminal', [], {}, true, true],
    ['a dumb terminal', [], { TERM: 'dumb' }, true, false],
    ['NO_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['empty NO_COLOR', [], { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, false, true],
    ['CLICOLOR_FORCE', [], { CLICOLOR_FORCE: '1' }, false, true],
    ['the option wins', ['--color', 'always'], { NO_COLOR: '1' }, false, true],
    ['--no-color', ['--no-color'], { FORCE_COLOR: '1' }, true, false],
  ])('%s', async (_, argv, env, isTerminal, colored) => {
    const { out } = await ssl(folderWith(FILES), argv, { env, ...(isTerminal ? terminal : {}) });
    expect(out.includes('\u001b[')).toBe(colored);
  });

  it('never in machine formats or files', async () => {
    const folder = folderWith(FILES);
    expect((await ssl(folder, ['--color=always', '--format', 'json', '--format', 'full=x.txt'])).out).not.toContain('\u001b');
    expect(readFileSync(`${folder}/x.txt`, 'utf8')).not.toContain('\u001b');
  });
});

describe('progress', () => {
  const slow = (): (() => number) => { let time = 0; return () => (time += 400); };
  it('on a terminal when it takes long, and is taken away again', async () => {
    const { err } = await ssl(folderWith(FILES), [], { isStderrTerminal: true, now: slow() });
    expect(err).toMatch(/^\r\u001b\[Kanalysing 2 of 3 files …\r\u001b\[K/);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['nobody watches', {}, []], ['it is quick', { isStderrTerminal: true, now: () => 0 }, []], ['it runs in CI', { isStderrTerminal: true, env: { CI: 'true' } }, []],
    ['it is to be quiet', { isStderrTerminal: true }, ['--quiet']],
  ])('not when %s', async (_, more, argv) => {
    expect((await ssl(folderWith(FILES), argv, { now: slow(), ...more })).err).not.toContain('\u001b');
  });
});
