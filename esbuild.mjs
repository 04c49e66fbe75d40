// Builds what runs: server/out/cli.js with the chunks it loads on demand, and the parser's modules beside it.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
rmSync('server/out', { recursive: true, force: true });

const options = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning', legalComments: 'none', charset: 'utf8' };

await build({
  ...options,
  entryPoints: { cli: 'server/src/cli/main.ts' },
  outdir: 'server/out',
  format: 'esm',
  // jsonc-parser's other build hides its parts from the bundler.
  mainFields: ['module', 'main'],
  // Bytes matter at start-up; names stay, so that a stack in a bug report can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  banner: { js: '#!/usr/bin/env node' },
});
chmodSync('server/out/cli.js', 0o755);

if (existsSync('grammars/install.mjs')) execFileSync(process.execPath, ['grammars/install.mjs'], { stdio: 'inherit' });
else {
  copyFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', 'server/out/web-tree-sitter.wasm');
  copyFileSync('node_modules/tree-sitter-c/tree-sitter-c.wasm', 'server/out/tree-sitter-c.wasm');
}
