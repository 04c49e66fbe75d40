import type { CancellationToken, ProgressToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import type { Session } from '../session.ts';

/** Shows that something takes a while: under the token that came with the request, or in a window of its own that can be cancelled. */
export async function withProgress<T>(session: Session, token: ProgressToken | undefined, work: (cancel: CancellationToken | null) => Promise<T>): Promise<T> {
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
  progress?.begin('ssl-lint', undefined, 'analysing the workspace', cancel !== null);
  try {
    return await work(cancel);
  } finally {
    progress?.done();
  }
}
