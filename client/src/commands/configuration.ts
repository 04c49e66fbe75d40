import { commands, l10n, Uri, window, workspace, type WorkspaceFolder } from 'vscode';
import type { Command } from './context.ts';

const NEW = `{
  "rules": {}
}
`;

async function pickFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  return folders.length > 1 ? window.showWorkspaceFolderPick() : folders[0];
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Makes `.ssl-lint.json` in a folder, or opens the one that is there. */
export const createConfig: Command = async () => {
  const folder = await pickFolder();
  if (folder === undefined) {
    void window.showInformationMessage(l10n.t('Open a folder first.'));
    return;
  }
  const names = ['.ssl-lint.json', '.ssl-lint.jsonc'].map((name) => Uri.joinPath(folder.uri, name));
  for (const uri of names) {
    if (await exists(uri)) {
      await commands.executeCommand('vscode.open', uri);
      return;
    }
  }
  const [target] = names;
  await workspace.fs.writeFile(target!, new TextEncoder().encode(NEW));
  await commands.executeCommand('vscode.open', target!);
};

/** Opens the configuration file in force; the user picks when there are several, and is offered a new one when there is none. */
export const openConfig: Command = async (context) => {
  const { health } = context.session;
  const inForce = health.state === 'running' ? (health.status?.configurations ?? []) : [];
  if (inForce.length === 0) {
    const create = l10n.t('Create One');
    const chosen = await window.showInformationMessage(l10n.t('No configuration file is in force.'), create);
    if (chosen === create) await createConfig(context);
    return;
  }
  const uris = inForce.map((uri) => Uri.parse(uri));
  const picked = uris.length === 1 ? uris[0] : (await window.showQuickPick(uris.map((uri) => ({ label: workspace.asRelativePath(uri), uri })), { placeHolder: l10n.t('Configuration file to open') }))?.uri;
  if (picked !== undefined) await commands.executeCommand('vscode.open', picked);
};

/** Saves the configuration file that a code action has edited: the analysis reads it from disk. */
export const saveConfiguration: Command = async (_context, uri) => {
  const edited = workspace.textDocuments.find((document) => document.uri.toString() === (typeof uri === 'string' ? Uri.parse(uri).toString() : ''));
  if (edited?.isDirty === true) await edited.save();
};
