import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { LintService } from '../../workspace/service/service.ts';
import type { ClientFeatures } from '../connection/client-features.ts';
import type { Documents, OpenDocument } from '../documents/documents.ts';
import type { Host } from '../host.ts';
import type { Log } from '../connection/log.ts';
import { reasonOf } from '../connection/log.ts';
import type { DocumentDiagnostics, Reports } from './reports.ts';

/** What the client was last told of a document. */
interface Told { readonly version: number | null; readonly resultId: string }

/**
 * Keeps what the client shows up to date: sends diagnostics to a client that does not ask for them, and tells one that asks when
 * something changed that it did not change itself.
 */
export class Updates {
  readonly #told = new Map<string, Told>();
  /** URIs of files that are not open and have diagnostics. */
  readonly #closed = new Set<string>();
  #cancel: (() => void) | null = null;
  #due = Infinity;
  #running: Promise<void> | null = null;
  /** Begins when the one that runs has ended. */
  #waiting: Promise<void> | null = null;
  #stopped = false;
  /** Called after each round in which something was looked at anew. */
  onRound: (shown: readonly DocumentDiagnostics[]) => void = () => undefined;
  /** Settled when the client's settings are known. */
  ready: () => Promise<void> = () => Promise.resolve();
  /** Called instead when the analysis could not answer. */
  onFailure: (reason: string) => void = () => undefined;

  constructor(
    private readonly connection: Connection, private readonly client: ClientFeatures, private readonly documents: Documents,
    private readonly service: LintService, private readonly reports: Reports, private readonly host: Host, private readonly log: Log,
  ) {}

  /** Whether files that are not open have diagnostics that are sent: with a client that does not ask, or after a command. */
  showsClosed = false;

  /** An answer was given to a client that asked. */
  answered(diagnostics: DocumentDiagnostics): void {
    this.#told.set(diagnostics.uri, { version: diagnostics.version, resultId: diagnostics.resultId });
    // A round that is under way brings the next one itself.
    if (this.#running === null || !diagnostics.preliminary) this.#wakeFor(diagnostics);
  }

  /** Looks at everything again after `ms` without another call, and tells the client what differs. */
  schedule(ms: number): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#due = this.host.now() + ms;
    this.#cancel = this.host.later(() => void this.run(), ms);
  }

  /** The document is not open any more: what was said about it is taken back, unless files that are not open count too. */
  closed(document: OpenDocument): void {
    const told = this.#told.get(document.uri);
    this.#told.delete(document.uri);
    if (!this.client.pull && told !== undefined && !this.showsClosed) this.#send(document.uri, null, []);
    if (!this.client.pull && this.showsClosed) this.#closed.add(document.uri);
  }

  /** Looks at everything once more. Rounds do not overlap, and those asked for while one is waiting are one; does not reject. */
  run(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    this.#due = Infinity;
    return (this.#waiting ??= this.#after(this.#running));
  }

  async #after(before: Promise<void> | null): Promise<void> {
    await before;
    this.#running = this.#waiting;
    this.#waiting = null;
    await this.ready();
    if (this.#stopped) return;
    try {
      await this.#round();
    } catch (error) {
      if (this.#isStopped()) return;
      this.log.error(reasonOf(error));
      this.onFailure(reasonOf(error));
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  // A getter, because `stop` may be called while a round waits.
  #isStopped(): boolean { return this.#stopped; }

  async #round(): Promise<void> {
    const shown: DocumentDiagnostics[] = [];
    let differs = false;
    for (const document of this.documents.all) {
      const diagnostics = await this.reports.ofOpen(document);
      // Another round follows for what has changed meanwhile.
      if (this.documents.get(document.uri) !== document || document.version !== diagnostics.version) continue;
      shown.push(diagnostics);
      this.#wakeFor(diagnostics);
      const told = this.#told.get(document.uri);
      if (!this.client.pull) this.#publish(diagnostics, told);
      // A client that asks does so itself after its own edits.
      else if (told !== undefined && told.version === diagnostics.version && told.resultId !== diagnostics.resultId) differs = true;
    }
    shown.push(...await this.#publishClosed());
    if (this.#isStopped()) return;
    if (differs && this.client.refreshesDiagnostics) this.connection.languages.diagnostics.refresh().catch(() => undefined);
    this.onRound(shown);
  }

  #publish(diagnostics: DocumentDiagnostics, told: Told | undefined): void {
    this.#closed.delete(diagnostics.uri);
    if (told?.resultId === diagnostics.resultId && told.version === diagnostics.version) return;
    this.#told.set(diagnostics.uri, { version: diagnostics.version, resultId: diagnostics.resultId });
    this.#send(diagnostics.uri, diagnostics.version, diagnostics.items);
  }

  async #publishClosed(): Promise<DocumentDiagnostics[]> {
    const shown: DocumentDiagnostics[] = [];
    const gone = new Set(this.#closed);
    for (const report of this.showsClosed ? await this.service.reports() : []) {
      if (this.documents.byName(report.name) !== undefined) continue;
      const diagnostics = await this.reports.ofFile(report);
      if (diagnostics.items.length === 0 || this.#isStopped()) continue;
      shown.push(diagnostics);
      gone.delete(diagnostics.uri);
      this.#publish(diagnostics, this.#told.get(diagnostics.uri));
      this.#closed.add(diagnostics.uri);
    }
    for (const uri of gone) {
      this.#closed.delete(uri);
      this.#told.delete(uri);
      // A client that asks has its own list for what it opened meanwhile.
      if (this.client.pull || this.documents.get(uri) === undefined) this.#send(uri, null, []);
    }
    return shown;
  }

  #send(uri: string, version: number | null, diagnostics: readonly Diagnostic[]): void {
    const known = version !== null && this.client.versions ? { version } : {};
    this.connection.sendDiagnostics({ uri, ...known, diagnostics: [...diagnostics] }).catch(() => undefined);
  }

  /** A finding that is shown beyond its time must go then; what is preliminary is looked at again at once. */
  #wakeFor({ expires, preliminary }: DocumentDiagnostics): void {
    const due = preliminary ? this.host.now() : expires;
    if (due === null || due >= this.#due) return;
    this.schedule(Math.max(0, due - this.host.now()));
  }
}
