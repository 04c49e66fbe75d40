import { commands, FileType, l10n, languages, Uri, window, workspace } from 'vscode';
import { SERVER_COMMANDS } from '../../../server/src/lsp/protocol.ts';
import { editorWithC, type Command } from './context.ts';

/** Opens the page of a rule: the one it is called with, the one of the finding at the cursor, or one that the user picks. */
export const explainRule: Command = async ({ extension }, ...args) => {
  const pages = Uri.joinPath(extension.extensionUri, 'docs', 'rules');
  const rules = (await workspace.fs.readDirectory(pages)).filter(([name, type]) => type === FileType.File && name.endsWith('.md')).map(([name]) => name.slice(0, -3));
  const wanted = typeof args[0] === 'string' ? args[0] : ruleAtCursor();
  const rule = wanted !== null && rules.includes(wanted) ? wanted : await window.showQuickPick(rules, { placeHolder: l10n.t('Rule to explain') });
  if (rule !== undefined) await commands.executeCommand('markdown.showPreviewToSide', Uri.joinPath(pages, `${rule}.md`));
};

function ruleAtCursor(): string | null {
  const editor = editorWithC();
  if (editor === undefined) return null;
  const found = languages.getDiagnostics(editor.document.uri).find((item) => item.source === 'ssl-lint' && item.range.contains(editor.selection.active));
  return found === undefined ? null : String(typeof found.code === 'object' ? found.code.value : found.code);
}

/** What is known about the function whose name is under the cursor. */
export const showOwnershipModel: Command = async ({ session, texts }) => {
  const editor = editorWithC();
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active, /[A-Za-z_]\w*/);
  if (editor === undefined || range === undefined) {
    void window.showInformationMessage(l10n.t('Put the cursor on the name of a function first.'));
    return;
  }
  const name = editor.document.getText(range);
  const text = await session.execute<string>(SERVER_COMMANDS.model, [editor.document.uri.toString(), name]);
  if (text === null) void window.showInformationMessage(l10n.t('Nothing is known about {0}.', name));
  else await texts.show(`${name}.txt`, text);
};
