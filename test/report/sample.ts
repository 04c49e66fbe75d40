import { LineTable } from '../../server/src/analysis/code/position.ts';
import type { Finding, Step, StepKind } from '../../server/src/analysis/verdict/finding.ts';
import { rangeOf } from '../../server/src/analysis/verdict/range.ts';
import type { Report } from '../../server/src/report/report.ts';

export const RESUME_C = `#include <openssl/ssl.h>

int resume_store(struct conn *conn, int want_copy)
{
    SSL_SESSION *sess = SSL_get_session(conn->ssl);
    int ok;

    if (sess == NULL)
        return 0;
    if (want_copy)
        sess = SSL_SESSION_dup(sess);

    ok = cache_store(conn->key, sess);
    log_info("session cached for %s", conn->key);

    SSL_SESSION_free(sess);
    return ok;
}
`;

/** A step at the n-th (from 0) occurrence of `what` in a text. */
export function stepAt(path: string, text: string, what: string, kind: StepKind, message: string, depth = 0, nth = 0): Step {
  let start = text.indexOf(what);
  for (let i = 0; i < nth; i++) start = text.indexOf(what, start + 1);
  if (start < 0) throw new Error(`no '${what}' in ${path}`);
  return { kind, path, message, depth, range: rangeOf(new LineTable(text), start, start + what.length) };
}

export function findingOf(steps: readonly Step[], more: Partial<Finding> = {}): Finding {
  const last = steps.at(-1);
  if (last === undefined) throw new Error('a finding needs a step');
  return {
    rule: 'free-of-borrowed', severity: 'error', confidence: 'high', path: last.path, range: last.range, statement: last.range,
    statementText: 'SSL_SESSION_free(sess);', originText: 'SSL_SESSION *sess = SSL_get_session(conn->ssl);', function: 'resume_store',
    message: '`sess` is borrowed from `conn->ssl` and is freed here',
    help: 'take your own reference with SSL_get1_session(), or free only the copy',
    why: 'a later SSL_free(conn->ssl) releases the same reference again', cwe: [416, 911], steps, fixes: [], ...more,
  };
}

const RESUME = 'src/tls/resume.c';

export const RESUME_FINDING = findingOf([
  stepAt(RESUME, RESUME_C, 'SSL_get_session(conn->ssl)', 'acquire-borrowed', 'borrowed: SSL_get_session() does not take a reference'),
  stepAt(RESUME, RESUME_C, 'want_copy', 'branch', '`want_copy` is false, so `sess` is still the borrowed pointer', 0, 1),
  stepAt(RESUME, RESUME_C, 'SSL_SESSION_free(sess)', 'release', 'freed here, but `conn->ssl` still owns this reference'),
], {
  fixes: [{
    title: 'Take a reference with SSL_get1_session()', applicability: 'suggestion',
    edits: [{ path: RESUME, range: stepAt(RESUME, RESUME_C, 'SSL_get_session', 'use', '').range, newText: 'SSL_get1_session' }],
  }],
});

export function reportOf(findings: readonly Finding[], texts: Readonly<Record<string, string>>, more: Partial<Report> = {}): Report {
  return {
    version: '1.0.0', homepage: 'https://example.org/ssl-lint', findings, fingerprints: () => findings.map((_, i) => `fingerprint-${i}`),
    incomplete: [], files: 214, suppressed: 3, exitCode: 1, success: true, shown: (path) => path, textOf: (path) => texts[path] ?? null,
    severityOf: () => 'error', pageOf: () => null, style: { color: false, width: 160, maxSteps: 25, summary: true }, ...more,
  };
}
