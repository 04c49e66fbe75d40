import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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
  }), hooks);
  return new LanguageClient('sslLint', 'SSL Lint', options, clientOptions(hooks, { commands: true }));
}

function serverOptions(how: Launch, hooks: ClientHooks): ServerOptions {
  if (how.kind === 'program') return () => startProgram(how.program, how.args, hooks);
  return {
    module: how.script, args: [...how.args], transport: TransportKind[how.transport], options: { execArgv: [...how.execArgv] },
    ...(how.runtime === null ? {} : { runtime: how.runtime }),
  };
}

/** What the user names may be anything, also a program that never answers: started here, so that it can be ended. Rejects when there is no such program. */
async function startProgram(program: string, args: readonly string[], hooks: ClientHooks): Promise<ChildProcess> {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  const child = spawn(program, [...args, '--stdio'], { signal: hooks.unwanted, ...(folder !== undefined && { cwd: folder.uri.fsPath }) });
  await once(child, 'spawn');
  child.on('error', (error) => { hooks.output.debug(String(error)); });
  return child;
}
