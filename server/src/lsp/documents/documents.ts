import type { Position, Range, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../../analysis/verdict/fixes/text-edit.ts';
import type { Names } from './names.ts';
import { Positions, unitsOfBytes } from './positions.ts';
import type { Encoding } from './positions.ts';

/** A document as it was when it was asked for: later edits do not change it. */
export interface Snapshot {
  readonly uri: string;
  readonly name: string;
  readonly version: number;
  readonly text: string;
  readonly positions: Positions;
}

/** A document that is open in the client. */
export class OpenDocument implements Snapshot {
  /** The version that is on disk, as far as the client said. */
  savedVersion: number;
  #document: TextDocument;
  #positions: Positions | null = null;

  constructor(readonly uri: string, readonly name: string, readonly languageId: string, version: number, text: string, private readonly encoding: Encoding, private readonly isIgnored: () => boolean) {
    this.savedVersion = version;
    this.#document = TextDocument.create(uri, languageId, version, text);
  }

  get version(): number { return this.#document.version; }
  get text(): string { return this.#document.getText(); }
  get positions(): Positions { return (this.#positions ??= new Positions(this.text, this.encoding)); }
  get isChanged(): boolean { return this.version !== this.savedVersion; }

  /** C, and headers that the client takes for C++, unless the settings leave out its scheme; other C++ is not looked at. */
  get isChecked(): boolean {
    return !this.isIgnored() && (this.languageId === 'c' || (this.languageId === 'cpp' && /\.h$/i.test(this.name)));
  }

  snapshot(): Snapshot {
    return { uri: this.uri, name: this.name, version: this.version, text: this.text, positions: this.positions };
  }

  /** Applies changes one after the other; answers with them as edits of the text that each was made to. Malformed ones are left out. */
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): TextEdit[] {
    const edits: TextEdit[] = [];
    for (const change of changes) {
      const document = this.#document;
      const range = 'range' in change ? this.#inUnits(change.range) : null;
      edits.push(range === null ? difference(document.getText(), change.text) : { ...this.#offsets(range), text: change.text });
      this.#document = TextDocument.update(document, [range === null ? { text: change.text } : { range, text: change.text }], version);
      this.#positions = null;
    }
    return edits;
  }

  #offsets(range: Range): { start: number; end: number } {
    const [from, to] = [this.#document.offsetAt(range.start), this.#document.offsetAt(range.end)];
    return { start: Math.min(from, to), end: Math.max(from, to) };
  }

  /** A range of the client with its characters in UTF-16 units. */
  #inUnits(range: Range): Range {
    if (this.encoding === 'utf-16') return range;
    const units = ({ line, character }: Position): Position => ({ line, character: unitsOfBytes(this.positions.lines.lineText(line + 1), character) });
    return { start: units(range.start), end: units(range.end) };
  }
}

/** The documents that are open in the client, by URI and by name. */
export class Documents {
  readonly #byUri = new Map<string, OpenDocument>();
  readonly #byName = new Map<string, OpenDocument>();

  /** `ignores` says whether the settings leave a document out; they may change while it is open. */
  constructor(readonly encoding: Encoding, private readonly names: Names, private readonly ignores: (uri: string) => boolean) {}

  open(uri: string, languageId: string, version: number, text: string): OpenDocument {
    const document = new OpenDocument(uri, this.names.nameOf(uri), languageId, version, text, this.encoding, () => this.ignores(uri));
    this.#byUri.set(uri, document);
    this.#byName.set(document.name, document);
    return document;
  }

  /** The document that was closed, if it was open. */
  close(uri: string): OpenDocument | undefined {
    const document = this.#byUri.get(uri);
    this.#byUri.delete(uri);
    if (document !== undefined && this.#byName.get(document.name) === document) this.#byName.delete(document.name);
    return document;
  }

  get(uri: string): OpenDocument | undefined { return this.#byUri.get(uri) ?? this.#byName.get(this.names.nameOf(uri)); }
  byName(name: string): OpenDocument | undefined { return this.#byName.get(name); }
  get all(): OpenDocument[] { return [...this.#byUri.values()]; }

  nameOf(uri: string): string { return this.names.nameOf(uri); }

  /** The URI of a name: the client's own for a document that is open. */
  uriOf(name: string): string { return this.#byName.get(name)?.uri ?? this.names.uriOf(name); }
}

/** The one edit that makes `after` of `before`: what differs between their common beginning and their common end. */
export function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
