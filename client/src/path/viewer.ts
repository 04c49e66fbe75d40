import { commands, languages, Range, TextEditorRevealType, Uri, window, workspace, type Disposable } from 'vscode';
import { PATH_REQUEST, type PathParams, type PathResult } from '../../../server/src/lsp/protocol.ts';
import type { Session } from '../session.ts';
import { PathDecorations } from './decorations.ts';
import { goTo, move, open, refresh, type ActivePath } from './state.ts';
import { PathTree } from './tree.ts';

/** The path of one finding, shown in the editors and in the Explorer until it is cleared or the finding is gone. */
export class PathViewer implements Disposable {
  readonly #session: Session;
  readonly #decorations = new PathDecorations();
  readonly #tree = new PathTree();
  readonly #listeners: Disposable[];
  #active: ActivePath = null;
  /** Answers to earlier questions are out of date. */
  #question = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#listeners = [
      window.onDidChangeVisibleTextEditors(() => this.#decorations.draw(this.#active)),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('sslLint.path.decorations')) this.#decorations.draw(this.#active);
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        const shown = this.#active === null ? '' : Uri.parse(this.#active.path.uri).toString();
        if (uris.some((uri) => uri.toString() === shown)) void this.#refresh();
      }),
    ];
  }

  /** The path that is shown, or null. */
  get path(): PathResult | null { return this.#active?.path ?? null; }

  /** Asks for a path and shows it. False when there is none. */
  async show(params: PathParams): Promise<boolean> {
    const question = ++this.#question;
    const path = await this.#session.request<PathResult>(PATH_REQUEST, params);
    if (question !== this.#question) return true;
    const active = path === null ? null : open(path);
    if (active === null) return false;
    this.#set(active);
    await this.#reveal();
    return true;
  }

  async move(by: number): Promise<void> {
    this.#set(move(this.#active, by));
    await this.#reveal();
  }

  async goTo(index: number): Promise<void> {
    this.#set(goTo(this.#active, index));
    await this.#reveal();
  }

  clear(): void {
    this.#question++;
    this.#set(null);
  }

  dispose(): void {
    this.clear();
    for (const part of [...this.#listeners, this.#decorations, this.#tree]) part.dispose();
  }

  /** The text has been analysed again: the path may have moved, or the finding may be gone. */
  async #refresh(): Promise<void> {
    const active = this.#active;
    if (active === null) return;
    const question = ++this.#question;
    const { uri, fingerprint } = active.path;
    const path = await this.#session.request<PathResult>(PATH_REQUEST, { textDocument: { uri }, fingerprint } satisfies PathParams);
    if (question === this.#question) this.#set(refresh(this.#active, path));
  }

  #set(active: ActivePath): void {
    if ((active === null) !== (this.#active === null)) void commands.executeCommand('setContext', 'sslLint.pathActive', active !== null);
    this.#active = active;
    this.#decorations.draw(active);
    this.#tree.show(active);
  }

  /** Shows the step the user is at, in the editor that has its document if there is one. */
  async #reveal(): Promise<void> {
    const step = this.#active?.path.steps[this.#active.at];
    if (step === undefined) return;
    const uri = Uri.parse(step.uri);
    const { start, end } = step.range;
    const range = new Range(start.line, start.character, end.line, end.character);
    const column = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString())?.viewColumn;
    try {
      const editor = await window.showTextDocument(uri, { ...(column === undefined ? {} : { viewColumn: column }), selection: new Range(range.start, range.start) });
      editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    } catch {
      // The file of a step was deleted a moment ago; the path is about to be cleared.
    }
  }
}
