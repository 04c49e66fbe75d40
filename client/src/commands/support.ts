import { commands, env, UIKind, version, workspace } from 'vscode';
import { SERVER_COMMANDS } from '../../../server/src/lsp/protocol.ts';
import type { Command } from './context.ts';

export const restart: Command = ({ session }) => session.restart();

export const showOutput: Command = ({ output }) => output.show();

/** What a report of a defect needs: versions, settings, what the server knows of its folders. No source text. */
export const debugInformation: Command = async ({ extension, session, texts }) => {
  const { health } = session;
  const own = [
    `SSL Lint: ${(extension.extension.packageJSON as { version: string }).version}`,
    `VS Code: ${version} (${env.appName}, ${env.uiKind === UIKind.Web ? 'web' : 'desktop'}${env.remoteName === undefined ? '' : `, ${env.remoteName}`})`,
    `Trusted workspace: ${workspace.isTrusted ? 'yes' : 'no'}`,
    `Server: ${health.state}${health.state === 'failed' ? ` (${health.message})` : ''}`,
    `Settings: ${JSON.stringify(workspace.getConfiguration().get('sslLint'), null, 2)}`,
  ].join('\n');
  // A server that has not answered yet may never do so: that is worth a report too.
  const server = health.state !== 'running' ? null : await session.execute<string>(SERVER_COMMANDS.doctor, []);
  await texts.show('SSL Lint.txt', `${own}\n${server === null ? '' : `\n${server}`}`);
};

export const openWalkthrough: Command = ({ extension }) => commands.executeCommand('workbench.action.openWalkthrough', `${extension.extension.id}#start`, false);
