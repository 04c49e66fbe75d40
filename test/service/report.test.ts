import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/harness.ts';
import { borrowed, fine, serviceFor, told } from './harness.ts';

describe('a report', () => {
  it('has findings with fingerprints, names of what was analysed, and a stamp', async () => {
    const folder = folderWith({ 'a.c': borrowed('f'), 'b.c': `${fine('z')}${fine('g')}`, 'c.c': 'int x;\n' });
    const service = serviceFor(folder);
    const report = await service.report(`${folder}/a.c`);
    expect(told(report)).toEqual(['4 free-of-borrowed error']);
    expect(report).toMatchObject({ name: `${folder}/a.c`, base: folder, analysed: ['f'], incomplete: [], skipped: null });
    expect(report.findings[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(await service.report(`${folder}/a.c`)).toEqual(report);
    expect(await service.report(`${folder}/b.c`)).toMatchObject({ findings: [], analysed: ['g', 'z'], skipped: null });
    expect((await service.reports()).map(({ name }) => name)).toEqual([`${folder}/a.c`]);
    expect(await service.status()).toEqual([{ path: folder, configurations: [], errors: [], files: 3, relevant: 2, findings: 1, incomplete: [] }]);
  });

  it('says in place what the command warns of: comments that do nothing, and regions that never end', async () => {
    const folder = folderWith({ 'a.c': `/* ssl-lint-disable leak */\n${borrowed('f')}/* ssl-lint-disable-file */\n`, 'b.c': fine('g') });
    const service = serviceFor(folder);
    const name = `${folder}/a.c`;
    const report = await service.report(name);
    expect(told(report)).toEqual(['1 suppression-comment warning', '1 unused-suppression note', '5 free-of-borrowed error', '7 suppression-comment warning']);
    const fixes = await Promise.all(report.findings.map(({ fingerprint }) => service.fixes(name, fingerprint)));
    expect(fixes.map((each) => each.map(({ title }) => title)).filter((_, i) => i !== 2)).toEqual([['End it at the end of the file'], ['Remove unused suppression'], ['Remove this suppression']]);
    expect((await service.reports()).map((each) => each.name)).toEqual([name]);
  });
});
