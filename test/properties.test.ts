import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../server/src/analysis/verdict/finding.ts';
import { analyzeFiles } from './harness/engine.ts';
import { fixturePaths, root } from './harness/files.ts';
import { readFixture, type Fixture } from './harness/fixture.ts';
import { localNames, random, renamed, splitFunctions, spliced, withComments, withUnknownCalls } from './harness/transform.ts';

const fixtures = fixturePaths().map((path) => readFixture(path, readFileSync(new URL(path, root), 'utf8')));
const whole = fixtures.filter((fixture) => !fixture.path.startsWith('test/fixtures/broken/'));
const texts = fixtures.flatMap((fixture) => fixture.files.map((file) => file.text));

/** A fixture with each text changed. */
const changed = (fixture: Fixture, change: (text: string) => string): Fixture =>
  ({ ...fixture, files: fixture.files.map((file) => ({ ...file, text: change(file.text) })) });

const analyze = async (fixture: Fixture): Promise<readonly Finding[]> => (await analyzeFiles(fixture.files, fixture)).findings;

/** What has to stay: rule, function, confidence and the text at the primary location, without lines and columns. */
const essence = (fixture: Fixture, findings: readonly Finding[], name: (text: string) => string = (text) => text): string[] =>
  findings.map((finding) => {
    const text = fixture.files.find((file) => file.path === finding.path)?.text.slice(finding.range.start, finding.range.end) ?? '';
    return `${finding.path} ${finding.function} ${finding.rule} ${finding.confidence}: ${name(text).replace(/\/\*.*?\*\/|\/\/.*$/gm, '').replace(/\s+/g, ' ')}`;
  }).sort();

/** Runs `compareOne` on every fixture and fails with the names of those that changed. */
async function holdsFor(all: readonly Fixture[], compareOne: (fixture: Fixture) => Promise<{ before: string[]; after: string[] } | null>): Promise<void> {
  const wrong: string[] = [];
  let tried = 0;
  for (const fixture of all) {
    const result = await compareOne(fixture);
    if (!result) continue;
    tried++;
    if (result.before.join('\n') !== result.after.join('\n')) wrong.push(`${fixture.path}\n  before: ${result.before.join('\n          ')}\n  after:  ${result.after.join('\n          ')}`);
  }
  expect(tried).toBeGreaterThan(all.length / 10);
  expect(wrong.join('\n')).toBe('');
}

describe('findings do not change', () => {
  it('when comments and blank lines are put in', async () => {
    const next = random(1);
    await holdsFor(whole, async (fixture) => {
      const other = changed(fixture, (text) => withComments(text, next));
      return { before: essence(fixture, await analyze(fixture)), after: essence(other, await analyze(other)) };
    });
  });

  it('when local variables are renamed', async () => {
    await holdsFor(whole, async (fixture) => {
      const names = fixture.files.flatMap((file) => localNames(file.text));
      if (names.length === 0) return null;
      const rename = (text: string): string => renamed(text, names);
      const other = changed(fixture, rename);
      return { before: essence(fixture, await analyze(fixture), rename), after: essence(other, await analyze(other)) };
    });
  });

  it('when functions are put in another order', async () => {
    await holdsFor(whole, async (fixture) => {
      if (!fixture.files.every((file) => splitFunctions(file.text))) return null;
      const other = changed(fixture, (text) => {
        const parts = splitFunctions(text);
        return parts ? [parts.head, ...parts.functions.toReversed()].join('\n') : text;
      });
      return { before: essence(fixture, await analyze(fixture)), after: essence(other, await analyze(other)) };
    });
  });

  it('when the files come in another order', async () => {
    const several = whole.filter((fixture) => fixture.files.length > 1);
    for (const fixture of several) {
      const other = { ...fixture, files: fixture.files.toReversed() };
      expect(essence(other, await analyze(other)), fixture.path).toEqual(essence(fixture, await analyze(fixture)));
    }
    expect(several.length).toBeGreaterThan(2);
  });

  it('from one run to the next, to the last character', async () => {
    for (const fixture of whole) {
      expect(JSON.stringify(await analyze(fixture)), fixture.path).toBe(JSON.stringify(await analyze(fixture)));
    }
  });
});

describe('every finding', () => {
  it('has steps that end at its primary location, inside its statement', async () => {
    const wrong: string[] = [];
    for (const fixture of whole) {
      for (const finding of await analyze(fixture)) {
        const last = finding.steps.at(-1);
        const ends = last?.path === finding.path && last.range.start === finding.range.start && last.range.end === finding.range.end;
        const inside = finding.statement.start <= finding.range.start && finding.range.end <= finding.statement.end;
        if (!ends || !inside) wrong.push(`${fixture.path}: ${finding.rule} in ${finding.function}()`);
      }
    }
    expect(wrong.join('\n')).toBe('');
  });
});

describe('an unknown call on a value', () => {
  it('never adds a finding', async () => {
    const wrong: string[] = [];
    let tried = 0;
    for (const fixture of whole) {
      const before = await analyze(fixture);
      for (const [index, file] of fixture.files.entries()) {
        for (const name of localNames(file.text)) {
          for (const text of withUnknownCalls(file.text, name)) {
            const other = { ...fixture, files: fixture.files.with(index, { ...file, text }) };
            const left = before.map((finding) => `${finding.path} ${finding.function} ${finding.rule}`);
            tried++;
            for (const finding of await analyze(other)) {
              const at = left.indexOf(`${finding.path} ${finding.function} ${finding.rule}`);
              if (at >= 0) left.splice(at, 1);
              // A dead session that reaches the call before its second release is reported there, once as before.
              else if (finding.rule === 'use-after-free' && left.includes(`${finding.path} ${finding.function} double-free`)) left.splice(left.indexOf(`${finding.path} ${finding.function} double-free`), 1);
              else wrong.push(`${fixture.path}: mystery(${name}) adds ${finding.rule} in ${finding.function}()`);
            }
          }
        }
      }
    }
    expect(tried).toBeGreaterThan(200);
    expect([...new Set(wrong)].join('\n')).toBe('');
  });
});

describe('damaged text', () => {
  /** Analyses a text and says where it threw. */
  async function survives(path: string, text: string, how: string): Promise<string[]> {
    try {
      await analyzeFiles([{ path: 'damaged.c', text }]);
      return [];
    } catch (error) {
      return [`${path} ${how}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
    }
  }

  it('is analysed at every prefix', async () => {
    const wrong: string[] = [];
    for (const [number, fixture] of fixtures.entries()) {
      for (const file of fixture.files) {
        // Every prefix of some files, every few of the others, each from another start.
        const step = number % 90 === 0 ? 1 : Math.max(1, Math.floor(file.text.length / 12));
        for (let end = number % step; end <= file.text.length; end += step) wrong.push(...await survives(fixture.path, file.text.slice(0, end), `up to ${end}`));
      }
    }
    expect(wrong.slice(0, 5).join('\n')).toBe('');
  });

  it('is analysed after random splices', async () => {
    const next = random(20);
    const wrong: string[] = [];
    for (const fixture of fixtures) {
      for (const file of fixture.files) {
        for (let round = 0; round < 8; round++) {
          const other = texts[Math.floor(next() * texts.length)] ?? '';
          let text = file.text;
          for (let cut = 0; cut <= round % 4; cut++) text = spliced(text, other, next);
          wrong.push(...await survives(fixture.path, text, `splice ${round}`));
        }
      }
    }
    expect(wrong.slice(0, 5).join('\n')).toBe('');
  });
});
