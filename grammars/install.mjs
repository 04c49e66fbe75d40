// Copies the two WebAssembly modules of the parser out of their npm packages to server/out, after checking that they are
// the very files that tree-sitter-c.json names: trees are read out of their memory, whose layout no interface promises.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = JSON.parse(readFileSync(join(root, 'grammars/tree-sitter-c.json'), 'utf8'));
const out = join(root, 'server/out');

function fail(message) {
  console.error(`grammars/install.mjs: ${message}`);
  process.exit(1);
}

mkdirSync(out, { recursive: true });
for (const { package: name, version, file, sha256 } of [wanted.runtime, wanted.grammar]) {
  const from = join(root, 'node_modules', name, file);
  let bytes;
  try {
    bytes = readFileSync(from);
  } catch {
    fail(`node_modules/${name}/${file} is missing; run "npm ci" first`);
  }
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) {
    fail(`node_modules/${name}/${file} is not the file of ${name} ${version}: sha256 ${found}, expected ${sha256}; run "npm ci", or see grammars/README.md to raise the version`);
  }
  copyFileSync(from, join(out, file));
}
