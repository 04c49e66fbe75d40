import { describe, expect, it } from 'vitest';
import type { Finding } from '../server/src/analysis/verdict/finding.ts';
import { readAnnotations } from './harness/annotations.ts';
import { compare } from './harness/compare.ts';
import { readFixture } from './harness/fixture.ts';

/** A finding on one line, columns 1-based and end exclusive. */
function finding(rule: string, line: number, from: number, to: number, more: Partial<Finding> = {}): Finding {
  const range = { start: 0, end: 0, startLine: line, startColumn: from, endLine: line, endColumn: to };
  const path = more.path ?? 'a.c';
  return {
    rule, severity: 'error', confidence: 'high', path, range, statement: range, statementText: '', originText: '', function: 'f', message: '`s` is wrong',
    help: '', why: '', cwe: [], steps: [{ kind: 'release', path, range, message: 'released here', depth: 0 }], fixes: [], ...more,
  };
}

const said = (text: string, findings: readonly Finding[]): string[] => compare(readFixture('a.c', text), findings, []);

const CODE = 'void f(SSL *ssl)\n{\n    release(s);\n';

describe('annotations', () => {
  it('speak about the nearest line of code above', () => {
    const { annotations, malformed } = readAnnotations(`${CODE}    // ^ leak\n    //      ^ step 2: x\n`);
    expect(malformed).toEqual([]);
    expect(annotations.map((a) => (a.kind === 'incomplete' ? 0 : a.at.line))).toEqual([3, 3]);
  });

  it('that cannot be read are errors, not remarks', () => {
    expect(() => readFixture('a.c', `${CODE}    // ^ Leak here\n`)).toThrow('a.c:4');
    expect(() => readFixture('a.c', `${CODE}    // ^ leak certain\n`)).toThrow('a.c:4');
    expect(() => readFixture('a.c', `// said of all\n\n${CODE}// @file b.c\n`)).toThrow('a.c:3');
  });

  it('split a fixture into files', () => {
    const fixture = readFixture('two.c', '// about\n// @file a.c\nint a;\n// @file b.c\nint b;\n');
    expect(fixture.files.map((file) => [file.path, file.text, file.lineOffset])).toEqual([['a.c', 'int a;', 2], ['b.c', 'int b;\n', 4]]);
  });
});

describe('a fixture fails', () => {
  it('when something unsaid is reported', () => {
    expect(said(CODE, [finding('leak', 3, 5, 15)])).toHaveLength(1);
    expect(said(CODE, [finding('leak', 3, 5, 15, { confidence: 'low' })])).toHaveLength(1);
  });

  it('when something stated is not reported, or elsewhere, or under another rule', () => {
    const text = `${CODE}    // ^ leak\n`;
    expect(said(text, [finding('leak', 3, 5, 15)])).toEqual([]);
    expect(said(text, [])).toHaveLength(1);
    expect(said(text, [finding('leak', 3, 9, 15)])).toHaveLength(2);
    expect(said(text, [finding('leak', 2, 5, 15)])).toHaveLength(2);
    expect(said(text, [finding('double-free', 3, 5, 15)])).toHaveLength(2);
  });

  it('when the range, the confidence or the message is another one than stated', () => {
    expect(said(`${CODE}    //  ^^^^ leak\n`, [finding('leak', 3, 9, 13)])).toEqual([]);
    expect(said(`${CODE}    //  ^^^^ leak\n`, [finding('leak', 3, 9, 14)])).toHaveLength(2);
    expect(said(`${CODE}    // ^ leak medium\n`, [finding('leak', 3, 5, 15)])).toHaveLength(2);
    expect(said(`${CODE}    // ^ leak\n`, [finding('leak', 3, 5, 15, { confidence: 'low' })])).toHaveLength(1);
    expect(said(`${CODE}    // ^ leak: is right\n`, [finding('leak', 3, 5, 15)])).toHaveLength(2);
  });

  it('when a step or a fix is not there', () => {
    const one = finding('leak', 3, 5, 15);
    expect(said(`${CODE}    // ^ leak\n    // ^ step 1: released\n`, [one])).toEqual([]);
    expect(said(`${CODE}    // ^ leak\n    // ^ step 2: released\n`, [one])).toHaveLength(1);
    expect(said(`${CODE}    // ^ leak\n    // ^ fix safe: Free\n`, [one])).toHaveLength(1);
    const fixed = { ...one, fixes: [{ title: 'Free it', applicability: 'safe' as const, edits: [] }] };
    expect(said(`${CODE}    // ^ leak\n    // ^ fix safe: Free\n`, [fixed])).toEqual([]);
  });

  it('when a known gap has healed', () => {
    expect(said(`${CODE}    // ^ MISSING leak\n`, [])).toEqual([]);
    expect(said(`${CODE}    // ^ MISSING leak\n`, [finding('leak', 3, 5, 15)])).toHaveLength(1);
    expect(said(`${CODE}    // ^ SPURIOUS leak\n`, [finding('leak', 3, 5, 15)])).toEqual([]);
    expect(said(`${CODE}    // ^ SPURIOUS leak\n`, [])).toHaveLength(1);
  });

  it('when a function is given up without a word, or not given up with one', () => {
    const notice = { path: 'a.c', function: 'f', line: 1, reason: 'macro X at line 3' };
    expect(compare(readFixture('a.c', CODE), [], [notice])).toHaveLength(1);
    expect(compare(readFixture('a.c', `// incomplete: macro X\n${CODE}`), [], [notice])).toEqual([]);
    expect(compare(readFixture('a.c', `// incomplete: macro Y\n${CODE}`), [], [notice])).toHaveLength(1);
    expect(compare(readFixture('a.c', `// incomplete\n${CODE}`), [], [])).toHaveLength(1);
  });

  it('but says nothing about rules that are off, unless they are switched on', () => {
    const off = finding('portability', 3, 5, 15);
    expect(said(CODE, [off, finding('unchecked-up-ref', 3, 5, 15)])).toEqual([]);
    expect(said(`// @config {"rules": {"portability": "note"}}\n${CODE}`, [off])).toHaveLength(1);
  });
});
