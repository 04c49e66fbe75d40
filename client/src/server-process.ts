import { Uri, workspace, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind, type ServerOptions } from 'vscode-languageclient/node';
import { clientOptions } from './client-options.ts';
import { launch, type Launch } from './launch.ts';
import type { ClientHooks } from './session.ts';

/** A client whose server is a process: outside the extension host, which it can neither block nor take down. */
export function createClient(context: ExtensionContext, hooks: ClientHooks): LanguageClient {
  const settings = workspace.getConfiguration('sslLint.server');
  const bundled = Uri.joinPath(context.extensionUri, 'server', 'out', 'server.js').fsPath;
  const options = serverOptions(launch(bundled, {
    path: settings.get<string>('path', ''),
    runtime: settings.get<string>('runtime', ''),
    execArgv: settings.get<readonly string[]>('execArgv', []),
    maxMemory: settings.get<number>('maxMemory', 1024),
    trusted: workspace.isTrusted,
  }));
  return new LanguageClient('sslLint', 'SSL Lint', options, clientOptions(hooks, { commands: true }));
}

function serverOptions(how: Launch): ServerOptions {
  if (how.kind === 'program') return { command: how.program, args: [...how.args], transport: TransportKind.stdio };
  return {
    module: how.script, args: [...how.args], transport: TransportKind[how.transport], options: { execArgv: [...how.execArgv] },
    ...(how.runtime === null ? {} : { runtime: how.runtime }),
  };
}
