import { commands, l10n, languages, window } from 'vscode';
import { SERVER_COMMANDS } from '../../../server/src/lsp/protocol.ts';
import { page } from '../text-documents.ts';
import { editorWithC, type Command } from './context.ts';

/** Opens the page of a rule: the one it is called with, the one of the finding at the cursor or of the path, or one that the user picks. */
export const explainRule: Command = async ({ extension, paths }, ...args) => {
  const rules = rulesOf(extension.extension.packageJSON as Manifest);
  const wanted = typeof args[0] === 'string' ? args[0] : (ruleAtCursor() ?? paths.path?.rule);
  const rule = wanted !== undefined && rules.includes(wanted) ? wanted : await window.showQuickPick(rules, { placeHolder: l10n.t('Rule to explain') });
  if (rule !== undefined) await commands.executeCommand('markdown.showPreviewToSide', page(rule));
};

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: { readonly 'sslLint.rules': { readonly properties: Readonly<Record<string, unknown>> } } } };
}

function rulesOf(manifest: Manifest): string[] {
  return Object.keys(manifest.contributes.configuration.properties['sslLint.rules'].properties);
}

function ruleAtCursor(): string | undefined {
  const editor = editorWithC();
  if (editor === undefined) return undefined;
  const found = languages.getDiagnostics(editor.document.uri).find((item) => item.source === 'ssl-lint' && item.range.contains(editor.selection.active));
  return found === undefined ? undefined : String(typeof found.code === 'object' ? found.code.value : found.code);
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
