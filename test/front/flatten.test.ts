import { Language, Parser } from 'web-tree-sitter';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../server/src/analysis/cst/flat-tree.ts';
import { SELF_TEST, SELF_TEST_SUM, checksum, loadRuntime, readWithCursor } from '../../server/src/analysis/cst/runtime.ts';
import { readWasm } from '../tools/wasm.ts';

describe('reading trees from memory', () => {
  it('gives what cursors give', async () => {
    const runtime = await loadRuntime(readWasm());
    const texts = [SELF_TEST, '', '\n\n', 'x', 'int f(a, b) int a; char *b; { return a; }', 'f(\n g();\n}', `${'{'.repeat(500)}x`, 'int é = "\u{1F600}"; /* \u{1F600} */ int y;'];
    for (const text of texts) {
      const tree = runtime.parser.parse(text);
      if (!tree) throw new Error('no tree');
      const fast = allocate(16), slow = allocate(16);
      runtime.read(tree, 5, fast);
      readWithCursor(tree, 5, slow);
      expect(fast.size).toBe(slow.size);
      for (const column of ['kind', 'start', 'end', 'parent', 'skip', 'field', 'flags'] as const) {
        expect([...fast[column].subarray(0, fast.size)]).toEqual([...slow[column].subarray(0, slow.size)]);
      }
      tree.delete();
    }
  });

  it('passes its self-test with the pinned packages', async () => {
    const runtime = await loadRuntime(readWasm());
    const language = await Language.load(readWasm().grammar);
    const parser = new Parser();
    parser.setLanguage(language);
    const tree = parser.parse(SELF_TEST);
    if (!tree) throw new Error('no tree');
    const slow = allocate(16);
    readWithCursor(tree, 0, slow);
    expect(checksum(slow, runtime.names)).toBe(SELF_TEST_SUM);
    expect(runtime.direct).toBe(true);
    const types = [...Array(slow.size).keys()].map((i) => runtime.names.types[slow.kind[i] as number]);
    expect(slow.flags.subarray(0, slow.size).some((f) => f & 1)).toBe(true);
    expect(slow.kind.subarray(0, slow.size).includes(0xffff)).toBe(true);
    for (const type of ['comment', 'type_identifier', 'field_identifier', 'statement_identifier']) expect(types).toContain(type);
    tree.delete();
  });
});
