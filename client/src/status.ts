import { commands, Disposable, l10n, languages, LanguageStatusSeverity, window, workspace } from 'vscode';
import { DOCUMENTS } from './documents.ts';
import type { Session } from './session.ts';
import { statusText, type StatusText } from './status-text.ts';

const SEVERITIES: Readonly<Record<StatusText['severity'], LanguageStatusSeverity>> = {
  information: LanguageStatusSeverity.Information, warning: LanguageStatusSeverity.Warning, error: LanguageStatusSeverity.Error,
};

/** Shows in the status bar how the server does, and tells of failures as `sslLint.showNotifications` says. */
export function showStatus(session: Session, version: string): Disposable {
  const item = languages.createLanguageStatusItem('sslLint.status', DOCUMENTS);
  item.name = 'SSL Lint';
  let told: string | null = null;
  const show = (): void => {
    const { text, detail, severity, busy } = statusText(session.health, version, (message, ...values) => l10n.t(message, ...values));
    item.text = text;
    item.detail = detail;
    item.severity = SEVERITIES[severity];
    item.busy = busy;
    item.command = { command: 'sslLint.showOutput', title: l10n.t('Show Output') };
    const problem = severity === 'information' ? null : failure(session);
    if (problem !== null && problem !== told) void notify(problem, severity);
    told = problem;
  };
  show();
  return Disposable.from(item, session.onDidChangeHealth(show));
}

function failure(session: Session): string | null {
  const { health } = session;
  if (health.state === 'failed') return health.message;
  return health.state === 'running' ? (health.status?.message ?? null) : null;
}

async function notify(message: string, severity: StatusText['severity']): Promise<void> {
  const wanted = workspace.getConfiguration('sslLint').get<string>('showNotifications', 'off');
  if (wanted === 'off' || (wanted === 'onError' && severity !== 'error')) return;
  const show = severity === 'error' ? window.showErrorMessage : window.showWarningMessage;
  const showOutput = l10n.t('Show Output');
  if ((await show(`SSL Lint: ${message}`, showOutput)) === showOutput) await commands.executeCommand('sslLint.showOutput');
}
