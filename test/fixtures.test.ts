import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from './harness/check.ts';
import { fixturePaths, root } from './harness/files.ts';
import { readFixture } from './harness/fixture.ts';

describe('fixtures', () => {
  for (const path of fixturePaths()) {
    it(path, async () => {
      const fixture = readFixture(path, readFileSync(new URL(path, root), 'utf8'));
      expect((await check(fixture)).join('\n')).toBe('');
    });
  }
});
