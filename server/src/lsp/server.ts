import {
  CodeActionRequest, CodeActionResolveRequest, CodeLensRequest, DidChangeConfigurationNotification, DidChangeTextDocumentNotification, DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification, DidDeleteFilesNotification, DidOpenTextDocumentNotification, DidRenameFilesNotification, DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest, ExecuteCommandRequest, HoverRequest, InlayHintRequest, RequestType, WorkspaceDiagnosticRequest,
} from 'vscode-languageserver';
import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { VERSION } from '../version.ts';
import { capabilities } from './capabilities.ts';
import { codeActions, resolveCodeAction } from './code-actions.ts';
import { codeLenses } from './code-lens.ts';
import { execute } from './commands.ts';
import type { Host } from './host.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { afterInitialized, configurationChanged } from './lifecycle.ts';
import { Log } from './log.ts';
import { pathOf } from './path.ts';
import { PATH_REQUEST } from './protocol.ts';
import type { PathParams, PathResult } from './protocol.ts';
import { documentDiagnostics, workspaceDiagnostics } from './pull.ts';
import { Router } from './router.ts';
import { Session } from './session.ts';
import { changed, closed, opened, saved } from './synchronisation.ts';
import { filesDeleted, filesRenamed, watchedFilesChanged } from './watch.ts';

/** Connects the handlers to a connection and listens. The same for every platform; what differs is in `host`. The answer tells whether `shutdown` was asked for. */
export function serve(connection: Connection, host: Host): { readonly isShutDown: boolean } {
  const log = new Log(connection);
  const router = new Router<Session>(connection);

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const session = new Session(connection, host, log, params);
    router.start(session);
    const wholeWorkspace = session.configuration.general.scope === 'workspace';
    return { capabilities: capabilities(session.client, wholeWorkspace), serverInfo: { name: 'ssl-lint', version: VERSION } };
  });
  connection.onInitialized(() => router.with((session) => afterInitialized(session)));
  connection.onShutdown(async () => {
    const session = router.end();
    session?.updates.stop();
    await session?.service.dispose();
  });

  router.notification(DidOpenTextDocumentNotification.type, opened);
  router.notification(DidChangeTextDocumentNotification.type, changed);
  router.notification(DidSaveTextDocumentNotification.type, saved);
  router.notification(DidCloseTextDocumentNotification.type, closed);
  router.notification(DidChangeConfigurationNotification.type, configurationChanged);
  router.notification(DidChangeWatchedFilesNotification.type, watchedFilesChanged);
  router.notification(DidRenameFilesNotification.type, filesRenamed);
  router.notification(DidDeleteFilesNotification.type, filesDeleted);

  router.request(DocumentDiagnosticRequest.type, documentDiagnostics);
  router.request(WorkspaceDiagnosticRequest.type, workspaceDiagnostics);
  router.request(CodeActionRequest.type, codeActions);
  router.request(CodeActionResolveRequest.type, resolveCodeAction);
  router.request(HoverRequest.type, hover);
  router.request(InlayHintRequest.type, inlayHints);
  router.request(CodeLensRequest.type, codeLenses);
  router.request(ExecuteCommandRequest.type, execute);
  router.request(new RequestType<PathParams, PathResult | null, void>(PATH_REQUEST), pathOf);

  connection.listen();
  return { get isShutDown() { return router.hasEnded; } };
}
