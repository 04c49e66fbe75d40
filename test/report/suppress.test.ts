import { describe, expect, it } from 'vitest';
import { LineTable } from '../../server/src/analysis/code/position.ts';
import type { Finding } from '../../server/src/analysis/verdict/finding.ts';
import { rangeOf } from '../../server/src/analysis/verdict/range.ts';
import { suppress } from '../../server/src/analysis/verdict/suppress.ts';
import type { SuppressOptions } from '../../server/src/analysis/verdict/suppress.ts';
import { findingOf, stepAt } from './sample.ts';

/** A finding of `rule` at each `@` of the text (which becomes a blank), its statement reaching to the next `;`. */
function findings(marked: string, rule: string): { text: string; list: Finding[] } {
  const text = marked.replaceAll('@', ' ');
  const lines = new LineTable(text);
  const list = [...marked.matchAll(/@/g)].map((match) => {
    const end = text.indexOf(';', match.index) + 1;
    const step = { ...stepAt('a.c', text, text, 'release', ''), range: rangeOf(lines, match.index + 1, end) };
    return findingOf([step], { rule, path: 'a.c' });
  });
  return { text, list };
}

function run(marked: string, rule = 'leak', options: Partial<SuppressOptions> = {}, partial = false) {
  const { text, list } = findings(marked, rule);
  const outcome = suppress(list, [{ path: 'a.c', text }], () => ({ nolint: 'named', requireReason: false, ...options }), () => partial);
  return {
    kept: outcome.kept.map((finding) => finding.range.startLine),
    suppressed: outcome.suppressed.map(({ finding }) => finding.range.startLine),
    reasons: outcome.suppressed.map(({ reason }) => reason),
    about: outcome.about.map((finding) => `${finding.range.startLine} ${finding.rule}: ${finding.message}`),
    notices: outcome.remarks.map(({ range, message }) => `${range.startLine}: ${message}`),
    fixes: [...outcome.about, ...outcome.remarks].flatMap((finding) => finding.fixes),
    text,
  };
}

describe('suppression comments', () => {
  it('on the line', () => {
    const outcome = run('@f(s); // ssl-lint-disable-line leak -- kept on purpose\n@g(s);\n');
    expect(outcome.suppressed).toEqual([1]);
    expect(outcome.reasons).toEqual(['kept on purpose']);
    expect(outcome.kept).toEqual([2]);
    expect(outcome.about).toEqual([]);
  });

  it('on any line of a call that is wrapped', () => {
    expect(run('@f(a,\n  b, /* ssl-lint-disable-line leak */\n  c);\n').suppressed).toEqual([1]);
  });

  it('on the line before, with other comments and blank lines between', () => {
    expect(run('/* ssl-lint-disable-next-line double-free, leak -- both\n */\n\n// and here is why\n@f(s);\n@g(s);\n').suppressed).toEqual([5]);
  });

  it('on a line of its own means the next line even after code', () => {
    expect(run('f(s); // ssl-lint-disable-next-line leak\n@g(s);\n').suppressed).toEqual([2]);
  });

  it('around a region', () => {
    const outcome = run('@a();\n/* ssl-lint-disable leak */\n@b();\n// ssl-lint-enable leak\n@c();\n');
    expect(outcome.suppressed).toEqual([3]);
    expect(outcome.notices).toEqual([]);
  });

  it('a region that is not ended holds to the end, and says so', () => {
    const outcome = run('// ssl-lint-disable leak\n@a();\n\n@b();\n');
    expect(outcome.suppressed).toEqual([2, 4]);
    expect(outcome.notices).toEqual(["1: 'ssl-lint-disable leak' is never enabled again: it holds to the end of the file"]);
  });

  it('for the file, and for the next function', () => {
    expect(run('@a();\n// ssl-lint-disable-file leak\n').suppressed).toEqual([1]);
    const text = 'struct s { int a; };\n/* ssl-lint-disable-next-function leak */\nint t[] = { 1 };\nint p(int a);\nint f(s)\n  SSL *s;\n{\n  if (x) {\n@  a();\n  }\n}\nint g(void)\n{\n@ b();\n}\n';
    const outcome = run(text);
    expect(outcome.suppressed).toEqual([9]);
    expect(outcome.kept).toEqual([14]);
  });

  it('do not count in strings, under #if 0, or as code', () => {
    expect(run('@f("// ssl-lint-disable-line leak");\n').suppressed).toEqual([]);
    expect(run('#if 0\n/* ssl-lint-disable-next-line leak */\n#endif\n@f();\n').suppressed).toEqual([]);
    expect(run('#if 0\n// x\n#else\n/* ssl-lint-disable-next-line leak */\n#endif\n@f();\n').kept).toEqual([6]);
    expect(run("#if 0\ndon't\n#endif\n@f(); /* ssl-lint-disable-line leak */\n").suppressed).toEqual([4]);
  });

  it('name rules: there is no blanket form', () => {
    const outcome = run('@f(); // ssl-lint-disable-line\n');
    expect(outcome.suppressed).toEqual([]);
    expect(outcome.notices).toEqual(["1: 'ssl-lint-disable-line' names no rule, so it suppresses nothing"]);
  });

  it('in the middle of prose are prose', () => {
    expect(run('@f(); // see ssl-lint-disable-line leak\n').suppressed).toEqual([]);
  });

  it('in a block comment may stand after a star, with CRLF line ends', () => {
    expect(run('/*\r\n * why\r\n * ssl-lint-disable-next-line leak -- reason\r\n */\r\n@f();\r\n')).toMatchObject({ suppressed: [5], reasons: ['reason'], notices: [] });
  });
});

describe('comments for clang-tidy', () => {
  it('count when they name a rule of ours', () => {
    expect(run('@f(); // NOLINT(ssl-lint-leak)\n').suppressed).toEqual([1]);
    expect(run('@f(); // NOLINT(bugprone-x, ssl-lint-*)\n').suppressed).toEqual([1]);
    expect(run('// NOLINTNEXTLINE(ssl-lint-leak): reason\n@f();\n')).toMatchObject({ suppressed: [2], reasons: ['reason'] });
    expect(run('// NOLINTBEGIN(ssl-lint-leak)\n@f();\n// NOLINTEND(ssl-lint-leak)\n@g();\n')).toMatchObject({ suppressed: [2], kept: [4] });
    expect(run('@f(); // NOLINT(leak)\n').suppressed).toEqual([]);
  });

  it('count without a list only when configured, and not at all when switched off', () => {
    expect(run('@f(); // NOLINT\n').suppressed).toEqual([]);
    expect(run('@f(); // NOLINT\n', 'leak', { nolint: 'all' }).suppressed).toEqual([1]);
    expect(run('@f(); // NOLINT(ssl-lint-leak)\n', 'leak', { nolint: 'off' }).suppressed).toEqual([]);
  });
});

describe('what is wrong with a comment', () => {
  it('unused: a note with a fix that removes it', () => {
    const outcome = run('f(); // ssl-lint-disable-line leak -- old\n');
    expect(outcome.about).toEqual(['1 unused-suppression: this comment suppresses `leak`, which is not reported here']);
    const edit = outcome.fixes[0]?.edits[0];
    expect(outcome.text.slice(0, edit?.range.start) + outcome.text.slice(edit?.range.end)).toBe('f();\n');
  });

  it('unused on its own line: the line goes', () => {
    const outcome = run('a();\n  /* ssl-lint-disable-next-line leak */\nf();\n');
    const edit = outcome.fixes[0]?.edits[0];
    expect(outcome.text.slice(0, edit?.range.start) + outcome.text.slice(edit?.range.end)).toBe('a();\nf();\n');
  });

  it('unused is not said where something was not analysed', () => {
    expect(run('f(); // ssl-lint-disable-line leak\n', 'leak', {}, true).about).toEqual([]);
  });

  it('unknown rule: the nearest one', () => {
    const outcome = run('@f(); // ssl-lint-disable-line free-borrowed\n', 'free-of-borrowed');
    expect(outcome.suppressed).toEqual([]);
    expect(outcome.about).toEqual(['1 unknown-rule-in-suppression: there is no rule `free-borrowed`, so this comment does not suppress it']);
    expect(outcome.fixes[0]?.title).toBe("Replace 'free-borrowed' with 'free-of-borrowed'");
  });

  it('can be taken out of the comment, and the comment with the last', () => {
    const mended = (text: string): string[] => {
      const { fixes } = run(text, 'leak', { requireReason: text.includes('reason wanted') });
      return fixes.flatMap(({ edits: [edit] }) => (edit === undefined ? [] : [text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end)]));
    };
    expect(mended('f(); // ssl-lint-disable-line leak, double-free -- why\n')).toEqual(['f(); // ssl-lint-disable-line double-free -- why\n', 'f(); // ssl-lint-disable-line leak -- why\n']);
    // The check of another program stays.
    expect(mended('f(); // NOLINT(bugprone-x, ssl-lint-leak)\n')).toEqual(['f(); // NOLINT(bugprone-x)\n']);
    expect(mended('f(); // NOLINT(ssl-lint-leak,bugprone-x)\n')).toEqual(['f(); // NOLINT(bugprone-x)\n']);
    expect(mended('f(); // NOLINT(ssl-lint-leak)\n')).toEqual(['f();\n']);
    expect(mended('f(); // see above NOLINT(ssl-lint-leak)\n')).toEqual([]);
    expect(mended('/*\n * ssl-lint-disable-next-line leak\n */\nf();\n')).toEqual(['f();\n']);
    expect(mended('/* ssl-lint-disable-next-line leak\n * ssl-lint-disable-file double-free */\nf();\n')).toEqual([]);
    expect(mended('f(); // ssl-lint-disable-line lek\n')).toEqual(['f(); // ssl-lint-disable-line leak\n', 'f();\n']);
    expect(mended('f(); // ssl-lint-disable-line zzz-zzz\n')).toEqual(['f();\n']);
    expect(mended('f(); // ssl-lint-disable-line\n')).toEqual(['f();\n']);
    expect(mended('f(); // ssl-lint-disable-line\tleak\n// reason wanted\n')).toEqual(['f();\n// reason wanted\n']);
  });

  it('a region that is not ended: the fix ends it where it ended before', () => {
    const ended = (text: string): string | undefined => {
      const [fix] = run(text).fixes.filter(({ title }) => title === 'End it at the end of the file');
      const [edit] = fix?.edits ?? [];
      if (edit === undefined) return undefined;
      const after = text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
      expect(run(after)).toMatchObject({ suppressed: run(text).suppressed, notices: [] });
      return after;
    };
    expect(ended('// ssl-lint-disable leak -- all of it\n@f();\n')).toBe('// ssl-lint-disable leak -- all of it\n@f();\n/* ssl-lint-enable leak */\n');
    expect(ended('/* ssl-lint-disable leak, double-free */\r\n@f();')).toBe('/* ssl-lint-disable leak, double-free */\r\n@f();\r\n/* ssl-lint-enable leak, double-free */\r\n');
    expect(ended('// NOLINTBEGIN(ssl-lint-*)\n@f();\n')).toBe('// NOLINTBEGIN(ssl-lint-*)\n@f();\n/* NOLINTEND(ssl-lint-*) */\n');
    expect(ended('@f(); /* ssl-lint-disable leak')).toBeUndefined();
    expect(ended('// ssl-lint-disable leak\n@f();\n#define x \\\n')).toBeUndefined();
  });

  it('no reason where one is required', () => {
    const outcome = run('@f(); // ssl-lint-disable-line leak\n', 'leak', { requireReason: true });
    expect(outcome.suppressed).toEqual([]);
    expect(outcome.notices[0]).toContain('gives no reason');
    expect(run('@f(); // ssl-lint-disable-line leak -- why\n', 'leak', { requireReason: true }).suppressed).toEqual([1]);
  });
});

it('survives comments cut short and nested conditionals', () => {
  for (const text of ['/* ssl-lint-disable leak', '// ssl-lint-disable-line leak', '"/* ssl-lint-disable leak */', '#if 0\n#if 1\n/* ssl-lint-disable leak */', '#endif\n#else\n/* ssl-lint-enable */', '/* ssl-lint-disable-next-function leak */ int f() {']) {
    expect(() => run(text)).not.toThrow();
  }
});
