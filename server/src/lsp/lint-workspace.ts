import type { CancellationToken, ProgressToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import { cancellable } from './requests.ts';
import type { Session } from './session.ts';

/** Analyses all folders, shows what is found in files that are not open too, and answers with the number of problems. */
export async function lintWorkspace(session: Session, progressToken: ProgressToken | undefined, token: CancellationToken): Promise<number> {
  for (const document of session.documents.all) session.reports.allow(document.name);
  if (!session.client.pull || session.configuration.general.scope === 'openFiles') session.updates.showsClosed = true;
  return session.status.during(withProgress(session, progressToken, async (stop) => {
    const cancelled = stop ?? token;
    const reports = await cancellable(cancelled, session.service.reports());
    await cancellable(cancelled, session.updates.run());
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

/** Shows that something takes a while: under the token that came with the request, or in a window of its own that can be cancelled. */
async function withProgress<T>(session: Session, token: ProgressToken | undefined, work: (cancel: CancellationToken | null) => Promise<T>): Promise<T> {
  const { client, connection } = session;
  let progress: WorkDoneProgressReporter | null = null;
  let cancel: CancellationToken | null = null;
  if (token !== undefined) {
    progress = connection.window.attachWorkDoneProgress(token);
  } else if (client.progress) {
    const own = await connection.window.createWorkDoneProgress();
    progress = own;
    cancel = own.token;
  }
  progress?.begin('SSL Lint', undefined, 'analysing the workspace', cancel !== null);
  try {
    return await work(cancel);
  } finally {
    progress?.done();
  }
}
