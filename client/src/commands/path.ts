import { env, l10n, Uri, window, workspace } from 'vscode';
import { PATH_REQUEST, type PathParams, type PathResult } from '../../../server/src/lsp/protocol.ts';
import { findingMarkdown } from '../finding-markdown.ts';
import { editorWithC, type Command } from './context.ts';

/** Arguments of a code action ([uri, fingerprint]), or none: then the finding at the cursor is meant. */
function finding(args: readonly unknown[]): PathParams | null {
  const [uri, fingerprint] = args;
  if (typeof uri === 'string' && typeof fingerprint === 'string') return { textDocument: { uri }, fingerprint };
  const editor = editorWithC();
  if (editor === undefined) return null;
  const { line, character } = editor.selection.active;
  return { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
}

export const showPath: Command = async ({ paths }, ...args) => {
  const params = finding(args);
  if (params === null || !(await paths.show(params))) void window.showInformationMessage(l10n.t('There is no finding at the cursor.'));
};

export const nextStep: Command = ({ paths }) => paths.move(1);
export const previousStep: Command = ({ paths }) => paths.move(-1);
export const clearPath: Command = ({ paths }) => paths.clear();
export const goToStep: Command = ({ paths }, index) => (typeof index === 'number' ? paths.goTo(index) : undefined);

/** Copies the finding at the cursor, or else the one whose path is shown. */
export const copyFinding: Command = async ({ session, paths }, ...args) => {
  const params = finding(args);
  const found = (params === null ? null : await session.request<PathResult>(PATH_REQUEST, params)) ?? paths.path;
  if (found === null) {
    void window.showInformationMessage(l10n.t('There is no finding at the cursor.'));
    return;
  }
  await env.clipboard.writeText(findingMarkdown(found, (uri) => workspace.asRelativePath(Uri.parse(uri))));
  window.setStatusBarMessage(l10n.t('Finding copied as Markdown'), 3000);
};
