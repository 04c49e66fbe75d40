import { isFile, located } from './names.ts';

/** A text that is open in the editor. Each change of the text is another object. */
export interface OpenDocument {
  readonly name: string;
  /** Absolute, links resolved; null when it is no file. */
  readonly path: string | null;
  /** Like `path`, but a link in the place of the file itself is not followed. */
  readonly place: string | null;
  readonly text: string;
}

/** The open texts. */
export class Documents {
  readonly #byName = new Map<string, OpenDocument>();
  readonly #byPath = new Map<string, OpenDocument>();
  /** Grows with each change. */
  version = 0;

  get all(): Iterable<OpenDocument> {
    return this.#byName.values();
  }

  named(name: string): OpenDocument | undefined {
    return this.#byName.get(name);
  }

  /** The document that stands for a file (absolute, links resolved): the one that was changed last. */
  at(path: string): OpenDocument | undefined {
    return this.#byPath.get(path);
  }

  /** Opens a document or changes its text. False when nothing changed. */
  set(name: string, text: string): boolean {
    const known = this.#byName.get(name);
    if (known?.text === text) return false;
    const where = known ?? (isFile(name) ? located(name) : { path: null, place: null });
    this.#put({ name, path: where.path, place: where.place, text });
    return true;
  }

  /** Closes a document; returns what it was. */
  close(name: string): OpenDocument | undefined {
    const known = this.#byName.get(name);
    if (known === undefined) return undefined;
    this.#byName.delete(name);
    this.version++;
    if (known.path !== null && this.#byPath.get(known.path) === known) {
      this.#byPath.delete(known.path);
      for (const other of this.#byName.values()) if (other.path === known.path) this.#byPath.set(known.path, other);
    }
    return known;
  }

  /** Finds out again where documents are: files came and went, and some of them may be links. */
  relocate(): void {
    for (const known of [...this.#byName.values()]) {
      if (known.path === null) continue;
      const { path, place } = located(known.name);
      if (path === known.path && place === known.place) continue;
      this.close(known.name);
      this.#put({ ...known, path, place });
    }
  }

  #put(document: OpenDocument): void {
    this.#byName.set(document.name, document);
    if (document.path !== null) this.#byPath.set(document.path, document);
    this.version++;
  }
}
