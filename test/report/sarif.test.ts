import { existsSync, readFileSync } from 'node:fs';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../server/src/analysis/verdict/rules.ts';
import { lineHashes } from '../../server/src/report/line-hash.ts';
import { sarif } from '../../server/src/report/sarif.ts';
import { findingOf, reportOf, RESUME_C, RESUME_FINDING, stepAt } from './sample.ts';

const TEXTS = { 'src/tls/resume.c': RESUME_C };
const parse = (text: string): Log => JSON.parse(text) as Log;
const log = parse(sarif(reportOf([RESUME_FINDING], TEXTS, { severityOf: (rule) => (rule === 'portability' ? 'off' : 'warning') })));
const run = log.runs[0];
const result = run?.results?.[0];

describe('sarif', () => {
  it('has one run with every rule, those that are off disabled', () => {
    expect(log.runs).toHaveLength(1);
    expect(run?.tool.driver.rules?.map((rule) => rule.id)).toEqual(RULES.map((rule) => rule.id));
    const off = run?.tool.driver.rules?.filter((rule) => rule.defaultConfiguration?.enabled === false);
    expect(off?.map((rule) => rule.id)).toEqual(['portability']);
  });

  it('has one location, one code flow and one thread flow a result', () => {
    expect(result?.locations).toHaveLength(1);
    expect(result?.codeFlows).toHaveLength(1);
    expect(result?.codeFlows?.[0]?.threadFlows).toHaveLength(1);
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map((step) => [step.executionOrder, step.nestingLevel, step.importance, step.kinds?.[0]])).toEqual([
      [1, 0, 'essential', 'acquire-borrowed'], [2, 0, 'important', 'branch'], [3, 0, 'essential', 'release'],
    ]);
  });

  it('links the origin from the message', () => {
    expect(result?.message.text).toBe('`sess` is borrowed from `conn->ssl` and is freed here. It was [borrowed here](1).');
    expect(result?.relatedLocations?.map((location) => location.id)).toEqual([1]);
  });

  it('does not take an array index for a link', () => {
    const finding = findingOf(RESUME_FINDING.steps, { message: '`t[i]` is freed here' });
    expect(parse(sarif(reportOf([finding], TEXTS))).runs[0]?.results?.[0]?.message.text).toContain('`t\\[i\\]` is freed here');
  });

  it('identifies the line as code hosts do', () => {
    expect(result?.partialFingerprints).toEqual({ 'primaryLocationLineHash': lineHashes(RESUME_C)[15], 'sslLint/v1': 'fingerprint-0' });
  });

  it('holds no address that was made up, no time and no absolute path', () => {
    const text = sarif(reportOf([RESUME_FINDING], TEXTS, { homepage: null }));
    expect(text).not.toMatch(/helpUri|informationUri|"file:|TimeUtc|commandLine|workingDirectory/);
    expect(text.match(/https?:[^"]*/g)).toEqual(['https://json.schemastore.org/sarif-2.1.0.json']);
  });

  it('encodes paths as relative references', () => {
    const path = 'src/a b/100%/ü#.c';
    const finding = findingOf([stepAt(path, RESUME_C, 'SSL_SESSION_free(sess)', 'release', 'freed')]);
    const uri = parse(sarif(reportOf([finding], { [path]: RESUME_C }))).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
    expect(uri).toBe('src/a%20b/100%25/%C3%BC%23.c');
  });

  it('orders by severity first', () => {
    const second = findingOf(RESUME_FINDING.steps, { severity: 'note', rule: 'leak' });
    const levels = parse(sarif(reportOf([second, RESUME_FINDING], TEXTS))).runs[0]?.results?.map((r) => r.level);
    expect(levels).toEqual(['error', 'note']);
  });

  it('notes what was not analysed, and the exit code', () => {
    const report = reportOf([], {}, { incomplete: [{ path: 'a.c', function: 'f', line: 3, reason: 'too long' }], exitCode: 2, success: false });
    const invocation = parse(sarif(report)).runs[0]?.invocations?.[0];
    expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 2 });
    expect(invocation?.toolExecutionNotifications?.[0]?.message.text).toBe("function 'f' not fully analysed: too long");
  });

  // The official schema is not ours to ship: SARIF_SCHEMA names a copy of sarif-schema-2.1.0.json.
  const schema = process.env['SARIF_SCHEMA'];
  it.skipIf(schema === undefined || !existsSync(schema))('is valid against the official schema', async () => {
    const { default: Ajv } = await import('ajv');
    const official = JSON.parse(readFileSync(schema ?? '', 'utf8')) as { $schema?: string; id?: string };
    // Draft 4: the keywords it uses mean the same in draft 7, but for these two.
    delete official.$schema;
    delete official.id;
    const ajv = new Ajv({ strict: false, allErrors: true });
    ajv.addFormat('uri', (text) => URL.canParse(text));
    ajv.addFormat('uri-reference', (text) => URL.canParse(text, 'https://example.org/') && !/[\s"<>\\^`{|}]/.test(text));
    ajv.addFormat('date-time', () => false);
    const validate = ajv.compile(official);
    for (const report of [reportOf([RESUME_FINDING], TEXTS), reportOf([], {}, { homepage: null, incomplete: [{ path: 'a.c', reason: 'x' }] })]) {
      validate(JSON.parse(sarif(report)));
      expect(validate.errors).toBeNull();
    }
  });
});

describe('line hashes', () => {
  it('agree with the published vectors', () => {
    expect(lineHashes('')).toEqual(['c129715d7a2bc9a3:1']);
    expect(lineHashes(' a\nb\n  \t\tc\n d')).toEqual(['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']);
    expect(lineHashes('Lorem ipsum dolor sit amet.\n'.repeat(10)).slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `a7f2ff13bc495cf2:${n}`));
  });

  it('do not depend on line ends and indentation', () => {
    expect(lineHashes('a b\r\nc\r\n')).toEqual(lineHashes('ab\n\tc\n'));
    expect(lineHashes('a\rb')).toEqual(lineHashes('a\nb'));
  });
});
