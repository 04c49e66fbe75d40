import { workspace, type ExtensionContext } from 'vscode';
import { activate as activateShared } from './activate.ts';
import type { Session } from './session.ts';

let session: Session | null = null;

/** VS Code in a browser: the server is a worker, which is told anew when a configuration file changes because it cannot read any. */
export function activate(context: ExtensionContext): void {
  const running = activateShared(context, async (hooks) => (await import('./server-worker.ts')).createClient(context, hooks), ['sslLint.configPath']);
  session = running;
  const files = workspace.createFileSystemWatcher('**/{.ssl-lint.json,.ssl-lint.jsonc,package.json}');
  const restart = () => void running.restart();
  context.subscriptions.push(files, files.onDidCreate(restart), files.onDidChange(restart), files.onDidDelete(restart));
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
