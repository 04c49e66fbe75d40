import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import pinned from '../../grammars/tree-sitter-c.json' with { type: 'json' };
import manifest from '../../package.json' with { type: 'json' };

const require = createRequire(import.meta.url);

it.each([pinned.runtime, pinned.grammar])('$package is the pinned one', ({ package: name, version, file, sha256 }) => {
  expect(manifest.devDependencies).toHaveProperty(name, version);
  expect(createHash('sha256').update(readFileSync(require.resolve(`${name}/${file}`))).digest('hex')).toBe(sha256);
});
