import { describe, expect, it } from 'vitest';
import type { Fix } from '../../server/src/analysis/verdict/finding.ts';
import { largest } from '../../server/src/workspace/service/fixes.ts';
import { folderWith } from '../cli/harness.ts';
import { allTold, borrowed, fine, leaking, serviceFor, told } from './harness.ts';

/** `text` with the edits of fixes made. */
function edited(text: string, fixes: readonly Fix[]): string {
  const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => b.range.start - a.range.start);
  return edits.reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), text);
}

const twice = (name: string): string => `void ${name}(SSL *ssl)
{
    SSL_SESSION *s = SSL_get1_session(ssl);
    SSL_SESSION_free(s);
    SSL_SESSION_free(s);
}
`;

describe('fixes', () => {
  it('mend the finding they are asked for, also after the text changed', async () => {
    const folder = folderWith({ 'a.c': `${borrowed('f')}${leaking('g')}`, 'b.c': borrowed('h') });
    const service = serviceFor(folder);
    const path = `${folder}/a.c`;
    const [first, second] = (await service.report(path)).findings;
    for (const finding of [first, second]) {
      const fixes = await service.fixes(path, finding?.fingerprint ?? '');
      expect(fixes.length).toBeGreaterThan(0);
      for (const fix of fixes) {
        service.setText(path, edited(`${borrowed('f')}${leaking('g')}`, [fix]));
        expect((await service.report(path)).findings.map((f) => f.fingerprint)).toEqual([first, second].filter((f) => f !== finding).map((f) => f?.fingerprint));
        service.setText(path, null);
      }
    }
    service.setText(path, `\n${borrowed('f')}`);
    expect((await service.fixes(path, first?.fingerprint ?? ''))[0]?.edits[0]?.range.startLine).toBeGreaterThan(3);
    expect(await service.fixes(path, second?.fingerprint ?? '')).toEqual([]);
    expect(await service.fixes(`${folder}/none.c`, '')).toEqual([]);
  });

  it('that are safe are proved together', async () => {
    const text = `${twice('f')}${borrowed('g')}${twice('h')}${fine('i').replace('(s);', '(s); // ssl-lint-disable-line leak')}`;
    const folder = folderWith({ 'a.c': text, 'b.c': twice('other') });
    const service = serviceFor(folder);
    const path = `${folder}/a.c`;
    const before = told(await service.report(path));
    const fixes = await service.safeFixes(path);
    expect(fixes.length).toBeGreaterThan(0);
    expect(fixes.every((fix) => fix.applicability === 'safe')).toBe(true);
    service.setText(path, edited(text, fixes));
    const after = told(await service.report(path));
    expect(after.length).toBe(before.length - fixes.length);
    expect(await service.safeFixes(path)).toEqual([]);
    // What was tried left no trace.
    service.setText(path, text);
    expect(told(await service.report(path))).toEqual(before);
    expect(await service.safeFixes(path)).toEqual(fixes);
    expect(await service.safeFixes('untitled:none')).toEqual([]);
  });

  it('leave the answers to other questions as they were', async () => {
    const folder = folderWith({ 'a.c': twice('f'), 'b.c': borrowed('g') });
    const service = serviceFor(folder);
    const before = await service.reports();
    await Promise.all([service.safeFixes(`${folder}/a.c`), service.safeFixes(`${folder}/b.c`)]);
    const fingerprint = before[1]?.findings[0]?.fingerprint ?? '';
    expect((await service.fixes(`${folder}/b.c`, fingerprint)).length).toBeGreaterThan(0);
    expect(await service.reports()).toEqual(before);
    expect(await allTold(service)).toHaveLength(2);
  });
});

describe('proving together', () => {
  it('keeps as many as it can, the earlier ones first', async () => {
    const tried: string[] = [];
    // 3 and 5 cannot be with another odd number before them.
    const prove = (all: readonly number[]): Promise<boolean> => {
      tried.push(all.join(''));
      return Promise.resolve(all.filter((n) => n % 2 === 1).length < 2);
    };
    expect(await largest([], [1, 2, 3, 4, 5, 6], prove)).toEqual([1, 2, 4, 6]);
    expect(tried.length).toBeLessThan(12);
    tried.length = 0;
    expect(await largest([], [1, 2, 4, 6], prove)).toEqual([1, 2, 4, 6]);
    expect(tried).toEqual(['1246']);
    expect(await largest([], [], prove)).toEqual([]);
  });
});
