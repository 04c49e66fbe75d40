import type { CancellationToken, ProgressToken } from 'vscode-languageserver';
import { withProgress } from './progress.ts';
import { cancellable } from '../connection/requests.ts';
import type { Session } from '../session.ts';

/** Analyses all folders, shows what is found in files that are not open too, and answers with the number of problems. */
export async function lintWorkspace(session: Session, progressToken: ProgressToken | undefined, token: CancellationToken): Promise<number> {
  for (const document of session.documents.all) session.reports.allow(document.name);
  if (!session.client.pull || session.configuration.general.scope === 'openFiles') session.updates.showsClosed = true;
  return session.status.during(withProgress(session, progressToken, async (stop) => {
    // The request can be cancelled, and so can the progress that the server shows of itself.
    const either = <T>(work: Promise<T>): Promise<T> => cancellable(token, stop === null ? work : cancellable(stop, work));
    const reports = await either(session.service.reports());
    await either(session.updates.run());
    return reports.reduce((sum, report) => sum + report.findings.length, 0);
  }));
}

/** Renews the findings of one open document and answers with their number. */
export async function lintDocument(session: Session, uri: string): Promise<number> {
  const document = session.checked(uri);
  if (document === undefined) return 0;
  session.reports.allow(document.name);
  await session.updates.run();
  return (await session.service.report(document.name)).findings.length;
}
