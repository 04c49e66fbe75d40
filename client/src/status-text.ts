import type { Health } from './session.ts';

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly busy: boolean;
}

/** Translates a message with `{0}` and so on: `l10n.t` of VS Code. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

/** What the status item says. `version` is the extension's, used until the server has told its own. */
export function statusText(health: Health, version: string, t: Translate): StatusText {
  if (health.state === 'starting') return { text: t('SSL Lint: starting'), detail: version, severity: 'information', busy: true };
  if (health.state === 'failed') return { text: t('SSL Lint: not running'), detail: health.message, severity: 'error', busy: false };
  const { status } = health;
  if (status === null) return { text: 'SSL Lint', detail: version, severity: 'information', busy: false };
  return {
    text: status.problems === 1 ? t('SSL Lint: 1 problem') : t('SSL Lint: {0} problems', status.problems),
    detail: [status.message, status.version, configurations(status.configurations, t), partly(status.incomplete.length, t)].filter((part) => part !== null).join(' · '),
    severity: status.state === 'failed' ? 'error' : status.message === null ? 'information' : 'warning',
    busy: status.state === 'busy',
  };
}

function configurations(uris: readonly string[], t: Translate): string | null {
  const [first] = uris;
  if (first === undefined) return null;
  return uris.length === 1 ? decodeURIComponent(first.split('/').at(-1) ?? first) : t('{0} configuration files', uris.length);
}

function partly(count: number, t: Translate): string | null {
  if (count === 0) return null;
  return count === 1 ? t('partly analysed: 1 function') : t('partly analysed: {0} functions', count);
}
