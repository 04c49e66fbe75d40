import { CloseAction, ErrorAction, RevealOutputChannelOn, type LanguageClientOptions } from 'vscode-languageclient';
import { CLIENT_COMMANDS, type InitializationOptions } from '../../server/src/lsp/protocol.ts';
import { DOCUMENTS } from './documents.ts';
import { middleware } from './middleware.ts';
import type { ClientHooks } from './session.ts';

/** What clients of a process and of a worker have in common. Failures are shown by the status item; nothing pops up. */
export function clientOptions({ output, ended }: ClientHooks, initializationOptions: InitializationOptions): LanguageClientOptions {
  return {
    documentSelector: DOCUMENTS,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    markdown: { isTrusted: { enabledCommands: Object.values(CLIENT_COMMANDS) } },
    middleware,
    initializationOptions,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: ended() ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true }),
    },
  };
}
