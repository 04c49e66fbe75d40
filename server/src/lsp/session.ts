import type { Connection, Disposable, InitializeParams } from 'vscode-languageserver';
import type { Fix } from '../analysis/verdict/finding.ts';
import type { LintService } from '../workspace/service/service.ts';
import { clientFeatures } from './connection/client-features.ts';
import type { ClientFeatures } from './connection/client-features.ts';
import { Configuration } from './settings/configuration.ts';
import { Documents } from './documents/documents.ts';
import type { OpenDocument } from './documents/documents.ts';
import { Folders } from './documents/folders.ts';
import type { Host } from './host.ts';
import { GRACE, LastFindings } from './diagnostics/last-findings.ts';
import type { Log } from './connection/log.ts';
import { Names, schemeOf } from './documents/names.ts';
import { Reports } from './diagnostics/reports.ts';
import { Status } from './diagnostics/status.ts';
import { Updates } from './diagnostics/updates.ts';
import { WorkspacePull } from './diagnostics/workspace-pull.ts';

/** What lives from `initialize` to `shutdown`. */
export class Session {
  readonly client: ClientFeatures;
  readonly documents: Documents;
  readonly service: LintService;
  readonly configuration: Configuration;
  readonly reports: Reports;
  readonly updates: Updates;
  readonly workspacePull: WorkspacePull;
  readonly last: LastFindings;
  readonly folders: Folders;
  readonly status: Status;
  /** Registration for diagnostics with a client that takes registrations, and whether it is one for the whole workspace. */
  registration: Promise<Disposable> | null = null;
  registeredFor: boolean | null = null;
  readonly #fixes = new Map<string, Promise<readonly Fix[]>>();
  /** Settled when the client's settings are known. */
  ready: Promise<void> = Promise.resolve();

  constructor(readonly connection: Connection, readonly host: Host, readonly log: Log, params: InitializeParams) {
    this.client = clientFeatures(params);
    const names = new Names(host.virtual);
    this.documents = new Documents(this.client.encoding, names, (uri) => this.ignores(uri));
    this.service = host.open(this.client.options);
    this.configuration = new Configuration(connection, this.client, this.service, log, names);
    this.configuration.start(params);
    const canDrop = !this.client.pull || this.client.refreshesDiagnostics;
    this.last = new LastFindings(() => host.now(), canDrop ? GRACE : 0);
    this.reports = new Reports(this.service, this.documents, this.configuration, this.client, this.last, host);
    this.updates = new Updates(connection, this.client, this.documents, this.service, this.reports, host, log);
    this.folders = new Folders(this);
    this.status = new Status(this);
    this.updates.onRound = (shown) => {
      this.status.found(shown);
      this.workspacePull.changed();
      // Only now: open documents come first.
      this.folders.look();
    };
    this.updates.ready = () => this.ready;
    this.updates.onFailure = (reason) => this.status.failed(reason);
    this.workspacePull = new WorkspacePull(this.service, this.documents, this.configuration, this.reports);
  }

  /** An open document that is looked at; undefined for others. */
  checked(uri: string): OpenDocument | undefined {
    const document = this.documents.get(uri);
    return document?.isChecked === true ? document : undefined;
  }

  ignores(uri: string): boolean {
    return this.configuration.general.ignoreFileSchemes.includes(schemeOf(uri));
  }

  /** The texts or settings of something changed: after `ms` without another change everything is looked at again. */
  changed(ms: number): void {
    this.#fixes.clear();
    this.updates.schedule(ms);
  }

  /** Fixes of a finding. Asked for with every move of the cursor, so they are kept until something changes. */
  fixes(name: string, fingerprint: string): Promise<readonly Fix[]> {
    return this.#kept(`${name}\0${fingerprint}`, () => this.service.fixes(name, fingerprint));
  }

  safeFixes(name: string): Promise<readonly Fix[]> {
    return this.#kept(name, () => this.service.safeFixes(name));
  }

  #kept(key: string, ask: () => Promise<readonly Fix[]>): Promise<readonly Fix[]> {
    const known = this.#fixes.get(key) ?? ask();
    this.#fixes.set(key, known);
    known.catch(() => this.#fixes.delete(key));
    return known;
  }
}
