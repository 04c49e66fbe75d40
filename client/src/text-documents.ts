import { EventEmitter, Uri, window, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';

/** Texts to read that are no files of the user's. package.json says that VS Code shows those below `/docs` as rendered Markdown. */
const SCHEME = 'ssl-lint';

/** Pages that are about no rule, by what stands in place of one. */
const OTHER_PAGES: Readonly<Record<string, string>> = { 'configuration': 'configuration', 'suppression-comment': 'suppressing' };

/** Address of the page of a rule, or of what stands in place of one: the same wherever the extension is installed, so that a browser can follow it too. */
export function page(name: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `/docs/${OTHER_PAGES[name] ?? `rules/${name}`}.md` });
}

/** Serves the documentation in the extension and texts that commands show. No editor of them asks to be saved. */
export class TextDocuments implements TextDocumentContentProvider, Disposable {
  readonly #extension: Uri;
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);

  /** `extension`: the folder the extension is installed in. */
  constructor(extension: Uri) {
    this.#extension = extension;
  }

  /** Shows a text under a name; a text that is shown under the same name is replaced. */
  async show(name: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    await window.showTextDocument(uri, { preview: true });
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    if (!uri.path.startsWith('/docs/')) return this.#texts.get(uri.toString()) ?? '';
    return new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(this.#extension, uri.path)));
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
