import { revise } from './code/revise.ts';
import { scan } from './code/scan.ts';
import type { Item, SourceFile } from './code/item.ts';
import { affectedNames, type Changed, type LibraryNames } from './index/affected.ts';
import { mentioning, Searches } from './index/interest.ts';
import type { FunctionIr } from './ir/instructions.ts';
import { shift } from './ir/shift.ts';
import type { FieldUse } from './ownership/fields/field-uses.ts';
import { Recall } from './ownership/program/recall.ts';
import type { Solution } from './ownership/program/solve.ts';

/** One function from text to control flow. */
export interface Lowered { readonly functions: readonly FunctionIr[]; readonly opaque: string | null; readonly opaqueAt: number }

interface Known {
  readonly file: SourceFile;
  items: readonly Item[] | null;
  /** Answers to questions about the whole text. */
  readonly answers: Map<string, boolean>;
}

/** Questions about whole texts that are remembered for one file. */
const MOST_ANSWERS = 16;

/**
 * What is kept from one analysis to the next of the same project with other texts: items, control flow and ledgers of what did not
 * change. An analysis with a memory gives what one without gives. One memory belongs to one model; it keeps files by path and
 * changes in place what it gave to the last analysis, whose problems and ranges are those of the last texts from then on.
 */
export class Memory {
  readonly solutions = new Recall<Solution>();
  readonly uses = new Recall<readonly FieldUse[]>();
  readonly searches = new Searches();
  readonly #files = new Map<string, Known>();
  #lowered = new WeakMap<Item, { readonly lowered: Lowered; readonly extent: string }>();
  #generation = 0;

  /** Rises with each analysis: what an earlier one gave must not be asked any more. */
  get generation(): number { return this.#generation; }

  /**
   * The files of this memory that stand for `files`, with their texts. Costs a comparison of the texts and a scan of those that changed.
   */
  take(files: readonly SourceFile[], library: LibraryNames): SourceFile[] {
    this.#generation++;
    this.solutions.next();
    this.uses.next();
    const gone: Item[] = [];
    const fresh: Item[] = [];
    const paths = new Set<string>();
    const taken = files.map(({ path, text }) => {
      paths.add(path);
      const known = this.#files.get(path);
      if (known === undefined) {
        const file = { path, text };
        this.#files.set(path, { file, items: null, answers: new Map() });
        return file;
      }
      if (known.file.text !== text) {
        const changed = this.#revise(known, text);
        gone.push(...changed.gone);
        fresh.push(...changed.fresh);
      }
      return known.file;
    });
    for (const path of [...this.#files.keys()]) if (!paths.has(path)) this.#files.delete(path);
    if (gone.length > 0 || fresh.length > 0) this.#forget({ gone, fresh }, library);
    return taken;
  }

  /** Items of a file that `take` gave. */
  itemsOf(file: SourceFile): readonly Item[] {
    const known = this.#files.get(file.path);
    if (known?.file !== file) return scan(file).items;
    return known.items ??= scan(file).items;
  }

  /** The answer to a question about the text of a file; `question` names it. Asked once for each text. */
  ask(file: SourceFile, question: string, answer: () => boolean): boolean {
    const known = this.#files.get(file.path);
    if (known?.file !== file) return answer();
    let found = known.answers.get(question);
    if (found === undefined) {
      if (known.answers.size >= MOST_ANSWERS) known.answers.clear();
      known.answers.set(question, found = answer());
    }
    return found;
  }

  /** The control flow of an item, when it was lowered in a project of these files. */
  lowered(item: Item, extent: string): Lowered | undefined {
    const known = this.#lowered.get(item);
    return known?.extent === extent ? known.lowered : undefined;
  }

  keep(item: Item, extent: string, lowered: Lowered): void { this.#lowered.set(item, { lowered, extent }); }

  #revise(known: Known, text: string): Changed {
    known.answers.clear();
    if (known.items === null) {
      (known.file as { text: string }).text = text;
      return { gone: [], fresh: [] };
    }
    const revision = revise(known.file, known.items, text);
    known.items = revision.items;
    for (const item of revision.moved) {
      const lowered = this.#lowered.get(item)?.lowered;
      // The reason why an item cannot be read names a line.
      if (lowered === undefined) continue;
      if (lowered.opaque !== null) this.#lowered.delete(item);
      else shift(lowered.functions, item.start - revision.by, revision.by);
    }
    return revision;
  }

  #forget(changed: Changed, library: LibraryNames): void {
    const stayed = (): readonly Item[] => {
      const fresh = new Set(changed.fresh);
      return [...this.#files.values()].flatMap((known) => known.items ?? []).filter((item) => !fresh.has(item));
    };
    const names = affectedNames(changed, stayed, library);
    if (names === null) this.#lowered = new WeakMap();
    else if (names.size > 0) for (const item of mentioning(stayed(), names)) this.#lowered.delete(item);
  }
}
