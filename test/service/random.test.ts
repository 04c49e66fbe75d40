import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LintService } from '../../server/src/workspace/service/service.ts';
import { folderWith } from '../cli/harness.ts';
import { borrowed, fine, leaking, serviceFor } from './harness.ts';

/** Numbers below a bound, the same ones each time for a seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES = [
  borrowed('f'), fine('f'), leaking('g'), borrowed('g'), 'SSL_SESSION *get(SSL *ssl)\n{\n    return SSL_get_session(ssl);\n}\n',
  'SSL_SESSION *get(SSL *ssl)\n{\n    return SSL_get1_session(ssl);\n}\n', 'void user(SSL *ssl)\n{\n    SSL_SESSION_free(get(ssl));\n}\n',
  'struct conn { SSL_SESSION *session; };\nvoid keep(struct conn *c, SSL *ssl)\n{\n    c->session = SSL_get_session(ssl);\n}\n',
  'void drop(struct conn *c)\n{\n    SSL_SESSION_free(c->session);\n}\n', '#define FREE(s) SSL_SESSION_free(s)\n', 'void m(SSL *ssl)\n{\n    FREE(SSL_get_session(ssl));\n}\n',
  '/* ssl-lint-disable-next-function leak -- known */\n', '// NOLINT(ssl-lint-leak)\n', '{', '}', '#if 0\n', '#endif\n', '"', '/*', '*/', ' ', '\n', ';', 'SSL_SESSION', 'int x;\n', '\r\n', 'é',
];
const NAMES = ['a.c', 'b.c', 'sub/c.c', 'sub/d.h', 'new/e.c', 'sub/skipped.c'];
const STEPS = 60;

/** Everything that a service says. */
async function everything(service: LintService, folder: string): Promise<unknown> {
  const named = [];
  for (const name of NAMES) named.push(await service.report(`${folder}/${name}`));
  return { named, all: await service.reports(), status: await service.status() };
}

describe('after any edits', () => {
  it.each([1, 2, 3])('a service says what a fresh one says of the same texts (%i)', async (seed) => {
    const random = numbers(seed);
    const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
    const folder = folderWith({
      'a.c': borrowed('f'), 'b.c': leaking('g'), 'sub/c.c': fine('h'), 'sub/d.h': 'int x;\n', 'sub/skipped.c': borrowed('s'),
      'sub/.ssl-lint.json': '{ "exclude": ["skipped.c"], "rules": { "leak": "note" } }',
    });
    const service = serviceFor(folder);
    const open = new Map<string, string>();
    for (let step = 0; step < STEPS; step++) {
      const name = `${folder}/${pick(NAMES)}`;
      const text = open.get(name) ?? '';
      const what = random(12);
      if (what === 0) {
        open.delete(name);
        service.setText(name, null);
      } else if (what === 1 && !name.includes('/new/')) {
        // On disk, with or without an open text above it.
        if (random(4) === 0) rmSync(name, { force: true });
        else writeFileSync(name, pick(PIECES) + pick(PIECES));
        service.changedOnDisk([name]);
      } else if (what === 2) {
        writeFileSync(`${folder}/sub/.ssl-lint.json`, pick(['{ "exclude": ["skipped.c"] }', '{ "rules": { "leak": "error" } }', '{ "confidence": "low", "exclude": ["c.c"] }']));
        service.changedOnDisk([`${folder}/sub/.ssl-lint.json`]);
      } else {
        const at = random(text.length + 1);
        const changed = random(3) === 0 ? text.slice(0, at) + text.slice(at + random(20)) : text.slice(0, at) + pick(PIECES) + text.slice(at);
        open.set(name, changed);
        service.setText(name, changed);
      }
      if (random(3) === 0) continue;
      const fresh = serviceFor(folder);
      for (const [path, content] of open) fresh.setText(path, content);
      expect(await everything(service, folder)).toEqual(await everything(fresh, folder));
    }
  });
});
