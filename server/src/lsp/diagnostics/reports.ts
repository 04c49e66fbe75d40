import type { Diagnostic } from 'vscode-languageserver';
import type { FileReport, LintService, ReportedFinding } from '../../workspace/service/service.ts';
import type { ClientFeatures } from '../connection/client-features.ts';
import type { Configuration } from '../settings/configuration.ts';
import { diagnosticOf, resultIdOf } from './diagnostics.ts';
import type { Documents, OpenDocument, Snapshot } from '../documents/documents.ts';
import type { Host } from '../host.ts';
import type { StatusParams } from '../protocol.ts';
import { FirstReports } from './first-reports.ts';
import type { LastFindings } from './last-findings.ts';
import { placesOf } from '../documents/places.ts';

/** What is said about one document of one version. */
export interface DocumentDiagnostics {
  readonly uri: string;
  readonly name: string;
  /** Null for a file that is not open. */
  readonly version: number | null;
  readonly items: readonly Diagnostic[];
  readonly resultId: string;
  /** When a finding that is shown beyond its time has to go, by the clock of the host; null when there is none. */
  readonly expires: number | null;
  /** More will be known soon without an edit. */
  readonly preliminary: boolean;
  /** What could not be analysed in it. */
  readonly incomplete: StatusParams['incomplete'];
}

/** Turns reports of the analysis into diagnostics. */
export class Reports {
  /** Open documents whose findings may be renewed: all of them with `run` onType, after opening or saving with onSave. */
  readonly #due = new Set<string>();
  readonly #first: FirstReports;

  constructor(
    private readonly service: LintService, private readonly documents: Documents, private readonly configuration: Configuration,
    private readonly client: ClientFeatures, private readonly last: LastFindings, private readonly host: Host,
  ) {
    this.#first = new FirstReports(service);
  }

  /** The findings of a document may be renewed once although setting `run` says otherwise. */
  allow(name: string): void {
    this.#due.add(name);
  }

  /** What to show for an open document as it is now; `ask` is what a preliminary report is worth. */
  async ofOpen(document: OpenDocument, ask: 'soon' | 'next' = 'next'): Promise<DocumentDiagnostics> {
    const snapshot = document.snapshot();
    if (!document.isChecked) return this.#nothing(snapshot);
    const { run } = this.configuration.settingsOf(document.name);
    const renews = run === 'onType' || this.#due.delete(document.name);
    if (!renews) {
      const report = this.last.frozen(document.name, snapshot.text);
      return this.#diagnostics(report, snapshot, report.findings, null);
    }
    // A client that cannot be told to ask again has to wait for the last word.
    const report = await (this.client.pull && !this.client.refreshesDiagnostics ? this.service.report(document.name) : this.#first[ask](document.name, snapshot.version));
    if (report.preliminary) this.#due.add(document.name);
    // Edits that came meanwhile have another report coming; this one is about `snapshot`.
    const isCurrent = this.documents.get(document.uri) === document && document.version === snapshot.version;
    const shown = isCurrent ? this.last.settle(document.name, snapshot.text, report) : { findings: report.findings, expires: null };
    return this.#diagnostics(report, snapshot, shown.findings, shown.expires);
  }

  /** What to show for a file that is not open. */
  ofFile(report: FileReport): Promise<DocumentDiagnostics> {
    return this.#diagnostics(report, null, report.findings, null);
  }

  async #diagnostics(report: FileReport, snapshot: Snapshot | null, findings: readonly ReportedFinding[], expires: number | null): Promise<DocumentDiagnostics> {
    const place = await placesOf(report, snapshot, findings, this.documents, this.service);
    const { shortenToSingleLine } = this.configuration.settingsOf(report.name);
    const { client, host } = this;
    const style = {
      singleLine: shortenToSingleLine, pageOf: (rule: string) => host.ruleAddress(rule), relatedInformation: client.relatedInformation,
      codeDescription: client.codeDescription, tags: client.tags, data: client.data,
    };
    const items = findings.map((finding) => diagnosticOf(finding, place, style));
    const uri = snapshot?.uri ?? this.documents.uriOf(report.name);
    const incomplete = report.incomplete.map(({ function: name, line, reason }) => ({ uri, ...(name === undefined ? {} : { function: name }), ...(line === undefined ? {} : { line }), reason }));
    return { uri, name: report.name, version: snapshot?.version ?? null, items, resultId: resultIdOf(items), expires, preliminary: report.preliminary, incomplete };
  }

  #nothing(snapshot: Snapshot): DocumentDiagnostics {
    return { uri: snapshot.uri, name: snapshot.name, version: snapshot.version, items: [], resultId: resultIdOf([]), expires: null, preliminary: false, incomplete: [] };
  }
}
