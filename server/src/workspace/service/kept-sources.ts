import type { SourceFile } from '../../analysis/code/item.ts';

/** Makes one object a file, and another one only when its text is another: whether something changed is told by the objects. */
export class KeptSources {
  #before = new Map<string, SourceFile>();
  #now = new Map<string, SourceFile>();

  /** Begins a new round: what is not asked for in it is forgotten with the next. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  of(path: string, text: string): SourceFile {
    const known = this.#before.get(path);
    const source = known?.text === text ? known : { path, text };
    this.#now.set(path, source);
    return source;
  }
}
