import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprints } from '../../server/src/analysis/verdict/fingerprint.ts';
import { compareText } from '../../server/src/analysis/verdict/order.ts';
import { findingOf, RESUME_FINDING } from './sample.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('order of text', () => {
  it('is that of the UTF-8 bytes', () => {
    const words = ['a', 'b', 'ab', '', 'Z', 'é', '\uffff', '😀', '😁', '\ue000', 'a/b', 'a.b', 'a😀', 'a\uffee', '\ud7ff'];
    const sorted = [...words].sort(compareText);
    expect(sorted).toEqual([...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });
});

describe('fingerprints', () => {
  const [base] = fingerprints([RESUME_FINDING], hash);

  it('are 32 hex digits', () => {
    expect(base).toMatch(/^[0-9a-f]{32}$/);
  });

  it('do not depend on lines, white space, severity or message', () => {
    const range = { ...RESUME_FINDING.range, startLine: 99, endLine: 99 };
    const moved = { ...RESUME_FINDING, range, severity: 'note' as const, message: 'x', statementText: 'SSL_SESSION_free(sess); ' };
    expect(fingerprints([moved], hash)).toEqual([base]);
  });

  it.each([{ rule: 'leak' }, { path: 'b.c' }, { function: 'g' }, { statementText: 'f();' }, { originText: 'g();' }])('differ by %j', (change) => {
    expect(fingerprints([findingOf(RESUME_FINDING.steps, change)], hash)[0]).not.toBe(base);
  });

  it('of equal statements differ by their order', () => {
    const two = fingerprints([RESUME_FINDING, RESUME_FINDING], hash);
    expect(two[0]).toBe(base);
    expect(two[1]).not.toBe(base);
  });
});
