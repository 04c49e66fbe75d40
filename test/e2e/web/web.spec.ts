import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { command, repository, scratch, vsix } from '../drive/places.ts';
import { PATIENCE, until } from '../drive/until.ts';
import { Desk, type Window } from '../ui/support.ts';

/** The extension as a browser runs it: without the entry that VS Code prefers where there is a Node. */
function browserOnly(): string {
  const folder = scratch('web');
  execFileSync('unzip', ['-q', vsix, '-d', folder]);
  const manifest = join(folder, 'extension/package.json');
  const { main, extensionKind, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
  assert.ok(main !== undefined && extensionKind !== undefined && rest.browser !== undefined);
  writeFileSync(manifest, JSON.stringify({ ...rest, scripts: {} }));
  const packed = join(folder, 'browser.vsix');
  execFileSync(join(repository, 'node_modules/.bin/vsce'), ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', packed],
    { cwd: join(folder, 'extension'), stdio: ['ignore', 'ignore', 'inherit'] });
  return packed;
}

interface Row { readonly path: string; readonly line: number; readonly column: number; readonly message: string; readonly rule: string }

/** Findings that the command prints for a folder, in an order of their own. */
function printed(folder: string): Row[] {
  const text = execFileSync(process.execPath, [command, '--format', 'json', '--exit-zero', '--path-base', folder, folder], { cwd: folder, encoding: 'utf8' });
  const { findings } = JSON.parse(text) as { findings: { path: string; ruleId: string; message: string; range: { startLine: number; startColumn: number } }[] };
  return sorted(findings.map((each) => ({ path: each.path, line: each.range.startLine, column: each.range.startColumn, message: each.message, rule: each.ruleId })));
}

/** Findings that the Problems panel shows. */
async function panel(window: Window): Promise<Row[]> {
  const rows = await window.page.locator('.markers-panel .monaco-list-row').evaluateAll((all) => all.map((each) => ({
    file: each.querySelector('.marker-resource, .resource-label-container, .monaco-icon-label .label-name')?.textContent ?? '',
    text: each.textContent,
    isFile: each.getAttribute('aria-level') === '1',
  })));
  let path = '';
  const found: Row[] = [];
  for (const { file, text, isFile } of rows) {
    if (isFile) path = file;
    const match = /^(.*?)(?: You|$|\n)?.*ssl-lint\(?([a-z-]+)\)?.*\[Ln (\d+), Col (\d+)\]/s.exec(text);
    if (!isFile && match !== null) found.push({ path, line: Number(match[3]), column: Number(match[4]), message: match[1] ?? '', rule: match[2] ?? '' });
  }
  return sorted(found);
}

function sorted(rows: Row[]): Row[] {
  return rows.sort((a, b) => a.path.localeCompare(b.path, 'en') || a.line - b.line || a.rule.localeCompare(b.rule, 'en'));
}

describe('in a browser', () => {
  let desk: Desk;
  before(async () => { desk = await Desk.open({ extension: browserOnly(), settings: { 'workbench.editor.enablePreview': false, 'sslLint.problems.shortenToSingleLine': true } }); });
  afterEach(async function () { await desk.clear(this.currentTest?.state === 'failed' ? this.currentTest.fullTitle() : undefined); });
  after(async () => { await desk.close(); });

  it('open files have the findings of the command', async () => {
    const workers: string[] = [];
    const window = await desk.window('fixes', 'arguments.c', { size: { width: 1600, height: 1600 }, prepare: (page) => Promise.resolve(void page.on('worker', (worker) => workers.push(worker.url()))) });
    const names = readdirSync(window.folder).filter((name) => name.endsWith('.c'));
    for (const name of names) {
      await window.pressUntil('Control+p', '.quick-input-box input');
      await window.page.locator('.quick-input-box input').fill(name);
      await window.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor({ timeout: PATIENCE });
      await window.page.keyboard.press('Enter');
      await window.page.locator('.tab.active', { hasText: name }).waitFor({ timeout: PATIENCE });
    }
    await window.pressUntil('Control+Shift+M', '.markers-panel .monaco-list-row');
    await window.command('View: Toggle Maximized Panel');
    const expected = printed(window.folder);
    const brief = (rows: readonly Row[]) => rows.map(({ path, line, column, rule }) => `${path}:${line}:${column} ${rule}`);
    let seen: Row[] = [];
    await until('the panel has as many findings as the command', async () => (seen = await panel(window)).length === expected.length, PATIENCE * 2, () => brief(seen));
    assert.deepEqual(brief(seen), brief(expected));
    assert.ok(workers.some((url) => url.startsWith('blob:')), 'the server is a worker');
  });

  it('findings follow what is typed', async () => {
    const window = await desk.window('project', 'typing.c');
    await window.goTo(10, 1);
    await window.page.keyboard.type('    SSL_SESSION_free(sess);', { delay: 20 });
    await window.hasSquiggles(1);
    await window.goTo(6, 32);
    await window.page.keyboard.type('1');
    await window.hasSquiggles(0);
  });
});
