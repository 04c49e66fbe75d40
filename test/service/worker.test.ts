import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LintService } from '../../server/src/workspace/service/service.ts';
import { openWorkerService } from '../../server/src/workspace/service/worker-service.ts';
import type { WorkerServiceOptions } from '../../server/src/workspace/service/worker-service.ts';
import { folderWith } from '../cli/harness.ts';
import { allTold, borrowed, fine, leaking, serviceFor, SETTINGS, told } from './harness.ts';

const built = mkdtempSync(join(tmpdir(), 'ssl-lint-worker-'));
const script = join(built, 'worker.mjs');
const death = join(built, 'death');
const at = createRequire(import.meta.url);

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('worker-entry.ts', import.meta.url))], outfile: script, bundle: true, platform: 'node', format: 'esm', logLevel: 'error',
    mainFields: ['module', 'main'],
    define: { RUNTIME: JSON.stringify(at.resolve('web-tree-sitter/web-tree-sitter.wasm')), GRAMMAR: JSON.stringify(at.resolve('tree-sitter-c/tree-sitter-c.wasm')), DEATH: JSON.stringify(death) },
  });
});
afterAll(() => rmSync(built, { recursive: true }));

const services: LintService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.dispose();
  rmSync(death, { force: true });
});

function worker(options: Partial<WorkerServiceOptions> = {}): LintService {
  const service = openWorkerService({ script, ...options });
  services.push(service);
  return service;
}

describe('a worker', () => {
  it('says what a service in this thread says', async () => {
    const folder = folderWith({ 'a.c': borrowed('f'), 'b.c': fine('g'), '.ssl-lint.json': '{ "rules": { "leak": "error" } }' });
    const [here, there] = [serviceFor(folder), worker()];
    there.configure([{ path: folder, settings: SETTINGS }]);
    const path = `${folder}/b.c`;
    for (const service of [here, there]) service.setText(path, leaking('g'));
    const report = await here.report(path);
    expect(told(report)).toEqual(['4 leak error']);
    expect(await there.report(path)).toEqual(report);
    expect(await there.reports()).toEqual(await here.reports());
    expect(await there.status()).toEqual(await here.status());
    const fingerprint = report.findings[0]?.fingerprint ?? '';
    expect(await there.fixes(path, fingerprint)).toEqual(await here.fixes(path, fingerprint));
    expect(await there.safeFixes(path)).toEqual(await here.safeFixes(path));
    expect(await there.hover(path, leaking('g').indexOf('get1'))).toEqual(await here.hover(path, leaking('g').indexOf('get1')));
    expect(await there.hints(path)).toEqual(await here.hints(path));
    expect(await there.lenses(path)).toEqual(await here.lenses(path));
    expect(await there.model(path, 'SSL_free')).toBe(await here.model(path, 'SSL_free'));
    expect(await there.text(path)).toBe(leaking('g'));
    writeFileSync(`${folder}/.ssl-lint.json`, '{ "rules": { "leak": "off" } }');
    there.changedOnDisk([`${folder}/.ssl-lint.json`]);
    there.setText(path, null);
    expect(await allTold(there)).toEqual(['a.c:4 free-of-borrowed']);
  });

  it('takes all texts that are there before it answers', async () => {
    const service = worker();
    service.setText('untitled:a.c', borrowed('f'));
    const first = service.report('untitled:a.c');
    service.setText('untitled:a.c', 'int x;\n');
    service.setText('untitled:a.c', leaking('f'));
    const last = service.report('untitled:a.c');
    expect(told(await first)).toEqual(['4 leak warning']);
    expect(told(await last)).toEqual(['4 leak warning']);
  });

  it.each([['throw', 'thrown on purpose'], ['exit', 'exit code 7'], ['hog', 'memory limit']])('that dies (%s) rejects what was asked, and the next one knows what it knew', async (how, why) => {
    const folder = folderWith({ 'a.c': borrowed('f'), 'b.c': fine('g') });
    const crashes: string[] = [];
    const service = worker({ maxOldGenerationSizeMb: 64, onCrash: (error) => crashes.push(error.message) });
    service.configure([{ path: folder, settings: SETTINGS }]);
    service.setText(`${folder}/b.c`, leaking('g'));
    writeFileSync(death, how);
    const asked = [service.report(`${folder}/b.c`), service.status()];
    expect((await Promise.allSettled(asked)).map((one) => (one.status === 'rejected' ? String(one.reason) : 'answered'))).toEqual([why, why].map((text) => expect.stringContaining(text) as unknown));
    expect(crashes).toEqual([expect.stringContaining(why)]);
    rmSync(death);
    expect(await allTold(service)).toEqual(['a.c:4 free-of-borrowed', 'b.c:4 leak']);
  });

  it('is started anew three times within three minutes', async () => {
    let time = 0;
    const crashes: string[] = [];
    const service = worker({ now: () => time, onCrash: (error) => crashes.push(error.message) });
    service.setText('untitled:x', borrowed('f'));
    writeFileSync(death, 'throw');
    for (let i = 0; i < 4; i++) await expect(service.reports()).rejects.toThrow('the analysis failed: thrown on purpose');
    rmSync(death);
    await expect(service.reports()).rejects.toThrow('the analysis failed 4 times within 3 minutes: thrown on purpose');
    expect(crashes).toHaveLength(4);
    time = 3 * 60_000;
    expect(await service.reports()).toHaveLength(1);
  });

  it('that cannot start rejects what is asked', async () => {
    await expect(worker({ script: join(built, 'none.mjs') }).status()).rejects.toThrow('none.mjs');
  });

  it('that was ended answers no more', async () => {
    const service = worker();
    const asked = service.status();
    await Promise.all([expect(asked).rejects.toThrow('ended'), service.dispose()]);
    await expect(service.status()).rejects.toThrow('ended');
  });
});
