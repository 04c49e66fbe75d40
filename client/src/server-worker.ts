import { Uri, workspace, type ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { clientOptions } from './client-options.ts';
import { configurationFiles } from './configuration-files.ts';
import type { ClientHooks } from './session.ts';

/** The platform's; the types of Node, which the rest of the project uses, have none. */
declare const Worker: new (address: string) => Worker & { addEventListener(type: 'error', listener: (event: { readonly message: string }) => void): void };

/** Starts the server in a web worker and gives it what it cannot read: the parser's modules and the configuration files. */
export async function createClient(context: ExtensionContext, hooks: ClientHooks): Promise<LanguageClient> {
  const read = (name: string) => workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'server', 'out', name));
  const [script, runtime, grammar, files] = await Promise.all([
    read('browser-server.js'), read('web-tree-sitter.wasm'), read('tree-sitter-c.wasm'), configurationFiles(),
  ]);
  // A worker cannot be started from the address of an extension that is on another machine. VS Code loads the address later: it stays.
  const worker = new Worker(URL.createObjectURL(new Blob([new Uint8Array(script)], { type: 'text/javascript' })));
  worker.addEventListener('error', ({ message }) => hooks.failed(message));
  return new LanguageClient('sslLint', 'SSL Lint', worker, clientOptions(hooks, { commands: true, wasm: { runtime, grammar }, files }));
}
