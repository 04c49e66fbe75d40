import { VERSION } from '../../version.ts';
import { STATUS_NOTIFICATION } from '../protocol.ts';
import type { StatusParams } from '../protocol.ts';
import type { DocumentDiagnostics } from './reports.ts';
import type { Session } from '../session.ts';

/** Work that is shorter is not worth a word, in ms. */
const NOTICEABLE = 150;

/** Tells our extension how things are, when they have changed. Other clients are told nothing. */
export class Status {
  #shown: readonly DocumentDiagnostics[] = [];
  #busy = 0;
  #failure: string | null = null;
  #last = '';

  constructor(private readonly session: Session) {}

  /** What was found in the documents the server speaks about. */
  found(shown: readonly DocumentDiagnostics[]): void {
    this.#shown = shown;
    this.#failure = null;
    this.tell();
  }

  failed(reason: string): void {
    this.#failure = reason.split('\n', 1)[0] ?? reason;
    this.tell();
  }

  /** Shows that something goes on, if it takes a while. */
  async during<T>(work: Promise<T>): Promise<T> {
    const counted = { by: 0 };
    const cancel = this.session.host.later(() => {
      counted.by = 1;
      this.#busy++;
      this.tell();
    }, NOTICEABLE);
    try {
      return await work;
    } finally {
      cancel();
      this.#busy -= counted.by;
      this.tell();
    }
  }

  tell(): void {
    const { client, connection, documents, folders } = this.session;
    if (!client.commands) return;
    const error = folders.errors[0];
    const params: StatusParams = {
      state: this.#failure !== null ? 'failed' : this.#busy > 0 ? 'busy' : 'ready',
      version: VERSION,
      problems: this.#shown.reduce((sum, { items }) => sum + items.length, 0),
      configurations: [...new Set(folders.statuses.flatMap((status) => status.configurations))].map((path) => documents.uriOf(path)),
      incomplete: this.#shown.flatMap(({ incomplete }) => incomplete),
      message: this.#failure ?? (error === undefined ? null : error.message.split('\n', 1)[0] ?? null),
    };
    const text = JSON.stringify(params);
    if (text === this.#last) return;
    this.#last = text;
    connection.sendNotification(STATUS_NOTIFICATION, params).catch(() => undefined);
  }
}
