import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../server/src/report/frame.ts';
import { full } from '../server/src/report/full.ts';
import { FORMAT_NAMES } from '../server/src/report/index.ts';
import { json } from '../server/src/report/json.ts';
import type { Report } from '../server/src/report/report.ts';
import { RULES, RULE_BY_ID } from '../server/src/analysis/verdict/rules.ts';
import type { Finding, Fix } from '../server/src/analysis/verdict/finding.ts';
import { analyzeFiles, runEngine } from './harness/engine.ts';
import { filesUnder, fixturePaths, root } from './harness/files.ts';
import { readFixture, type Fixture } from './harness/fixture.ts';

const HEADINGS = ['## What it reports', '## Why it is a bug', '## Example', '### The path', '## Fixed', '## When not to use it', '## Options', '## Suppress', '## Limits', '## Related'];
const BLOCK = /```c,(expect-finding|expect-clean)([^\n]*)\n([\s\S]*?)```/g;
const PATH = /(### The path\n\n```text\n)([\s\S]*?)(```)/;

const pages = filesUnder('docs/rules', '.md');
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const idOf = (path: string): string => path.replace(/^.*\/|\.md$/g, '');

/** Words after the kind of a block: `flavor=wolfssl`, `redundant-null-check=note`. */
function fixtureOf(settings: string, text: string): Fixture {
  const words = settings.trim().split(/\s+/).filter((word) => word !== '').map((word) => word.split('='));
  const flavor = words.find(([key]) => key === 'flavor')?.[1];
  const rules = Object.fromEntries(words.filter(([key]) => key !== 'flavor').map(([key, value]) => [key ?? '', value ?? '']));
  const fixture = readFixture('example.c', text);
  return { ...fixture, config: { rules, ...(flavor === undefined ? {} : { library: { flavor } }) } };
}

/** What a user sees with the block's settings: rules that are off stay unseen, low confidence too. */
async function shown(fixture: Fixture): Promise<Finding[]> {
  const { findings } = await runEngine(fixture);
  return findings.filter((finding) => finding.confidence !== 'low'
    && (RULE_BY_ID.get(finding.rule)?.severity !== 'off' || fixture.config.rules?.[finding.rule] !== undefined));
}

/** A report of one finding, without colours and totals. */
const reportOf = (finding: Finding, text: string): Report => ({
  version: '', homepage: null, findings: [finding], fingerprints: () => [], incomplete: [], files: 1, suppressed: 0, exitCode: 1, success: true,
  shown: (path) => path, textOf: () => text, severityOf: () => finding.severity, pageOf: () => null,
  style: { color: false, width: 120, maxSteps: 25, summary: false },
});

/** Heading and frame as `--format full` draws them. */
function frame(finding: Finding, text: string): string {
  const report = reportOf(finding, text);
  return [`${finding.severity}[${finding.rule}]: ${finding.message}`, ...codeFrame(finding, report).lines].map((line) => line.trimEnd()).join('\n') + '\n';
}

describe('rules, pages and fixtures', () => {
  it('agree', () => {
    expect(pages.map(idOf).sort()).toEqual(RULES.map((rule) => rule.id).sort());
    const folders = new Set(filesUnder('test/fixtures/rules', '.c').map((path) => path.split('/')[3]));
    expect([...folders].sort()).toEqual(RULES.map((rule) => rule.id).sort());
  });

  it('name each other: each folder of fixtures shows its rule both reported and silent', () => {
    const missing = RULES.map((rule) => rule.id).filter((id) => {
      const texts = fixturePaths().filter((path) => path.startsWith(`test/fixtures/rules/${id}/`)).map(read).join('\n');
      return !new RegExp(`(?:\\^|<-) (?:MISSING )?${id}\\b`).test(texts);
    });
    expect(missing).toEqual([]);
  });
});

describe('rule pages', () => {
  for (const path of pages) {
    const text = read(path);
    const id = idOf(path);
    const blocks = [...text.matchAll(BLOCK)];

    it(`${id} has the headings of a rule page, in order`, () => {
      expect(text.startsWith(`# ${id}\n`)).toBe(true);
      expect(text.split('\n').filter((line) => /^##/.test(line))).toEqual(HEADINGS);
      expect(blocks.map((block) => block[1])).toEqual(['expect-finding', 'expect-clean']);
    });

    it(`${id} states the severity and the weaknesses of its rule`, () => {
      const line = text.split('\n')[2] ?? '';
      const rule = RULE_BY_ID.get(id);
      expect(line.startsWith(rule?.severity ?? '?')).toBe(true);
      expect([...line.matchAll(/CWE-(\d+)\]/g)].map((match) => Number(match[1]))).toEqual(rule?.cwe);
    });

    it(`${id} says why a wrong count is noticed late, and where to read about it`, () => {
      expect(text).toContain('SSL_CTX_flush_sessions');
      expect(text).toContain('https://docs.openssl.org/');
    });

    it(`${id} links to pages that exist`, () => {
      const targets = [...text.matchAll(/\]\(([^)#:]+\.md)\)/g)].map((match) => new URL(match[1] ?? '', new URL(path, root)));
      expect(targets.filter((target) => !existsSync(target))).toEqual([]);
    });

    for (const [index, [, kind, settings, code]] of blocks.entries()) {
      it(`${id}: example ${index + 1} is what it says`, async () => {
        const fixture = fixtureOf(settings ?? '', code ?? '');
        const findings = (await shown(fixture)).filter((finding) => finding.rule !== 'unchecked-up-ref' || id === 'unchecked-up-ref');
        const rules = [...new Set(findings.map((finding) => finding.rule))];
        expect(rules).toEqual(kind === 'expect-finding' ? [id] : []);
      });
    }

    it(`${id} shows the path as it is printed`, async () => {
      const example = blocks[0];
      const findings = await shown(fixtureOf(example?.[2] ?? '', example?.[3] ?? ''));
      const finding = findings.find((each) => each.rule === id);
      const printed = finding ? frame(finding, example?.[3] ?? '') : '';
      if (process.env['UPDATE'] === '1') writeFileSync(new URL(path, root), text.replace(PATH, (_all, head: string, _old, tail: string) => head + printed + tail));
      else expect(PATH.exec(text)?.[2]).toBe(printed);
    });
  }
});

describe('other pages', () => {
  for (const path of filesUnder('docs', '.md').filter((name) => !name.startsWith('docs/rules/'))) {
    for (const [index, [, kind, settings, code]] of [...read(path).matchAll(BLOCK)].entries()) {
      it(`${path}: example ${index + 1} is what it says`, async () => {
        const findings = await shown(fixtureOf(settings ?? '', code ?? ''));
        expect(findings.length > 0).toBe(kind === 'expect-finding');
      });
    }
  }
});

describe('what the pages list is all there is', () => {
  const keysIn = (value: unknown): string[] =>
    (typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysIn(inner)]));

  it('keys of the configuration', () => {
    const page = read('docs/configuration.md');
    const { properties } = JSON.parse(read('server/src/workspace/config-schema.json')) as { properties: Record<string, { properties?: object }> };
    for (const [key, { properties: inner }] of Object.entries(properties)) {
      for (const word of [key, ...Object.keys(inner ?? {})].filter((name) => name !== '$schema')) expect(page).toContain(`"${word}"`);
    }
  });

  it('keys of JSON, and formats', async () => {
    const page = read('docs/output.md');
    const { findings } = await analyzeFiles(filesUnder('example', '.c').map((path) => ({ path, text: read(path) })));
    const first = findings.find((each) => each.steps.length > 1)!;
    const fix: Fix = { title: 'x', applicability: 'safe', edits: [{ path: first.path, range: first.range, newText: '' }] };
    const report = { ...reportOf({ ...first, fixes: [fix] }, ''), incomplete: [{ path: 'a.c', reason: 'x', function: 'f', line: 1 }] };
    for (const key of new Set(keysIn(JSON.parse(json(report))))) expect(page).toContain(`\`${key}\``);
    for (const name of FORMAT_NAMES) expect(page).toContain(`| \`${name}\` |`);
  });
});

describe('the example', () => {
  const sourcesOf = (names: readonly string[]) => names.map((path) => ({ path, text: read(path) }));
  const wrong = filesUnder('example', '.c').filter((path) => !path.includes('/right/'));

  it('has each mistake that it numbers, and no other', async () => {
    const files = sourcesOf([...wrong, 'example/client.h']);
    const { findings, incomplete } = await analyzeFiles(files);
    const mistakes = files.flatMap((file) => [...file.text.matchAll(/Mistake \d/g)]);
    expect(incomplete).toEqual([]);
    expect(findings.filter((finding) => finding.confidence !== 'low' && finding.severity !== 'note').length).toBe(mistakes.length);
  });

  it('is silent where it is mended', async () => {
    const { findings, incomplete } = await analyzeFiles(sourcesOf(['example/client.h', 'example/right/store.c']));
    expect([...findings.filter((finding) => finding.confidence !== 'low'), ...incomplete]).toEqual([]);
  });

  it('prints what the README shows', async () => {
    const { findings } = await analyzeFiles(sourcesOf(wrong));
    const finding = findings.find((each) => each.rule === 'double-free');
    const printed = finding ? full(reportOf(finding, read(finding.path))) : '';
    const block = /(## Output\n\n```text\n)([\s\S]*?)(```)/;
    const readme = read('README.md');
    if (process.env['UPDATE'] === '1') writeFileSync(new URL('README.md', root), readme.replace(block, (_all, head: string, _old, tail: string) => head + printed + tail));
    else expect(block.exec(readme)?.[2]).toBe(printed);
  });
});

describe('README', () => {
  it('lists every rule with its severity', () => {
    const table = read('README.md');
    const unlisted = RULES.filter((rule) => !table.includes(`[${rule.id}](docs/rules/${rule.id}.md)`));
    expect(unlisted.map((rule) => rule.id)).toEqual([]);
    const wrong = RULES.filter((rule) => table.includes(`| [${rule.id}](docs/rules/${rule.id}.md) |`) && !table.includes(`| [${rule.id}](docs/rules/${rule.id}.md) | ${rule.severity} |`));
    expect(wrong.map((rule) => rule.id)).toEqual([]);
  });

  it('starts with one line that lints the example and one that runs the tests', () => {
    const blocks = [...read('README.md').matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]?.trim() ?? '');
    expect(blocks[0]).toMatch(/^npm ci .*--exit-zero example$/);
    expect(blocks[1]).toMatch(/^npm ci .*&& npm test$/);
  });
});
