import { describe, expect, it } from 'vitest';
import { folderWith, ssl } from '../cli/harness.ts';
import { borrowed, engine, fine, leaking, serviceFor } from './harness.ts';

interface Document { readonly findings: Record<string, unknown>[]; readonly incomplete: unknown[]; readonly summary: { readonly files: number } }

/** What `ssl-lint --format json` says in a folder. */
async function command(folder: string): Promise<Document> {
  const { out, err } = await ssl(folder, ['--format', 'json'], {}, engine);
  if (out === '') throw new Error(err);
  return JSON.parse(out) as Document;
}

const lines = ({ startLine, startColumn, endLine, endColumn }: { startLine: number; startColumn: number; endLine: number; endColumn: number }): object =>
  ({ startLine, startColumn, endLine, endColumn });

/** The same, put together from what the service says of each file. */
async function service(folder: string): Promise<Document> {
  const asked = serviceFor(folder);
  const reports = await asked.reports();
  const findings: Record<string, unknown>[] = [];
  for (const report of reports) {
    for (const finding of report.findings) {
      const fixes = await asked.fixes(report.name, finding.fingerprint);
      findings.push({
        ruleId: finding.rule, severity: finding.severity, confidence: finding.confidence, message: finding.message, path: finding.path, range: lines(finding.range),
        function: finding.function, fingerprint: finding.fingerprint, helpUri: expect.any(String) as unknown, cwe: finding.cwe,
        steps: finding.steps.map((step, i) => ({ index: i + 1, kind: step.kind, message: step.message, path: step.path, range: lines(step.range), depth: step.depth })),
        fixes: fixes.map((fix) => ({ title: fix.title, safety: fix.applicability, edits: fix.edits.map((edit) => ({ path: edit.path, range: lines(edit.range), newText: edit.newText })) })),
        status: 'open',
      });
    }
  }
  const [status] = await asked.status();
  return { findings, incomplete: reports.flatMap((report) => report.incomplete.map((entry) => ({ ...entry }))), summary: { files: status?.files ?? -1 } };
}

async function agree(folder: string, least: number): Promise<void> {
  const [expected, actual] = [await command(folder), await service(folder)];
  expect(expected.findings.length).toBeGreaterThanOrEqual(least);
  expect(expected.findings).toEqual(actual.findings);
  expect(actual.incomplete).toEqual(expected.incomplete);
  expect(actual.summary.files).toBe(expected.summary.files);
}

const TREE = {
  'src/a.c': `${borrowed('f')}${borrowed('g')}${leaking('h')}`,
  'src/same.c': `${borrowed('f1')}\n`, 'lib/same.c': `${borrowed('f1')}\n`,
  'src/quiet.c': `${borrowed('q').replace('(s);', '(s); /* ssl-lint-disable-line free-of-borrowed -- tested */')}${fine('r').replace('(s);', '(s); // ssl-lint-disable-line leak')}// NOLINT(ssl-lint-lead)\n`,
  'src/uses.c': 'SSL_SESSION *peek(SSL *ssl);\nvoid drop(SSL *ssl)\n{\n    SSL_SESSION_free(peek(ssl));\n}\n',
  'src/peek.h': 'static SSL_SESSION *peek(SSL *ssl) { return SSL_get_session(ssl); }\n',
  'src/none.c': 'int x;\n', 'src/plus.cc': borrowed('cc'), 'src/wide.c': Buffer.from(`\xef\xbb\xbf/* \xe9 */ ${borrowed('w')}`, 'latin1'),
  'src/utf16.c': Buffer.from('\xff\xfeS\0S\0L\0', 'latin1'), 'src/nul.c': `${borrowed('n')}\0`,
  'src/broken.c': `void odd(SSL *ssl)\n{\n    SSL_SESSION *s = SSL_get_session(ssl;\n    SSL_SESSION_free(s;\n`,
  'tests/t.c': borrowed('t'), 'tests/old/o.c': leaking('o'), 'build/b.c': borrowed('b'), 'generated/x.c': borrowed('x'),
  'vendor/v.c': `${borrowed('v')}${leaking('v2')}`, 'vendor/.gitignore': 'ignored.c\n', 'vendor/ignored.c': borrowed('i'),
};

const CONFIGURED = {
  '.ssl-lint.json': JSON.stringify({
    extendExclude: ['generated/**'], rules: { leak: 'error' },
    overrides: [{ files: ['tests/**'], rules: { 'free-of-borrowed': 'note' }, confidence: 'low' }, { files: ['tests/old/**'], rules: { leak: 'off' } }],
    model: { functions: { conn_session: { returns: 'borrowed', borrowedFrom: 0 } } },
  }),
  'vendor/.ssl-lint.jsonc': '{ "rules": { "leak": "note", "free-of-borrowed": "warning" }, "confidence": "low" }',
  'src/user.c': 'SSL_SESSION *conn_session(void *c);\nvoid user(void *c)\n{\n    SSL_SESSION_free(conn_session(c));\n}\n',
};

describe('a folder is said to be as the command says, fixes included', () => {
  it('without a configuration', () => agree(folderWith(TREE), 10));

  it('with two configurations, overrides, a model and suppressions', () => agree(folderWith({ ...TREE, ...CONFIGURED }), 10));

  it('below the top of a git work tree with ignore files', () =>
    agree(`${folderWith(Object.fromEntries(Object.entries({ ...TREE, ...CONFIGURED, '.git/HEAD': '', '.gitignore': 'tests/old\n' }).map(([name, text]) => [name.startsWith('.git') ? name : `work/${name}`, text])))}/work`, 8));
});
