import type { Item, SourceFile } from '../code/item.ts';
import { buildIndex, type Known, type ProjectIndex } from './index.ts';
import { interesting, mentioning, WordSearch, type ItemSearch, type Searches } from './interest.ts';

/** How a project gets at its files, and what is remembered of earlier ones. */
export interface ProjectSource {
  /** Splits a file. */
  readonly itemsOf: (file: SourceFile) => readonly Item[];
  readonly searches?: Searches;
  /** Answers a question about the text of a file, perhaps from memory; `question` names it. */
  ask?(file: SourceFile, question: string, answer: () => boolean): boolean;
}

/** What has to be known of the library to find where it is used. */
export interface Library extends Known {
  /** Names of functions and types whose mention makes a function worth a look. */
  readonly names: ReadonlySet<string>;
  /** Finds one of `names`, perhaps inside another word. */
  readonly pattern: RegExp;
  /** Finds calls of functions that do not return. */
  readonly enders: ItemSearch;
}

const MOST_ROUNDS = 4;

/**
 * The items of those files that can matter: at first the ones that use a name of the library, then those that use what
 * was found to stand for it. A hint is short and occurs by chance: of 73 files of nginx with a hint 9 use the library.
 */
export class Project {
  readonly #files: readonly SourceFile[];
  readonly #library: Library;
  readonly #scanned = new Map<SourceFile, readonly Item[]>();
  #items: readonly Item[] = [];
  #functions: readonly Item[] = [];
  #index: ProjectIndex;
  readonly #source: ProjectSource;

  /** `files` in order of path. Costs a search of their texts and a scan of some. */
  constructor(files: readonly SourceFile[], library: Library, source: ProjectSource) {
    this.#files = files;
    this.#library = library;
    this.#source = source;
    this.#index = this.#scan(files.filter((file) => this.#ask(file, '', () => library.pattern.test(file.text))));
  }

  /** In order of file and offset. Replaced, not changed, when files are reached. */
  get items(): readonly Item[] { return this.#items; }

  get functions(): readonly Item[] { return this.#functions; }

  get index(): ProjectIndex { return this.#index; }

  /** Names the files that the index was made from. */
  get extent(): string { return this.#extent; }
  #extent = '';

  /** The functions of one of the names in which something is called that does not return. In order of file and offset. */
  enders(names: Iterable<string>): Item[] {
    const items = [...names].flatMap((name) => this.#index.functions.get(name) ?? []).filter((item) => this.#library.enders.mentionedIn(item));
    return items.length < 2 ? items : items.sort((a, b) => (a.file === b.file ? a.start - b.start : a.file.path < b.file.path ? -1 : 1));
  }

  /** The functions in which one of the names stands. */
  mentioning(names: ReadonlySet<string>): readonly Item[] { return interesting(this.#functions, names, this.#source.searches); }

  /** Takes in the files that mention one of the names as a whole word. */
  reach(names: Iterable<string>): void {
    if (this.#scanned.size === this.#files.length) return;
    const words = new Set(names);
    const key = [...words].sort().join(' ');
    let search: WordSearch | null = null;
    const mentions = (file: SourceFile): boolean => (search ??= new WordSearch(words)).next(file.text, 0) >= 0;
    const reached = this.#files.filter((file) => !this.#scanned.has(file) && this.#ask(file, key, () => mentions(file)));
    if (reached.length > 0) this.#index = this.#scan(reached);
  }

  /** The library's names, and macros and types of the project that stand for them. */
  startNames(): Set<string> {
    const names = new Set(this.#library.names);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = names.size;
      const definitions = this.#items.filter((item) => item.kind === 'macro' || item.kind === 'type');
      for (const item of mentioning(definitions, names, this.#source.searches)) if (item.kind === 'macro' || isTypedef(item)) names.add(item.name);
      if (names.size === before) break;
      this.reach(names);
    }
    return names;
  }

  #ask(file: SourceFile, question: string, answer: () => boolean): boolean {
    return this.#source.ask?.(file, question, answer) ?? answer();
  }

  #scan(files: readonly SourceFile[]): ProjectIndex {
    for (const file of files) this.#scanned.set(file, this.#source.itemsOf(file));
    this.#extent = [...this.#scanned.keys()].map((file) => file.path).sort().join('\n');
    this.#items = this.#files.flatMap((file) => this.#scanned.get(file) ?? []);
    this.#functions = this.#items.filter((item) => item.kind === 'function');
    return buildIndex(this.#items, this.#library);
  }
}

function isTypedef(item: Item): boolean {
  return item.kind === 'type' && item.file.text.startsWith('typedef', item.start) && item.body < 0 && !item.file.text.slice(item.start, item.end).includes('{');
}
