import type { DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams } from 'vscode-languageserver';
import { isRange } from '../connection/requests.ts';
import type { Session } from '../session.ts';

/** What the client says about open documents. Malformed notifications change nothing. */

export function opened(session: Session, { textDocument }: DidOpenTextDocumentParams): void {
  const { uri, languageId, version, text } = textDocument;
  if (typeof uri !== 'string' || typeof text !== 'string') return;
  if (session.documents.get(uri) !== undefined) closed(session, { textDocument: { uri } });
  const document = session.documents.open(uri, languageId, version, text);
  if (!document.isChecked) return;
  session.service.setText(document.name, text);
  if (session.configuration.settingsOf(document.name).run !== 'manual') session.reports.allow(document.name);
  session.changed(0);
}

/** Settings are different: documents that they leave out now are taken from the analysis, others given to it. */
export function chooseAgain(session: Session): void {
  for (const document of session.documents.all) {
    session.service.setText(document.name, document.isChecked ? document.text : null);
    if (!document.isChecked) session.last.forget(document.name);
  }
}

export function changed(session: Session, { textDocument, contentChanges }: DidChangeTextDocumentParams): void {
  const document = session.documents.get(textDocument.uri);
  if (document === undefined) return;
  const edits = document.change(contentChanges.filter((change) => typeof change.text === 'string' && (!('range' in change) || isRange(change.range))), textDocument.version);
  if (!document.isChecked) return;
  session.last.edit(document.name, edits);
  session.service.setText(document.name, document.text);
  session.changed(session.configuration.settingsOf(document.name).delay);
}

export function saved(session: Session, { textDocument }: DidSaveTextDocumentParams): void {
  const document = session.documents.get(textDocument.uri);
  if (document === undefined) return;
  document.savedVersion = document.version;
  for (const other of session.documents.all) {
    if (session.configuration.settingsOf(other.name).run === 'onSave' && !other.isChanged) session.reports.allow(other.name);
  }
  session.changed(0);
}

export function closed(session: Session, { textDocument }: DidCloseTextDocumentParams): void {
  const document = session.documents.close(textDocument.uri);
  if (document === undefined) return;
  session.last.forget(document.name);
  session.updates.closed(document);
  if (!document.isChecked) return;
  session.service.setText(document.name, null);
  session.changed(session.configuration.settingsOf(document.name).delay);
}
