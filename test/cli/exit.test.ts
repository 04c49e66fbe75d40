import { describe, expect, it } from 'vitest';
import { folderWith, forbid, found, ssl } from './harness.ts';

const LEAK = 'say(leak);\n';

describe('exit codes', () => {
  it.each<[string, Record<string, string>, string[], number]>([
    ['clean', { 'a.c': 'int a;\n' }, [], 0],
    ['a note only', { 'a.c': 'say(leak, note);\n' }, [], 0],
    ['a note, failing on notes', { 'a.c': 'say(leak, note);\n' }, ['--fail-on', 'note'], 1],
    ['a warning', { 'a.c': LEAK }, [], 1],
    ['a warning, failing on errors', { 'a.c': LEAK }, ['--fail-on', 'error'], 0],
    ['a warning too many', { 'a.c': LEAK }, ['--fail-on', 'error', '--max-warnings', '0'], 1],
    ['as many warnings as allowed', { 'a.c': LEAK }, ['--fail-on=error', '--max-warnings=1'], 0],
    ['an error, exit zero', { 'a.c': 'say(double-free, error);\n' }, ['--exit-zero'], 0],
    ['an error, never fail', { 'a.c': 'say(double-free, error);\n' }, ['--fail-on', 'never'], 0],
    ['low confidence is not shown', { 'a.c': 'say(leak, error, low);\n' }, [], 0],
    ['low confidence is shown when asked for', { 'a.c': 'say(leak, error, low);\n' }, ['--confidence', 'low'], 1],
    ['no file', { 'a.txt': 'x' }, [], 2],
    ['no file, exit zero', { 'a.txt': 'x' }, ['--exit-zero'], 2],
    ['no file, which is no error', { 'a.txt': 'x' }, ['--no-error-on-unmatched'], 0],
    ['missing path', { 'a.c': '' }, ['b.c'], 2],
    ['unknown option', { 'a.c': '' }, ['--sellect', 'leak'], 2],
    ['unknown rule', { 'a.c': '' }, ['--select', 'leek'], 2],
    ['unknown format', { 'a.c': '' }, ['--format', 'sarf'], 2],
    ['broken configuration', { 'a.c': '', '.ssl-lint.json': '{' }, [], 2],
    ['suppressed', { 'a.c': 'say(leak); // ssl-lint-disable-line leak\n' }, [], 0],
    ['suppressed, but comments do not count', { 'a.c': 'say(leak); // ssl-lint-disable-line leak\n' }, ['--no-inline-config'], 1],
    ['a comment that suppresses nothing', { 'a.c': 'say(none, note); // ssl-lint-disable-line leak\n' }, [], 0],
    ['a comment that suppresses nothing, as a warning', { 'a.c': 'say(none, note); // ssl-lint-disable-line leak\n' }, ['--report-unused-suppressions=warning'], 1],
  ])('%s', async (_, files, argv, code) => {
    const outcome = await ssl(folderWith(files), argv);
    expect(outcome.code, outcome.err).toBe(code);
    if (code === 2) expect(outcome.err).toMatch(/^ssl-lint: error: [^\n]+\n( {2}hint: [^\n]+\n)?$/);
  });

  it('an unreadable file: everything else is reported, and the run fails', async () => {
    if (process.getuid?.() === 0) return;
    const folder = folderWith({ 'a.c': LEAK, 'b.c': LEAK });
    forbid(`${folder}/b.c`);
    const outcome = await ssl(folder, ['--exit-zero', '--format', 'concise']);
    expect(outcome).toEqual({ code: 2, out: 'a.c:1:1: warning: `leak` was said [leak]\n', err: "ssl-lint: error: cannot read 'b.c' (EACCES)\n" });
  });

  it('a crash is one line, and exit code 2', async () => {
    const folder = folderWith({ 'a.c': LEAK });
    const outcome = await ssl(folder, [], {}, () => Promise.reject(new Error('boom')));
    expect(outcome.code).toBe(2);
    expect(outcome.err).toMatch(/^ssl-lint: internal error: boom \(at [^\n]*\)\n$/);
  });
});

describe('error texts', () => {
  it.each<[string[], string]>([
    [['--select', 'free-borrowed'], "ssl-lint: error: unknown rule 'free-borrowed'. Did you mean 'free-of-borrowed'?\n"],
    [['--format', 'srif'], "ssl-lint: error: unknown format 'srif'. Did you mean 'sarif'?\n"],
    [['--fromat', 'json'], "ssl-lint: error: unknown option '--fromat'. Did you mean '--format'?\n"],
    [['--fail-on', 'warn'], "ssl-lint: error: unknown value 'warn' of --fail-on"],
    [['srx'], "ssl-lint: error: no such file or folder: 'srx'. Did you mean 'src'?\n"],
    [['src/a.x'], "ssl-lint: error: no such file or folder: 'src/a.x'. Did you mean 'src/a.c'?\n"],
    [['--select', ''], 'ssl-lint: error: --select names nothing\n'],
    [['--ext', ','], 'ssl-lint: error: --ext names nothing\n'],
    [['--path-base', 'srx'], "ssl-lint: error: --path-base: 'srx' is no folder. Did you mean 'src'?\n"],
    [['help'], "ssl-lint: error: unknown command 'help'\n  hint: see 'ssl-lint --help'\n"],
    [['constructor'], "ssl-lint: error: no such file or folder: 'constructor'"],
    [['--constructor'], "ssl-lint: error: unknown option '--constructor'"],
    [['-o', 'x', '-f', 'json=y'], 'ssl-lint: error: --output-file and --format json=y name a file each; write either\n'],
    [['--stdin'], 'ssl-lint: error: --stdin needs --stdin-filename: the name decides configuration and output\n'],
    [['--max-file-size', 'big'], "ssl-lint: error: --max-file-size: 'big' is no size from 1 to 256m; write it like 500k or 2m\n"],
    [['--function-timeout', '0'], "ssl-lint: error: --function-timeout: '0' is no whole number from 1\n"],
    [['--format', 'json', '--format', 'sarif'], "ssl-lint: error: only one format can go to standard output, not json and sarif\n  hint: write --format NAME=PATH for the others\n"],
    [['expain', 'leak'], "ssl-lint: error: unknown command 'expain'. Did you mean 'explain'?\n  hint: a file or folder of that name is written './expain'\n"],
    [['--rule', 'leak'], "ssl-lint: error: --rule: 'leak' is not of the form RULE=SEVERITY\n"],
    [['--rule', 'leak=of'], "ssl-lint: error: --rule: unknown severity 'of'. Did you mean 'off'?\n"],
    [['--config', 'nope.json'], "ssl-lint: error: configuration"],
    [['explain', 'leek'], "ssl-lint: error: unknown rule 'leek'. Did you mean 'leak'?\n"],
    [['explain'], "ssl-lint: error: explain needs a rule\n  hint: list them with 'ssl-lint rules'\n"],
    [['rules', '--fail-on', 'error'], "ssl-lint: error: --fail-on is not an option of 'rules'\n  hint: see 'ssl-lint rules --help'\n"],
    [['-x'], "ssl-lint: error: unknown option '-x'\n  hint: see 'ssl-lint --help'\n"],
    [['--format'], 'ssl-lint: error: --format needs a value (NAME[=PATH])\n'],
    [['--files-from', 'list.txt'], "ssl-lint: error: cannot read the list of files 'list.txt' (ENOENT)\n"],
    [['--format', 'json=no/where.json'], "ssl-lint: error: cannot write 'no/where.json' (ENOENT)\n"],
  ])('%j', async (argv, text) => {
    const outcome = await ssl(folderWith({ 'src/a.c': LEAK }), argv);
    expect(outcome.err.slice(0, text.length)).toBe(text);
    expect(outcome.code).toBe(2);
  });

  it('no file says what left them out', async () => {
    const folder = folderWith({ 'src/a.c': LEAK, 'src/b.c': LEAK, 'src/sub/c.c': LEAK, '.ssl-lint.json': '{\n  "exclude": [\n    "*.c",\n    "sub"\n  ]\n}\n' });
    const outcome = await ssl(folder, ['src']);
    expect(outcome.err).toBe("ssl-lint: error: no files to check in 'src' (2 files excluded by .ssl-lint.json:3, 1 folder excluded by .ssl-lint.json:4)\n  hint: run 'ssl-lint --show-files src', or pass --no-error-on-unmatched\n");
  });

  it('a named file that is excluded is skipped with a note, or checked when asked to', async () => {
    const folder = folderWith({ 'a.c': LEAK, 'third_party/x.c': LEAK, '.ssl-lint.json': '{\n  "exclude": ["third_party/**"]\n}\n' });
    const outcome = await ssl(folder, ['--format', 'concise', 'a.c', 'third_party/x.c']);
    expect(outcome.err).toBe("ssl-lint: note: third_party/x.c skipped: matches exclude 'third_party/**' (.ssl-lint.json:2)\n");
    expect(outcome.out).toContain('a.c:1:1');
    expect(outcome.out).not.toContain('x.c');
    expect(await found(folder, ['--no-force-exclude', 'third_party/x.c'])).toEqual(['third_party/x.c:1 leak warning']);
  });
});
