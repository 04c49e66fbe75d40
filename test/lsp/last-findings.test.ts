import { describe, expect, it } from 'vitest';
import { GRACE, LastFindings } from '../../server/src/lsp/diagnostics/last-findings.ts';
import type { TextEdit } from '../../server/src/analysis/verdict/fixes/text-edit.ts';
import { FakeService } from './fake-service.ts';

const TEXT = 'f {\n say(leak);\n}\ng {\n say(leak);\n}\n';

/** A document that is edited and analysed, with a clock that moves when told. */
class Editing {
  time = 0;
  readonly last = new LastFindings(() => this.time);
  readonly #service = new FakeService();
  constructor(public text: string) {}

  edit(start: number, end: number, text: string): void {
    const edit: TextEdit = { start, end, text };
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    this.last.edit('/a.c', [edit]);
  }

  async look(): Promise<{ lines: string[]; expires: number | null }> {
    this.#service.setText('/a.c', this.text);
    const { findings, expires } = this.last.settle('/a.c', this.text, await this.#service.report('/a.c'));
    return { lines: findings.map(({ function: name, range, steps }) => `${name} ${range.startLine} ${this.text.slice(range.start, range.end)} ${steps.at(-1)?.range.startLine ?? 0}`), expires };
  }
}

describe('findings of a function that cannot be analysed', () => {
  it('stay where the edits have moved them, beside those of other functions', async () => {
    const editing = new Editing(TEXT);
    await editing.look();
    editing.edit(3, 3, '\n broken(');
    expect(await editing.look()).toEqual({ lines: ['f 3 say(leak); 3', 'g 6 say(leak); 6'], expires: GRACE });
    editing.edit(0, 0, '\n');
    expect((await editing.look()).lines).toEqual(['f 4 say(leak); 4', 'g 7 say(leak); 7']);
  });

  it('go after their time, however often is looked', async () => {
    const editing = new Editing(TEXT);
    await editing.look();
    editing.edit(3, 3, 'broken(');
    await editing.look();
    editing.time = GRACE - 1;
    expect((await editing.look()).lines).toHaveLength(2);
    editing.time = GRACE;
    expect(await editing.look()).toEqual({ lines: ['g 5 say(leak); 5'], expires: null });
  });

  it('go at once when their own text is edited', async () => {
    const editing = new Editing(TEXT);
    await editing.look();
    editing.edit(3, 3, 'broken(');
    const at = editing.text.indexOf('leak');
    editing.edit(at, at + 1, 'L');
    expect((await editing.look()).lines).toEqual(['g 5 say(leak); 5']);
  });

  it('go at once when the function is analysed again', async () => {
    const editing = new Editing(TEXT);
    await editing.look();
    editing.edit(0, 17, 'f {\n}');
    expect((await editing.look()).lines).toEqual(['g 4 say(leak); 4']);
  });

  it('are not doubled when the function gets another name', async () => {
    const editing = new Editing(TEXT);
    await editing.look();
    editing.edit(1, 1, 'oo');
    expect(await editing.look()).toEqual({ lines: ['foo 2 say(leak); 2', 'g 5 say(leak); 5'], expires: null });
  });

  it('are forgotten with the document', async () => {
    const editing = new Editing(TEXT);
    await editing.look();
    editing.last.forget('/a.c');
    editing.edit(3, 3, 'broken(');
    expect((await editing.look()).lines).toHaveLength(1);
  });

  it('never point outside the text, whatever is edited', async () => {
    let seed = 3;
    const next = (limit: number): number => (seed = (seed * 48271) % 2147483647) % limit;
    const editing = new Editing(TEXT);
    for (let i = 0; i < 300; i++) {
      const [start = 0, end = 0] = [next(editing.text.length + 1), next(editing.text.length + 1)].sort((a, b) => a - b);
      editing.edit(start, Math.min(end, start + next(6)), ['', 'broken(', 'say(leak);', 'h {', '}\n'][next(5)] ?? '');
      for (const { range } of editing.last.frozen('/a.c', editing.text).findings) {
        expect(range.start <= range.end && range.end <= editing.text.length).toBe(true);
      }
      await editing.look();
    }
  });
});
