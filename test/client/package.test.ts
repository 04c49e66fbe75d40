import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesUnder, root } from '../harness/files.ts';

const cwd = fileURLToPath(root);
const LARGEST = 2_000_000;

/** Names with the hashes of their contents left out, in order. */
const named = (paths: readonly string[]): string[] => paths.map((path) => path.replace(/-[0-9a-f]{12}\./, '-HASH.')).sort();

/** What both packages run: the command, the server, the parser's modules, the pages of the rules. */
const SERVER = [
  'server/out/cli.js', 'server/out/program-HASH.cjs', 'server/out/server-HASH.cjs', 'server/out/server.js', 'server/out/tree-sitter-c.wasm',
  'server/out/web-tree-sitter.wasm', 'server/out/worker-HASH.cjs', 'server/out/worker.cjs', 'server/src/workspace/config-schema.json',
];
const DOCS = filesUnder('docs', '.md');
const TEXTS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD_PARTY_NOTICES', 'package.json'];
const EXTENSION = [
  'client/media/bug.svg', 'client/media/ci.svg', 'client/media/fix.svg', 'client/media/icon.png', 'client/media/path.svg', 'client/media/view.svg',
  'client/out/browser.cjs', 'client/out/browser.cjs.js', 'client/out/extension.cjs', 'client/out/server-process.cjs', 'client/package.schema.json', 'l10n/bundle.l10n.json', 'package.nls.json', 'server/out/browser-server.js',
  ...filesUnder('docs/images', '.png'),
];

describe('the npm package', () => {
  interface Packed { readonly size: number; readonly files: readonly { readonly path: string }[] }
  let packed: Packed;
  beforeAll(() => {
    packed = (JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as [Packed])[0];
  });

  it('has what the command and the server run, and nothing else', () => {
    expect(named(packed.files.map(({ path }) => path))).toEqual([...SERVER, ...DOCS, ...TEXTS].sort());
  });

  it('is small', () => {
    expect(packed.size).toBeLessThan(LARGEST);
  });
});

describe('the extension as a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssl-lint-package-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const vsce = (...args: string[]): string => execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  it('has what VS Code runs and shows, and nothing else', () => {
    const files = vsce('ls', '--no-dependencies').split('\n').filter((line) => line !== '');
    expect(named(files)).toEqual([...SERVER, ...DOCS, ...TEXTS, ...EXTENSION].sort());
  });

  it('is small', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: Record<string, string> };
    const [, options = ''] = /vsce (package .*)$/.exec(scripts['package'] ?? '') ?? [];
    const file = join(folder, 'x.vsix');
    vsce(...options.split(' '), '--out', file);
    expect(statSync(file).size).toBeLessThan(LARGEST);
  });
});

describe('the notices', () => {
  it('name what the bundles contain, with the texts of the licences', () => {
    const notices = readFileSync(new URL('THIRD_PARTY_NOTICES', root), 'utf8');
    for (const name of ['web-tree-sitter', 'tree-sitter-c', 'vscode-languageclient', 'vscode-languageserver-protocol', 'jsonc-parser', 'picomatch']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    }
    const entries = notices.split(`${'-'.repeat(80)}\n`).slice(1);
    expect(entries.filter((entry) => !/permission|redistribut|license/i.test(entry) || entry.length < 400)).toEqual([]);
  });
});
