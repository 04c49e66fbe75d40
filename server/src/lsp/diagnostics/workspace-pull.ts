import type { CancellationToken, PreviousResultId, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver';
import type { LintService } from '../../workspace/service/service.ts';
import type { Configuration } from '../settings/configuration.ts';
import { resultIdOf } from './diagnostics.ts';
import type { Documents } from '../documents/documents.ts';
import type { DocumentDiagnostics, Reports } from './reports.ts';

/** Reports sent in one piece of a partial result. */
const CHUNK = 100;

/** Answers requests for the diagnostics of the whole workspace. */
export class WorkspacePull {
  #wake: (() => void)[] = [];
  #asked = false;
  /** Documents whose diagnostics the client asked for one by one: it does not name them in requests for the workspace. */
  readonly #shown = new Set<string>();

  constructor(
    private readonly service: LintService, private readonly documents: Documents, private readonly configuration: Configuration, private readonly reports: Reports,
  ) {}

  get hasAnswered(): boolean { return this.#asked; }

  /** An answer was given to a client that asked for one document. */
  answered({ uri, items }: DocumentDiagnostics): void {
    if (items.length > 0) this.#shown.add(uri);
  }

  /** Something changed: requests that wait for that are looked at again. */
  changed(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  /**
   * What differs from what the client has. A client that takes partial results asks again and again: from its second request on, the
   * answer waits until there is something new. `send` is null for a client that takes everything at once.
   */
  async answer(previous: readonly PreviousResultId[], send: ((report: WorkspaceDiagnosticReport) => void) | null, token: CancellationToken): Promise<WorkspaceDiagnosticReport> {
    const known = new Map(previous.map(({ uri, value }) => [uri, value]));
    const mayWait = this.#asked && send !== null;
    this.#asked = true;
    for (;;) {
      const { items, isNews } = await this.#compare(known);
      if (!isNews && mayWait && !token.isCancellationRequested) {
        await this.#nextChange(token);
        continue;
      }
      if (send === null) return { items };
      for (let at = 0; at < items.length; at += CHUNK) send({ items: items.slice(at, at + CHUNK) });
      return { items: [] };
    }
  }

  #nextChange(token: CancellationToken): Promise<void> {
    return new Promise((done) => {
      const listening = token.onCancellationRequested(() => wake());
      const wake = (): void => {
        listening.dispose();
        done();
      };
      this.#wake.push(wake);
    });
  }

  async #compare(known: ReadonlyMap<string, string>): Promise<{ items: WorkspaceDocumentDiagnosticReport[]; isNews: boolean }> {
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const left = new Map(known);
    let isNews = false;
    for (const { uri, version, resultId, items: diagnostics } of await this.#all()) {
      const before = left.get(uri);
      left.delete(uri);
      if (before === resultId) {
        items.push({ kind: 'unchanged', uri, version, resultId });
      } else if (diagnostics.length > 0 || before !== undefined) {
        isNews = true;
        items.push({ kind: 'full', uri, version, resultId, items: [...diagnostics] });
      }
    }
    const empty = resultIdOf([]);
    for (const [uri, resultId] of left) {
      const version = this.documents.get(uri)?.version ?? null;
      if (resultId === empty) {
        items.push({ kind: 'unchanged', uri, version, resultId });
      } else {
        isNews = true;
        items.push({ kind: 'full', uri, version, resultId: empty, items: [] });
      }
    }
    const named = new Set(items.map(({ uri }) => uri));
    // A document that was closed and is gone, renamed for one: the client still shows what it was told last.
    for (const uri of [...this.#shown].filter((each) => this.documents.get(each) === undefined)) {
      this.#shown.delete(uri);
      if (named.has(uri)) continue;
      isNews = true;
      items.push({ kind: 'full', uri, version: null, resultId: empty, items: [] });
    }
    return { items, isNews };
  }

  async #all(): Promise<DocumentDiagnostics[]> {
    if (this.configuration.general.scope !== 'workspace') return [];
    const all: DocumentDiagnostics[] = [];
    for (const report of await this.service.reports()) {
      const open = this.documents.byName(report.name);
      all.push(await (open === undefined ? this.reports.ofFile(report) : this.reports.ofOpen(open)));
    }
    return all;
  }
}
