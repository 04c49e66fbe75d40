import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyzeFiles } from '../harness/engine.ts';
import { fixturePaths, root } from '../harness/files.ts';
import { readFixture } from '../harness/fixture.ts';
import { inspected, PATH } from './marked.ts';

const fixtures = fixturePaths().map((path) => readFixture(path, readFileSync(new URL(path, root), 'utf8')));

describe('whatever the text', () => {
  it('every name, hint and lens can be asked for, says the same twice, and lies in the text', async () => {
    let hovers = 0;
    for (const fixture of fixtures) {
      const { inspect } = await analyzeFiles(fixture.files, fixture);
      for (const { path, text } of fixture.files) {
        const names = [...text.matchAll(/[A-Za-z_]\w*/g)].map((match) => match.index);
        const ask = () => ({ hovers: names.map((at) => ({ at, hover: inspect.hover(path, at) })), hints: inspect.hints(path), lenses: inspect.lenses(path) });
        const answers = ask();
        expect(ask(), fixture.path).toEqual(answers);
        for (const { at, hover } of answers.hovers) {
          if (hover === null) continue;
          hovers++;
          const covers = hover.range.start <= at && at < hover.range.end && hover.range.end <= text.length;
          expect(covers && hover.markdown.trim() !== '' && !/undefined|\[object|NaN/.test(hover.markdown), `${fixture.path} at ${at}: ${hover.markdown}`).toBe(true);
        }
        for (const hint of answers.hints) expect(text.slice(0, hint.offset).split('\n').length, `${fixture.path}: ${hint.label}`).toBe(hint.line);
        for (const lens of answers.lenses) expect([text.slice(lens.range.start, lens.range.end), lens.title.length <= 80], fixture.path).toEqual([lens.function, true]);
      }
    }
    expect(hovers).toBeGreaterThan(fixtures.length);
  });

  it('asking changes no finding', async () => {
    for (const fixture of fixtures) {
      const asked = await analyzeFiles(fixture.files, fixture);
      const before = JSON.stringify([asked.findings, asked.incomplete]);
      for (const { path, text } of fixture.files) {
        asked.inspect.hints(path);
        for (let at = 0; at < text.length; at += 7) asked.inspect.hover(path, at);
      }
      expect(JSON.stringify([asked.findings, asked.incomplete]), fixture.path).toBe(before);
    }
  });

  it('a text that is cut off anywhere can be asked', async () => {
    const text = 'struct c { SSL_SESSION *sess; };\nint f(struct c *c, SSL *ssl) {\n  SSL_SESSION *s = SSL_get1_session(ssl);\n  if (s == NULL || c->sess == s) { SSL_SESSION_free(s); return 0; }\n  c->sess = s;\n  return 1;\n}\n';
    for (let end = 0; end <= text.length; end++) {
      const inspect = await inspected(text.slice(0, end));
      for (let at = Math.max(0, end - 12); at <= end; at++) inspect.hover(PATH, at);
      inspect.hints(PATH);
      inspect.lenses(PATH);
    }
  });
});

describe('a question without an answer', () => {
  const text = 'void f(SSL *ssl) {\n  SSL_SESSION *s = SSL_get1_session(ssl);\n  SSL_SESSION_free(s);\n}\n';

  it('about an unknown file gives nothing', async () => {
    const inspect = await inspected(text);
    expect([inspect.hover('other.c', 5), inspect.hints('other.c'), inspect.lenses('')]).toEqual([null, [], []]);
  });

  it('about a place outside the text gives nothing', async () => {
    const inspect = await inspected(text);
    for (const offset of [-1, text.length, text.length + 1, 1e12, Infinity, -Infinity, NaN, 3.5]) expect(inspect.hover(PATH, offset), String(offset)).toBeNull();
    expect(inspect.hover(PATH, text.indexOf('SSL_SESSION_free'))).not.toBeNull();
  });
});

describe('a copy of a file', () => {
  it('is answered as the file is', async () => {
    const text = 'void put(SSL_SESSION *s) { SSL_SESSION_free(s); }\nvoid f(SSL *ssl) { SSL_SESSION *t = SSL_get1_session(ssl); put(t); }\n';
    const { inspect } = await analyzeFiles([{ path: 'a/x.c', text }, { path: 'b/x.c', text }]);
    const at = text.lastIndexOf('put');
    for (const [one, two] of [[inspect.hover('a/x.c', at), inspect.hover('b/x.c', at)], [inspect.hints('a/x.c'), inspect.hints('b/x.c')], [inspect.lenses('a/x.c'), inspect.lenses('b/x.c')]]) expect(two).toEqual(one);
    expect(inspect.hover('b/x.c', at)?.markdown).toContain('releases argument 1');
    expect(inspect.hints('b/x.c').length).toBe(1);
  });
});
