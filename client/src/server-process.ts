import { Uri, workspace, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind, type ServerOptions } from 'vscode-languageclient/node';
import { clientOptions } from './client-options.ts';
import type { ClientHooks } from './session.ts';

/** What the settings ask for, and whether they may: a folder that is not trusted starts nothing but the server of the extension. */
export interface ServerSettings {
  readonly path: string;
  readonly runtime: string;
  readonly execArgv: readonly string[];
  /** Megabytes. */
  readonly maxMemory: number;
  readonly trusted: boolean;
}

/**
 * How to start the server: the one in the extension over IPC with the Node of the extension host, or the command `ssl-lint` that the user
 * names, with standard input and output.
 */
export function serverOptions(bundled: string, settings: ServerSettings): ServerOptions {
  const { path, runtime, execArgv } = settings.trusted ? settings : { path: '', runtime: '', execArgv: [] };
  const options = { execArgv: [`--max-old-space-size=${settings.maxMemory}`, ...execArgv] };
  const node = runtime === '' ? {} : { runtime };
  if (path === '') return { module: bundled, transport: TransportKind.ipc, options, ...node };
  if (/\.[cm]?js$/.test(path)) return { module: path, args: ['lsp'], transport: TransportKind.stdio, options, ...node };
  return { command: path, args: ['lsp'], transport: TransportKind.stdio };
}

export function createClient(context: ExtensionContext, hooks: ClientHooks): LanguageClient {
  const settings = workspace.getConfiguration('sslLint.server');
  const server = serverOptions(Uri.joinPath(context.extensionUri, 'server', 'out', 'server.js').fsPath, {
    path: settings.get('path', ''),
    runtime: settings.get('runtime', ''),
    execArgv: settings.get<readonly string[]>('execArgv', []),
    maxMemory: settings.get('maxMemory', 1024),
    trusted: workspace.isTrusted,
  });
  return new LanguageClient('sslLint', 'SSL Lint', server, clientOptions(hooks, { commands: true }));
}
