import type { ConfigurationError, FolderStatus } from '../../workspace/service/service.ts';
import { configurationDiagnostic } from '../diagnostics/diagnostics.ts';
import { reasonOf } from '../connection/log.ts';
import { isPath } from './names.ts';
import { Positions } from './positions.ts';
import type { Session } from '../session.ts';

/** What holds in the open folders: configuration files in force, and what is wrong with them. */
export class Folders {
  #shown = new Set<string>();
  #looking = false;
  #again = true;
  #logged = new Set<string>();
  statuses: readonly FolderStatus[] = [];

  constructor(private readonly session: Session) {}

  get errors(): readonly ConfigurationError[] {
    return this.statuses.flatMap((status) => status.errors);
  }

  /** What is known of the folders may be wrong now. */
  changed(): void {
    this.#again = true;
  }

  /** Asks what holds now if it may have changed, and shows broken configuration files. */
  look(): void {
    if (this.#looking) return;
    this.#looking = true;
    void this.#work().finally(() => { this.#looking = false; });
  }

  async #work(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        this.statuses = await this.session.service.status();
      } catch (error) {
        this.session.log.debug(`no status: ${reasonOf(error)}`);
        return;
      }
      this.#show();
      this.session.status.tell();
    }
  }

  #show(): void {
    const byPath = new Map<string, ConfigurationError[]>();
    for (const error of this.errors) {
      if (error.path !== null && isPath(error.path)) byPath.set(error.path, [...(byPath.get(error.path) ?? []), error]);
      else this.#log(error);
    }
    for (const path of this.#shown) if (!byPath.has(path)) this.#send(path, []);
    for (const [path, errors] of byPath) this.#send(path, errors);
    this.#shown = new Set(byPath.keys());
  }

  #send(path: string, errors: readonly ConfigurationError[]): void {
    const { connection, documents, host } = this.session;
    // The analysis has read what is on disk. In UTF-16 lines and columns are enough.
    const text = errors.length === 0 || documents.encoding === 'utf-16' ? '' : host.readFile(path) ?? '';
    const positions = new Positions(text, documents.encoding);
    connection.sendDiagnostics({ uri: documents.uriOf(path), diagnostics: errors.map((error) => configurationDiagnostic(error, positions)) }).catch(() => undefined);
  }

  #log(error: ConfigurationError): void {
    if (!this.#logged.has(error.message)) this.session.log.warn(error.message);
    this.#logged.add(error.message);
  }
}
