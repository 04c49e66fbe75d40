import { DecorationRangeBehavior, OverviewRulerLane, Range, ThemeColor, Uri, window, workspace, type DecorationOptions, type Disposable, type TextEditor, type TextEditorDecorationType } from 'vscode';
import { marginIcon } from './margin-icon.ts';
import { lineLabels, type ActivePath } from './state.ts';

const BACKGROUND = new ThemeColor('sslLint.pathStep.background');
const BORDER = new ThemeColor('sslLint.pathStep.border');
const FOREGROUND = new ThemeColor('sslLint.pathStep.foreground');

/** The steps of a path in the editors: a number in the margin, the place marked, what happens there behind the line. */
export class PathDecorations implements Disposable {
  readonly #place = window.createTextEditorDecorationType({
    backgroundColor: BACKGROUND, borderWidth: '1px', borderStyle: 'dashed', borderColor: BORDER, borderRadius: '2px',
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
    overviewRulerColor: FOREGROUND, overviewRulerLane: OverviewRulerLane.Center,
  });
  readonly #activePlace = window.createTextEditorDecorationType({
    backgroundColor: BACKGROUND, borderWidth: '1px', borderStyle: 'solid', borderColor: FOREGROUND, borderRadius: '2px',
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
  readonly #label = window.createTextEditorDecorationType({ rangeBehavior: DecorationRangeBehavior.OpenOpen });
  /** One for each number and state: an icon belongs to the kind of a decoration, not to the decoration. */
  readonly #icons = new Map<string, TextEditorDecorationType>();

  /** Draws the path in every visible editor, and nothing where it has no step. */
  draw(active: ActivePath): void {
    const wanted = workspace.getConfiguration('sslLint').get<boolean>('path.decorations', true) ? active : null;
    for (const editor of window.visibleTextEditors) this.#drawIn(editor, wanted);
  }

  dispose(): void {
    for (const type of [this.#place, this.#activePlace, this.#label, ...this.#icons.values()]) type.dispose();
    this.#icons.clear();
  }

  #drawIn(editor: TextEditor, active: ActivePath): void {
    const here = editor.document.uri.toString();
    // Server and editor may escape an address differently.
    const isHere = (uri: string): boolean => Uri.parse(uri).toString() === here;
    const places: Range[] = [];
    const activePlaces: Range[] = [];
    active?.path.steps.forEach((step, index) => {
      if (!isHere(step.uri)) return;
      const { start, end } = step.range;
      (index === active.at ? activePlaces : places).push(new Range(start.line, start.character, end.line, end.character));
    });
    editor.setDecorations(this.#place, places);
    editor.setDecorations(this.#activePlace, activePlaces);

    const labels: DecorationOptions[] = [];
    const icons = new Map<TextEditorDecorationType, Range[]>();
    for (const label of lineLabels(active, isHere)) {
      if (label.line >= editor.document.lineCount) continue;
      const { end } = editor.document.lineAt(label.line).range;
      const line = new Range(end, end);
      labels.push({
        range: line,
        renderOptions: { after: { contentText: label.text, color: FOREGROUND, fontStyle: 'italic', fontWeight: label.active ? 'bold' : 'normal', margin: '0 0 0 2em' } },
      });
      icons.set(this.#icon(label.number, label.active), [line]);
    }
    editor.setDecorations(this.#label, labels);
    for (const type of this.#icons.values()) editor.setDecorations(type, icons.get(type) ?? []);
  }

  #icon(number: number, active: boolean): TextEditorDecorationType {
    const key = `${number}${active ? '!' : ''}`;
    const known = this.#icons.get(key);
    if (known !== undefined) return known;
    const icon = (theme: 'light' | 'dark') => ({ gutterIconPath: Uri.parse(marginIcon(number, active, theme)), gutterIconSize: 'contain' });
    const type = window.createTextEditorDecorationType({ light: icon('light'), dark: icon('dark') });
    this.#icons.set(key, type);
    return type;
  }
}
