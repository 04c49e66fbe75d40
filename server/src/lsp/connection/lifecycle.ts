import { CodeLensRefreshRequest, DidChangeConfigurationNotification, DidChangeWatchedFilesNotification, DocumentDiagnosticRequest, InlayHintRefreshRequest } from 'vscode-languageserver';
import type { DidChangeConfigurationParams, Disposable } from 'vscode-languageserver';
import { diagnosticOptions, SELECTOR, WATCHED } from './capabilities.ts';
import { SECTION } from '../settings/configuration.ts';
import { chooseAgain } from '../documents/synchronisation.ts';
import { reasonOf } from './log.ts';
import type { Session } from '../session.ts';

/** What happens when the client says that it is ready: settings are asked for, and what is registered later is registered. */
export function afterInitialized(session: Session): void {
  const { client, connection, configuration } = session;
  session.ready = client.configuration ? configuration.load() : Promise.resolve();
  if (client.registersConfiguration) register(session, connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION }));
  if (client.registersWatchers) {
    register(session, connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHED.map((globPattern) => ({ globPattern })) }));
  }
  if (client.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      settingsChanged(session, configuration.changeFolders(added, removed));
    });
  }
  void session.ready.then(() => {
    chooseAgain(session);
    registerDiagnostics(session);
    session.folders.changed();
    session.changed(0);
  });
}

export function configurationChanged(session: Session, params: DidChangeConfigurationParams): void {
  settingsChanged(session, session.configuration.change(params.settings));
}

/** Settings or folders are different once `loaded` is settled: everything that was shown may be wrong. */
function settingsChanged(session: Session, loaded: Promise<void>): void {
  session.ready = loaded.then(() => {
    const { client, connection } = session;
    chooseAgain(session);
    registerDiagnostics(session);
    if (client.refreshesInlayHints) connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
    if (client.refreshesCodeLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    session.folders.changed();
    session.changed(0);
  });
}

/** Registers for diagnostics, again when setting `scope` has changed: the client has to know whether to ask for the whole workspace. */
function registerDiagnostics(session: Session): void {
  const { client, connection, configuration } = session;
  const wholeWorkspace = configuration.general.scope === 'workspace';
  // A client that asks for the whole workspace would have what was sent besides it twice.
  if (!client.pull || wholeWorkspace) session.updates.showsClosed = !client.pull && wholeWorkspace;
  if (!client.pull || !client.registersDiagnostics || session.registeredFor === wholeWorkspace) return;
  session.registeredFor = wholeWorkspace;
  const before = session.registration;
  session.registration = connection.client.register(DocumentDiagnosticRequest.type, { documentSelector: SELECTOR, ...diagnosticOptions(wholeWorkspace) });
  register(session, session.registration);
  before?.then((registered) => registered.dispose(), () => undefined);
}

function register(session: Session, registration: Promise<Disposable>): void {
  registration.catch((error: unknown) => session.log.warn(`the client refused a registration: ${reasonOf(error)}`));
}
