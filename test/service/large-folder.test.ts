import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/harness.ts';
import { borrowed, serviceFor, told } from './harness.ts';

/** More files than the first answer waits for. */
const MANY = 1001;
/** Leaks only when what `make` gives is known. */
const CALLER = 'SSL_SESSION *make(SSL *ssl);\nint f(SSL *ssl)\n{\n    SSL_SESSION *s = make(ssl);\n    if (s == NULL)\n        return 0;\n    return 1;\n}\n';
const MAKER = 'SSL_SESSION *make(SSL *ssl)\n{\n    return SSL_get1_session(ssl);\n}\n';

function folderOf(count: number): string {
  const rest = Array.from({ length: count - 2 }, (_, i) => [`rest/${i}.c`, '']);
  return folderWith({ 'a.c': CALLER, 'b.c': MAKER, ...Object.fromEntries(rest) as Record<string, string> });
}

describe('the first report of a document of a large folder', () => {
  it('is about the document alone, once', async () => {
    const folder = folderOf(MANY);
    const service = serviceFor(folder);
    service.setText(`${folder}/a.c`, CALLER + borrowed('g'));
    const first = await service.firstReport(`${folder}/a.c`);
    expect(first.preliminary).toBe(true);
    expect(told(first)).toEqual(['12 free-of-borrowed error']);
    const second = await service.firstReport(`${folder}/a.c`);
    expect(second.preliminary).toBe(false);
    expect(told(second)).toEqual(['7 leak warning', '12 free-of-borrowed error']);
    expect(await service.report(`${folder}/a.c`)).toEqual(second);
  });

  it('is the last word when the folder was analysed before, and for a file that is not open', async () => {
    const folder = folderOf(MANY);
    const service = serviceFor(folder);
    expect((await service.firstReport(`${folder}/a.c`)).preliminary).toBe(false);
    service.setText(`${folder}/a.c`, CALLER);
    expect(told(await service.firstReport(`${folder}/a.c`))).toEqual(['7 leak warning']);
  });

  it('does not say that a comment suppresses nothing', async () => {
    const folder = folderOf(MANY);
    const service = serviceFor(folder);
    const text = CALLER.replace('return 1', '/* ssl-lint-disable-next-line leak */\n    return 1');
    service.setText(`${folder}/a.c`, text);
    expect(told(await service.firstReport(`${folder}/a.c`))).toEqual([]);
    expect(told(await service.report(`${folder}/a.c`))).toEqual([]);
    service.setText(`${folder}/a.c`, text.replace('leak', 'double-free'));
    expect(told(await service.report(`${folder}/a.c`))).toEqual(['7 unused-suppression note', '8 leak warning']);
  });
});

describe('the first report of a document of another folder', () => {
  it('is the last word', async () => {
    const folder = folderOf(MANY - 1);
    const service = serviceFor(folder);
    service.setText(`${folder}/a.c`, CALLER);
    const first = await service.firstReport(`${folder}/a.c`);
    expect(first.preliminary).toBe(false);
    expect(told(first)).toEqual(['7 leak warning']);
  });
});
