import type { ExtensionContext } from 'vscode';
import { activate as activateShared } from './activate.ts';
import { createClient, SERVER_SETTINGS } from './server-process.ts';
import type { Session } from './session.ts';
import { provideTasks } from './tasks.ts';

let session: Session | null = null;

/** VS Code on a computer: the server is a process, and the command can be run as a task. */
export function activate(context: ExtensionContext): void {
  session = activateShared(context, (options, init) => createClient(context, options, init), SERVER_SETTINGS);
  context.subscriptions.push(provideTasks(context));
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
