import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Fix } from '../../analysis/verdict/finding.ts';
import type { FileReport } from '../../workspace/service/service.ts';
import type { OpenDocument } from '../documents/documents.ts';
import { joined } from '../documents/names.ts';
import { Positions } from '../documents/positions.ts';
import type { Session } from '../session.ts';

/** Edits of one document, for the version they were made for; null for a file that is not open. */
export interface DocumentEdits { readonly uri: string; readonly version: number | null; readonly edits: TextEdit[] }

/** Edits in the form that the client takes. Null when an open document has changed since and the client could not notice. */
export function workspaceEdit(session: Session, all: readonly DocumentEdits[]): WorkspaceEdit | null {
  if (session.client.documentChanges) {
    return { documentChanges: all.map(({ uri, version, edits }): TextDocumentEdit => ({ textDocument: { uri, version }, edits })) };
  }
  if (all.some(({ uri, version }) => version !== null && session.documents.get(uri)?.version !== version)) return null;
  return { changes: Object.fromEntries(all.map(({ uri, edits }) => [uri, edits])) };
}

/** Versions of the open documents: taken before the analysis is asked, because its answer is about them. */
export const openVersions = (session: Session): ReadonlyMap<OpenDocument, number> =>
  new Map(session.documents.all.map((document) => [document, document.version]));

/** The edits of fixes of one report, by document. */
export async function editsOf(session: Session, report: FileReport, ownPath: string, fixes: readonly Fix[], versions: ReadonlyMap<OpenDocument, number>): Promise<DocumentEdits[]> {
  const found = new Map<string, DocumentEdits & { readonly positions: Positions }>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) {
    const name = edit.path === ownPath ? report.name : joined(report.base, edit.path);
    let entry = found.get(name);
    if (entry === undefined) {
      const open = session.documents.byName(name);
      const { encoding } = session.documents;
      const text = encoding === 'utf-16' ? '' : open?.text ?? await session.service.text(name) ?? '';
      entry = { uri: session.documents.uriOf(name), version: open === undefined ? null : versions.get(open) ?? null, edits: [], positions: new Positions(text, encoding) };
      found.set(name, entry);
    }
    entry.edits.push({ range: entry.positions.range(edit.range), newText: edit.newText });
  }
  return [...found.values()].map(({ uri, version, edits }) => ({ uri, version, edits }));
}
