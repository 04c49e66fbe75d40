import { describe, expect, it } from 'vitest';
import { Copies } from '../server/src/analysis/verdict/copies.ts';
import type { Finding } from '../server/src/analysis/verdict/finding.ts';

const range = { start: 0, end: 1, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
const finding: Finding = {
  rule: 'leak', severity: 'warning', confidence: 'high', path: 'a/x.c', range, statement: range, statementText: '', originText: '', function: 'f', message: 'm',
  help: '', why: '', cwe: [], steps: [{ kind: 'call', path: 'a/y.c', range, message: '', depth: 1 }, { kind: 'exit', path: 'a/x.c', range, message: '', depth: 0 }],
  fixes: [{ title: '', applicability: 'safe', edits: [{ path: 'a/x.c', range, newText: '' }] }],
};
const files = [{ path: 'a/x.c', text: 'x' }, { path: 'a/y.c', text: 'y' }, { path: 'b/x.c', text: 'x' }, { path: 'b/y.c', text: 'y' }, { path: 'c/x.c', text: 'x' }];

describe('copies of a file', () => {
  it('are analysed once', () => {
    expect(new Copies(files).distinct.map((file) => file.path)).toEqual(['a/x.c', 'a/y.c']);
  });

  it('have the findings of the first, with steps and edits in the nearest copies', () => {
    const found = new Copies(files).findings([finding]);
    expect(found.map(({ path, steps, fixes }) => [path, ...steps.map((step) => step.path), ...fixes.flatMap((fix) => fix.edits.map((edit) => edit.path))])).toEqual([
      ['a/x.c', 'a/y.c', 'a/x.c', 'a/x.c'],
      ['b/x.c', 'b/y.c', 'b/x.c', 'b/x.c'],
      ['c/x.c', 'a/y.c', 'c/x.c', 'c/x.c'],
    ]);
    expect(found[0]).toBe(finding);
  });

  it('are incomplete where the first is', () => {
    expect(new Copies(files).forAll([{ path: 'a/y.c', reason: 'r', line: 3 }, { path: 'z.c', reason: 's' }])).toEqual([
      { path: 'a/y.c', reason: 'r', line: 3 }, { path: 'b/y.c', reason: 'r', line: 3 }, { path: 'z.c', reason: 's' }]);
  });
});
