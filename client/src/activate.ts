import { workspace, type ExtensionContext } from 'vscode';
import { registerCommands } from './commands/index.ts';
import { Output } from './output.ts';
import { PathViewer } from './path/viewer.ts';
import { Session, type CreateClient } from './session.ts';
import { showStatus } from './status.ts';
import { TextDocuments } from './text-documents.ts';

/**
 * What the desktop and the browser have in common. Does not wait for the server: VS Code goes on while it starts.
 * `restartOn`: settings that say how the server is started.
 */
export function activate(extension: ExtensionContext, createClient: CreateClient, restartOn: readonly string[]): Session {
  const output = new Output('SSL Lint');
  const session = new Session(createClient, output);
  const paths = new PathViewer(session);
  const texts = new TextDocuments(extension.extensionUri);
  const { version } = extension.extension.packageJSON as { version: string };
  extension.subscriptions.push(
    output, session, paths, texts,
    showStatus(session, version),
    ...registerCommands({ extension, session, output, paths, texts }),
    workspace.onDidChangeConfiguration((event) => {
      if (restartOn.some((setting) => event.affectsConfiguration(setting))) void session.restart();
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      if (restartOn.length > 0) void session.restart();
    }),
  );
  void session.restart();
  return session;
}
