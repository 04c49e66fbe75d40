import {
  CodeActionRequest, CodeActionResolveRequest, CodeLensRequest, DidChangeConfigurationNotification, DidChangeTextDocumentNotification, DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification, DidDeleteFilesNotification, DidOpenTextDocumentNotification, DidRenameFilesNotification, DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest, ExecuteCommandRequest, HoverRequest, InlayHintRequest, RequestType, WorkspaceDiagnosticRequest,
} from 'vscode-languageserver';
import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { VERSION } from '../version.ts';
import { capabilities } from './connection/capabilities.ts';
import { codeActions, resolveCodeAction } from './actions/code-actions.ts';
import { codeLenses } from './features/code-lens.ts';
import { execute } from './commands/commands.ts';
import type { Host } from './host.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { afterInitialized, configurationChanged } from './connection/lifecycle.ts';
import { Log } from './connection/log.ts';
import { pathOf } from './features/path.ts';
import { PATH_REQUEST } from './protocol.ts';
import type { PathParams, PathResult } from './protocol.ts';
import { documentDiagnostics, workspaceDiagnostics } from './diagnostics/pull.ts';
import { Router } from './connection/router.ts';
import { Session } from './session.ts';
import { changed, closed, opened, saved } from './documents/synchronisation.ts';
import { filesDeleted, filesRenamed, watchedFilesChanged } from './documents/watch.ts';

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
