import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Layout } from '../../server/src/analysis/verdict/fixes/layout.ts';
import { applyEdits } from '../../server/src/analysis/verdict/fixes/text-edit.ts';
import type { Finding, Fix } from '../../server/src/analysis/verdict/finding.ts';
import { analyzeFiles } from '../harness/engine.ts';
import { fixturePaths, root } from '../harness/files.ts';
import { readFixture, type Fixture } from '../harness/fixture.ts';
import { random, spliced } from '../harness/transform.ts';

interface Offer { readonly finding: Finding; readonly fix: Fix; readonly texts: ReadonlyMap<string, string> }

/** The text with the edits of one file applied, the later ones first. */
function applied(text: string, fix: Fix, path: string): string {
  return fix.edits.filter((edit) => edit.path === path).map((edit, i) => ({ edit, i }))
    .sort((a, b) => b.edit.range.start - a.edit.range.start || b.i - a.i)
    .reduce((changed, { edit }) => changed.slice(0, edit.range.start) + edit.newText + changed.slice(edit.range.end), text);
}

const name = (finding: Finding): string => `${finding.path} ${finding.rule} in ${finding.function}(): ${finding.message.replace(/; the same on .*/, '')}`;

async function offersOf(fixture: Fixture): Promise<{ before: readonly Finding[]; offers: Offer[] }> {
  const { findings } = await analyzeFiles(fixture.files, fixture, true);
  const offers = findings.flatMap((finding) => finding.fixes.map((fix) => ({
    finding, fix, texts: new Map(fixture.files.map((file) => [file.path, applied(file.text, fix, file.path)])),
  })));
  return { before: findings, offers };
}

/** What is found after a fix and was not found before it, and the finding itself when it is still there. */
async function leftAfter(fixture: Fixture, before: readonly Finding[], { finding, texts }: Offer): Promise<string[]> {
  const { findings, incomplete } = await analyzeFiles(fixture.files.map((file) => ({ path: file.path, text: texts.get(file.path) ?? '' })), fixture);
  const allowed = before.filter((other) => other !== finding).map(name);
  const left = findings.map(name).filter((each) => {
    const at = allowed.indexOf(each);
    if (at >= 0) allowed.splice(at, 1);
    return at < 0;
  });
  return [...left, ...incomplete.filter((entry) => entry.reason.includes('line')).map((entry) => entry.reason)];
}

const fixtures = fixturePaths().map((path) => readFixture(path, readFileSync(new URL(path, root), 'utf8')));
const broken = (fixture: Fixture): boolean => fixture.path.includes('/broken/');

describe('every fix that is offered', () => {
  let count = 0;
  for (const fixture of fixtures) {
    it(`mends its finding and adds none: ${fixture.path}`, async () => {
      const { before, offers } = await offersOf(fixture);
      for (const offer of offers) {
        count++;
        if (!broken(fixture)) expect({ title: offer.fix.title, line: offer.finding.range.startLine, left: await leftAfter(fixture, before, offer) }).toMatchObject({ left: [] });
        expect(offer.fix.edits.length).toBeGreaterThan(0);
      }
    });
  }
  it('is one of many', () => { expect(count).toBeGreaterThan(100); });
});

describe('fixes', () => {
  it('are looked for only when they are wanted', async () => {
    const { findings } = await analyzeFiles(fixtures.flatMap((fixture) => (fixture.path.endsWith('free-of-borrowed/direct.c') ? fixture.files : [])));
    expect(findings.map((finding) => finding.fixes)).toEqual([[]]);
  });

  it('keep the line ends of the file', async () => {
    const text = 'int f(SSL *ssl)\r\n{\r\n    SSL_SESSION *s = SSL_get1_session(ssl);\r\n\r\n    if (ready(ssl))\r\n        return 0;\r\n    SSL_SESSION_free(s);\r\n    return 1;\r\n}\r\n';
    const { findings } = await analyzeFiles([{ path: 'a.c', text }], undefined, true);
    const fix = findings[0]?.fixes[0];
    expect(fix && applied(text, fix, 'a.c')).toBe(text.replace('(ready(ssl))\r\n        return 0;', '(ready(ssl)) {\r\n        SSL_SESSION_free(s);\r\n        return 0;\r\n    }'));
  });

  /** The body of a function after the first fix of its only finding. */
  const fixed = async (body: string, head = 'int f(SSL *ssl)'): Promise<string> => {
    const text = `${head}\n{\n${body}}\n`;
    const { findings } = await analyzeFiles([{ path: 'a.c', text }], undefined, true);
    const fix = findings.filter((finding) => finding.rule !== 'redundant-null-check')[0]?.fixes[0];
    return fix === undefined ? 'no fix' : applied(text, fix, 'a.c').slice(head.length + 3, -2);
  };
  const own = '    SSL_SESSION *s = SSL_get1_session(ssl);\n';
  const lent = '    SSL_SESSION *s = SSL_get_session(ssl);\n';

  it('keep an if and its else apart, and both on their line', async () => {
    expect(await fixed(`${own}    if (ready(ssl)) return 0; else return 1;\n`))
      .toBe(`${own}    if (ready(ssl)) { SSL_SESSION_free(s); return 0; } else { SSL_SESSION_free(s); return 1; }\n`);
    expect(await fixed(`${own}    if (ready(ssl))\n        return 0; /* not yet */\n    else\n        SSL_SESSION_free(s);\n    return 1;\n`))
      .toBe(`${own}    if (ready(ssl)) {\n        SSL_SESSION_free(s);\n        return 0;\n    } /* not yet */\n    else\n        SSL_SESSION_free(s);\n    return 1;\n`);
  });

  it('go into an else-if and a case without changing what it belongs to', async () => {
    expect(await fixed(`${own}    if (ready(ssl)) {\n        note();\n    } else if (late(ssl))\n        return 2;\n    SSL_SESSION_free(s);\n    return 1;\n`))
      .toBe(`${own}    if (ready(ssl)) {\n        note();\n    } else if (late(ssl)) {\n        SSL_SESSION_free(s);\n        return 2;\n    }\n    SSL_SESSION_free(s);\n    return 1;\n`);
    expect(await fixed(`${own}    switch (state(ssl)) {\n    case 1:\n        return 0;\n    default: break;\n    }\n    SSL_SESSION_free(s);\n    return 1;\n`))
      .toBe(`${own}    switch (state(ssl)) {\n    case 1:\n        SSL_SESSION_free(s);\n        return 0;\n    default: break;\n    }\n    SSL_SESSION_free(s);\n    return 1;\n`);
  });

  it('compute an answer before the session it needs is released', async () => {
    expect(await fixed(`${own}    if (s == NULL)\n        return 0;\n    return SSL_set_session(other(ssl), s);\n`))
      .toBe(`${own}    if (s == NULL)\n        return 0;\n    {\n        int result = SSL_set_session(other(ssl), s);\n        SSL_SESSION_free(s);\n        return result;\n    }\n`);
  });

  it('take the guard of a removed statement along, but not one that does something', async () => {
    const one = `${lent}    if (s != NULL && ready(ssl))\n        SSL_SESSION_free(s);\n    return keep(ssl, s);\n`;
    expect(await fixed(one)).toBe(one.replace('\n        SSL_SESSION_free(s);', '\n        { }'));
    expect(await fixed(`${lent}    if (s != NULL) {\n        SSL_SESSION_free(s);\n    }\n    return keep(ssl, s);\n`)).toBe(`${lent}    return keep(ssl, s);\n`);
  });

  it('leave a label a statement', () => {
    const text = 'void f(void)\n{\n    if (a())\n        goto done;\n    b();\ndone:\n    c();\n}\n';
    const start = text.indexOf('c();');
    const edits = new Layout(text, { start: 0, end: text.length - 1 }).remove({ start, end: start + 4 });
    expect(edits && applyEdits(text, edits)).toBe(text.replace('c();', ';'));
  });

  it('stand in front of the goto that leaves the block of the variable', async () => {
    const body = '    int ok = 0;\n\n    if (wanted(ssl)) {\n        SSL_SESSION *s = SSL_get1_session(ssl);\n\n        if (late(ssl))\n            goto out;\n        ok = 1;\n        SSL_SESSION_free(s);\n    }\nout:\n    return ok;\n';
    expect(await fixed(body)).toBe(body.replace('(late(ssl))\n            goto out;', '(late(ssl)) {\n            SSL_SESSION_free(s);\n            goto out;\n        }'));
  });

  it('use the names of the family the session came from', async () => {
    const body = '    WOLFSSL_SESSION *s = wolfSSL_get1_session(ssl);\n\n    if (s == NULL)\n        return 0;\n';
    expect(await fixed(`${body}    return 1;\n`, 'int f(WOLFSSL *ssl)')).toBe(`${body}    wolfSSL_SESSION_free(s);\n    return 1;\n`);
  });

  it('are not offered where a directive cuts a statement', async () => {
    const body = `${own}#ifdef FAST\n    if (ready(ssl))\n#else\n    if (late(ssl))\n#endif\n        return 1;\n    SSL_SESSION_free(s);\n    return 0;\n`;
    expect(await fixed(body)).toBe('no fix');
  });

  it('are looked for in damaged text without throwing', async () => {
    const next = random(11);
    const texts = fixtures.flatMap((fixture) => fixture.files.map((file) => file.text));
    const other = (): string => texts[Math.floor(next() * texts.length)] ?? '';
    for (const fixture of fixtures) {
      const files = fixture.files.map((file) => ({ path: file.path, text: spliced(file.text, other(), next) }));
      await expect(analyzeFiles(files, fixture, true)).resolves.toBeDefined();
    }
  });

  it('never change a macro', async () => {
    const text = '#define DONE(s) do { SSL_SESSION_free(s); } while (0)\nvoid f(SSL *ssl)\n{\n    SSL_SESSION *s = SSL_get_session(ssl);\n    DONE(s);\n}\n';
    const { findings } = await analyzeFiles([{ path: 'a.c', text }], undefined, true);
    expect(findings.map((finding) => finding.rule)).toEqual(['free-of-borrowed']);
    for (const fix of findings[0]?.fixes ?? []) expect(applied(text, fix, 'a.c').split('\n')[0]).toBe(text.split('\n')[0]);
  });
});

const hasCompiler = ((): boolean => {
  try {
    execFileSync('gcc', ['-fsyntax-only', '-x', 'c', '-include', 'openssl/ssl.h', '-'], { input: '', stdio: ['pipe', 'ignore', 'ignore'] });
    return true;
  } catch {
    return false;
  }
})();

/** Compiles C as fixtures are written: old C, in which what is not declared returns int. */
function compiles(folder: string, text: string, number: number): Promise<boolean> {
  const file = join(folder, `${number}.c`);
  writeFileSync(file, text);
  return new Promise((done) => { execFile('gcc', ['-fsyntax-only', '-w', '-std=gnu89', '-include', join(folder, 'all.h'), file], (error) => { done(error === null); }); });
}

describe.skipIf(!hasCompiler)('fixed files (gcc and the headers of the library are here)', () => {
  it('compile where they did before', { timeout: 240_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssl-lint-fixes-'));
    try {
      writeFileSync(join(folder, 'all.h'), ['stdio', 'stdlib', 'string', 'openssl/ssl', 'openssl/pem', 'openssl/x509'].map((header) => `#include <${header}.h>\n`).join(''));
      execFileSync('gcc', ['-w', '-std=gnu89', '-x', 'c-header', join(folder, 'all.h'), '-o', join(folder, 'all.h.gch')]);
      expect(existsSync(join(folder, 'all.h.gch'))).toBe(true);
      let number = 0;
      let compared = 0;
      const wrong: string[] = [];
      for (const fixture of fixtures.filter((each) => !broken(each) && each.files.length === 1)) {
        const { offers } = await offersOf(fixture);
        const path = fixture.files[0]?.path ?? '';
        if (offers.length === 0 || !await compiles(folder, fixture.files[0]?.text ?? '', number++)) continue;
        const results = await Promise.all(offers.map(({ texts }) => compiles(folder, texts.get(path) ?? '', number++)));
        results.forEach((ok, i) => { if (!ok) wrong.push(`${path}: ${offers[i]?.fix.title ?? ''}`); });
        compared += offers.length;
      }
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(60);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
