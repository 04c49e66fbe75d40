import type { CancellationToken, DocumentDiagnosticParams, DocumentDiagnosticReport, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { WorkspaceDiagnosticRequest } from 'vscode-languageserver';
import { withProgress } from '../commands/progress.ts';
import type { DocumentDiagnostics } from './reports.ts';
import { cancellable, uriIn } from '../connection/requests.ts';
import type { Session } from '../session.ts';

/** The diagnostics of one document; of a file that is not open only when the whole workspace is looked at. */
export async function documentDiagnostics(session: Session, params: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> {
  const uri = uriIn(params);
  await session.ready;
  const diagnostics = await diagnosticsOf(session, uri);
  if (diagnostics === null) return { kind: 'full', items: [] };
  const { resultId, items } = diagnostics;
  return params.previousResultId === resultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items: [...items] };
}

async function diagnosticsOf(session: Session, uri: string): Promise<DocumentDiagnostics | null> {
  const document = session.documents.get(uri);
  if (document !== undefined) {
    const diagnostics = await session.reports.ofOpen(document, 'soon');
    session.updates.answered(diagnostics);
    session.workspacePull.answered(diagnostics);
    return diagnostics;
  }
  if (session.configuration.general.scope !== 'workspace' || session.ignores(uri)) return null;
  return session.reports.ofFile(await session.service.report(session.documents.nameOf(uri)));
}

export async function workspaceDiagnostics(session: Session, params: WorkspaceDiagnosticParams, token: CancellationToken): Promise<WorkspaceDiagnosticReport> {
  await session.ready;
  const { previousResultIds, partialResultToken } = params;
  const previous = (Array.isArray(previousResultIds) ? previousResultIds : []).filter((id) => typeof id.uri === 'string');
  const send = partialResultToken === undefined ? null : (report: WorkspaceDiagnosticReport) => {
    session.connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, partialResultToken, report).catch(() => undefined);
  };
  const { workspacePull, configuration } = session;
  // Only the first answer takes long, and later ones may wait for hours.
  if (workspacePull.hasAnswered || configuration.general.scope !== 'workspace') return workspacePull.answer(previous, send, token);
  return withProgress(session, params.workDoneToken, (stop) => cancellable(stop ?? token, workspacePull.answer(previous, send, token)));
}
