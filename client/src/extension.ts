import type { ExtensionContext } from 'vscode';
import { activate as activateShared } from './activate.ts';
import type { Session } from './session.ts';
import { provideTasks } from './tasks.ts';

/** Settings that say how the server is started; a change of one starts it anew. */
const SERVER_SETTINGS = ['sslLint.server.path', 'sslLint.server.runtime', 'sslLint.server.execArgv', 'sslLint.server.maxMemory'];

let session: Session | null = null;

/** VS Code on a computer: the server is a process, and the command can be run as a task. */
export function activate(context: ExtensionContext): void {
  session = activateShared(context, async (hooks) => (await import('./server-process.ts')).createClient(context, hooks), SERVER_SETTINGS);
  context.subscriptions.push(provideTasks(context));
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
