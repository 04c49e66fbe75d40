import { CancellationTokenSource, commands, l10n, ProgressLocation, Uri, window, workspace, type CancellationToken } from 'vscode';
import { SERVER_COMMANDS } from '../../../server/src/lsp/protocol.ts';
import { editorWithC, type Command } from './context.ts';

let running: CancellationTokenSource | null = null;

/** Analyses the active document now, whatever `sslLint.run` says. */
export const lintFile: Command = async ({ session }) => {
  const document = editorWithC()?.document;
  if (document !== undefined) await session.execute<number>(SERVER_COMMANDS.lintWorkspace, [document.uri.toString()]);
};

/** Analyses all folders; the findings are in the Problems panel afterwards. */
export const lintWorkspace: Command = async ({ session }) => {
  running?.cancel();
  const source = new CancellationTokenSource();
  running = source;
  void commands.executeCommand('setContext', 'sslLint.linting', true);
  try {
    const problems = await whileShown(source, (token) => session.execute<number>(SERVER_COMMANDS.lintWorkspace, [], token));
    if (problems !== null && !source.token.isCancellationRequested) void tellProblems(problems);
  } finally {
    source.dispose();
    if (running === source) {
      running = null;
      void commands.executeCommand('setContext', 'sslLint.linting', false);
    }
  }
};

/** Shows that the workspace is analysed; the user can cancel there what `source` cancels. */
function whileShown<T>(source: CancellationTokenSource, work: (token: CancellationToken) => Promise<T>): Thenable<T> {
  return window.withProgress({ location: ProgressLocation.Notification, title: l10n.t('SSL Lint: analysing the workspace'), cancellable: true }, (_, token) => {
    token.onCancellationRequested(() => source.cancel());
    return work(source.token);
  });
}

async function tellProblems(problems: number): Promise<void> {
  const show = l10n.t('Show Problems');
  const message = problems === 1 ? l10n.t('SSL Lint: 1 problem in the workspace.') : l10n.t('SSL Lint: {0} problems in the workspace.', problems);
  const chosen = await window.showInformationMessage(message, ...(problems > 0 ? [show] : []));
  if (chosen === show) await commands.executeCommand('workbench.actions.view.problems');
}

export const cancel: Command = () => running?.cancel();

/** Applies the safe fixes of the active document. */
export const fixAll: Command = () => commands.executeCommand('editor.action.sourceAction', { kind: 'source.fixAll.sslLint', apply: 'first' });

/** Saves the findings of the workspace as SARIF. */
export const exportSarif: Command = async ({ session }) => {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, 'ssl-lint.sarif') }),
    filters: { SARIF: ['sarif', 'json'] },
    title: l10n.t('Export Findings as SARIF'),
  });
  if (target === undefined) return;
  const source = new CancellationTokenSource();
  const text = await whileShown(source, (token) => session.execute<string>(SERVER_COMMANDS.exportSarif, [], token));
  if (source.token.isCancellationRequested) return;
  if (text === null) {
    void window.showErrorMessage(l10n.t('The server gave no findings to export.'));
    return;
  }
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  window.setStatusBarMessage(l10n.t('Findings exported to {0}', workspace.asRelativePath(target)), 5000);
};
