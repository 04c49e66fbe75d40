import { describe, expect, it } from 'vitest';
import { concise } from '../../server/src/report/concise.ts';
import { full } from '../../server/src/report/full.ts';
import { gcc } from '../../server/src/report/gcc.ts';
import { json, jsonl } from '../../server/src/report/json.ts';
import { findingOf, reportOf, RESUME_C, RESUME_FINDING, stepAt } from './sample.ts';

const TEXTS = { 'src/tls/resume.c': RESUME_C };
const report = reportOf([RESUME_FINDING], TEXTS);

describe('full', () => {
  it('draws one frame with numbered steps in the order of lines', () => {
    expect(full(report)).toBe(`error[free-of-borrowed]: \`sess\` is borrowed from \`conn->ssl\` and is freed here
  --> src/tls/resume.c:16:5
   |
 5 |     SSL_SESSION *sess = SSL_get_session(conn->ssl);
   |                         -------------------------- 1. borrowed: SSL_get_session() does not take a reference
...
10 |     if (want_copy)
   |         --------- 2. \`want_copy\` is false, so \`sess\` is still the borrowed pointer
11 |         sess = SSL_SESSION_dup(sess);
...
16 |     SSL_SESSION_free(sess);
   |     ^^^^^^^^^^^^^^^^^^^^^^ 3. freed here, but \`conn->ssl\` still owns this reference
   |
   = help: take your own reference with SSL_get1_session(), or free only the copy
   = why:  a later SSL_free(conn->ssl) releases the same reference again (CWE-416)
   = docs: https://example.org/ssl-lint/rules/free-of-borrowed

Found 1 problem (1 error, 0 warnings) in 1 of 214 files. 3 suppressed, 0 in baseline.
`);
  });

  it('draws a frame of its own for a step in another file, with the head of the function', () => {
    const resume = `${'\n'.repeat(40)}    SSL_SESSION *s = SSL_get1_session(conn->ssl);\n\n\n    if (session_cache_put(cache, s) < 0)\n        SSL_SESSION_free(s);\n`;
    const cache = `${'\n'.repeat(87)}int session_cache_put(struct cache *c, SSL_SESSION *s)\n{\n    int full = is_full(c);\n\n    if (full) {\n        SSL_SESSION_free(s);\n        return -1;\n    }\n`;
    const finding = findingOf([
      stepAt('src/tls/resume.c', resume, 'SSL_get1_session(conn->ssl)', 'acquire-owned', 'owned: one reference taken here'),
      stepAt('src/tls/resume.c', resume, 'session_cache_put(cache, s)', 'call', 'returns -1 after freeing `s` (see below)'),
      stepAt('src/tls/cache.c', cache, 'SSL_SESSION_free(s)', 'release', 'first free, on the error path', 1),
      stepAt('src/tls/resume.c', resume, 'SSL_SESSION_free(s)', 'release', 'freed again here'),
    ], {
      rule: 'double-free', message: '`s` is freed twice when `session_cache_put()` fails', why: '',
      help: 'let only one side free on failure; remove the call in src/tls/cache.c:93 or here',
    });
    const text = full(reportOf([finding], { 'src/tls/resume.c': resume, 'src/tls/cache.c': cache }, { style: { color: false, width: 160, maxSteps: 25, summary: false } }));
    expect(text).toBe(`error[double-free]: \`s\` is freed twice when \`session_cache_put()\` fails
  --> src/tls/resume.c:45:9
   |
41 |     SSL_SESSION *s = SSL_get1_session(conn->ssl);
   |                      --------------------------- 1. owned: one reference taken here
...
44 |     if (session_cache_put(cache, s) < 0)
   |         --------------------------- 2. returns -1 after freeing \`s\` (see below)
45 |         SSL_SESSION_free(s);
   |         ^^^^^^^^^^^^^^^^^^^ 3. freed again here
   |
  ::: src/tls/cache.c:93:9
   |
88 | int session_cache_put(struct cache *c, SSL_SESSION *s)
...
93 |         SSL_SESSION_free(s);
   |         ------------------- 2a. first free, on the error path
94 |         return -1;
   |
   = help: let only one side free on failure; remove the call in src/tls/cache.c:93 or here
   = docs: https://example.org/ssl-lint/rules/double-free
`);
  });

  it('colours headings, gutters and marks, and only then', () => {
    const text = full({ ...report, style: { ...report.style, color: true } });
    expect(text).toContain('\u001b[1;31merror[free-of-borrowed]\u001b[0m');
    expect(text).toContain('\u001b[1;31m^^^^^^^^^^^^^^^^^^^^^^\u001b[0m \u001b[1m3. \u001b[0mfreed here');
    expect(text.replace(/\u001b\[[0-9;]*m/g, '')).toBe(full(report));
  });

  it('says where the page is when the project has no homepage', () => {
    expect(full({ ...report, homepage: null })).toContain('= docs: ssl-lint explain free-of-borrowed\n');
  });

  it('cuts a long path in the middle', () => {
    const step = RESUME_FINDING.steps[0];
    if (step === undefined) throw new Error('no step');
    const finding = findingOf([...Array.from({ length: 30 }, () => step), ...RESUME_FINDING.steps]);
    const text = full(reportOf([finding], TEXTS));
    expect(text).toContain('(… 8 more steps, see --format json)');
    expect(text).toContain('33. freed here');
  });

  it('tells the steps when the text is not at hand', () => {
    expect(full(reportOf([RESUME_FINDING], {}))).toContain('16 | 3. freed here');
  });
});

describe('one line a finding', () => {
  it('concise', () => {
    expect(concise(report)).toBe('src/tls/resume.c:16:5: error: `sess` is borrowed from `conn->ssl` and is freed here [free-of-borrowed]\n');
  });

  it('gcc adds the steps as notes', () => {
    expect(gcc(report)).toBe(`src/tls/resume.c:16:5: error: \`sess\` is borrowed from \`conn->ssl\` and is freed here [free-of-borrowed]
src/tls/resume.c:5:25: note: (1) borrowed: SSL_get_session() does not take a reference
src/tls/resume.c:10:9: note: (2) \`want_copy\` is false, so \`sess\` is still the borrowed pointer
src/tls/resume.c:16:5: note: (3) freed here, but \`conn->ssl\` still owns this reference
`);
  });

  it('never lets source text control the terminal', () => {
    const finding = findingOf(RESUME_FINDING.steps, { message: 'a\u001b[31mb\nc\u202e' });
    expect(concise(reportOf([finding], TEXTS))).toContain('a\ufffd[31mb\ufffdc\ufffd [');
  });
});

describe('json', () => {
  it('has the documented keys', () => {
    const document = JSON.parse(json(report)) as Record<string, unknown> & { findings: Record<string, unknown>[] };
    expect(Object.keys(document)).toEqual(['schemaVersion', 'tool', 'columnUnit', 'summary', 'findings', 'incomplete']);
    expect(document['summary']).toEqual({ files: 214, errors: 1, warnings: 0, notes: 0, suppressed: 3, baselined: 0, incomplete: 0 });
    expect(document.findings[0]).toEqual({
      ruleId: 'free-of-borrowed', severity: 'error', confidence: 'high', message: '`sess` is borrowed from `conn->ssl` and is freed here',
      path: 'src/tls/resume.c', range: { startLine: 16, startColumn: 5, endLine: 16, endColumn: 27 }, function: 'resume_store',
      fingerprint: 'fingerprint-0', helpUri: 'https://example.org/ssl-lint/rules/free-of-borrowed', cwe: [416, 911],
      steps: [
        { index: 1, kind: 'acquire-borrowed', message: 'borrowed: SSL_get_session() does not take a reference', path: 'src/tls/resume.c', range: { startLine: 5, startColumn: 25, endLine: 5, endColumn: 51 }, depth: 0 },
        { index: 2, kind: 'branch', message: '`want_copy` is false, so `sess` is still the borrowed pointer', path: 'src/tls/resume.c', range: { startLine: 10, startColumn: 9, endLine: 10, endColumn: 18 }, depth: 0 },
        { index: 3, kind: 'release', message: 'freed here, but `conn->ssl` still owns this reference', path: 'src/tls/resume.c', range: { startLine: 16, startColumn: 5, endLine: 16, endColumn: 27 }, depth: 0 },
      ],
      fixes: [{
        title: 'Take a reference with SSL_get1_session()', safety: 'suggestion',
        edits: [{ path: 'src/tls/resume.c', range: { startLine: 5, startColumn: 25, endLine: 5, endColumn: 40 }, newText: 'SSL_get1_session' }],
      }],
      status: 'open',
    });
  });

  it('lists what was not analysed', () => {
    const document = JSON.parse(json({ ...report, incomplete: [{ path: 'a.c', reason: 'too large' }, { path: 'b.c', function: 'f', line: 3, reason: 'macro `X`' }] })) as { incomplete: unknown };
    expect(document.incomplete).toEqual([{ path: 'a.c', reason: 'too large' }, { path: 'b.c', function: 'f', reason: 'macro `X`', line: 3 }]);
  });

  it('as lines: one a finding, then a summary', () => {
    const lines = jsonl(report).trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => line['ruleId'] ?? line['type'])).toEqual(['free-of-borrowed', 'summary']);
  });
});
