import type { Connection, InitializeParams, WorkspaceFolder } from 'vscode-languageserver';
import type { LintService, OpenFolder } from '../../workspace/service/service.ts';
import type { ClientFeatures } from '../connection/client-features.ts';
import type { Log } from '../connection/log.ts';
import { isWithin } from '../documents/names.ts';
import type { Names } from '../documents/names.ts';
import { readSettings } from './settings.ts';
import type { Settings } from './settings.ts';

/** Section of the client's settings that is ours. */
export const SECTION = 'sslLint';

interface Folder { readonly uri: string; readonly name: string; settings: Settings }

/** The folders that are open and the settings that hold in each; tells the analysis of both. */
export class Configuration {
  #folders: Folder[] = [];
  /** For documents in no folder, and for what holds for the whole window. */
  #general: Settings = readSettings(undefined, () => undefined);
  /** What a client without `workspace/configuration` has sent. */
  #sent: unknown;
  readonly #complaints = new Set<string>();

  constructor(private readonly connection: Connection, private readonly client: ClientFeatures, private readonly service: LintService, private readonly log: Log, private readonly names: Names) {}

  /** Takes folders and settings from `initialize`. What the client says later replaces them. */
  start(params: InitializeParams): void {
    const roots = params.workspaceFolders ?? [];
    // Clients that know no folders name one root.
    const { rootUri: root } = params as { readonly rootUri?: unknown };
    const uris: unknown[] = roots.length > 0 ? roots.map((folder) => folder.uri) : [root];
    this.#sent = this.client.options.settings;
    const settings = this.#read(this.#sent);
    this.#general = settings;
    this.#folders = uris.filter((uri): uri is string => typeof uri === 'string').map((uri) => ({ uri, name: this.names.nameOf(uri), settings }));
    this.#apply();
  }

  /** A folder was added or removed. */
  async changeFolders(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): Promise<void> {
    const gone = new Set(removed.map((folder) => folder.uri));
    const known = new Set(this.#folders.map((folder) => folder.uri));
    const fresh = added.filter((folder) => !known.has(folder.uri)).map(({ uri }) => ({ uri, name: this.names.nameOf(uri), settings: this.#general }));
    this.#folders = [...this.#folders.filter((folder) => !gone.has(folder.uri)), ...fresh];
    await this.load();
  }

  /** Settings that came with `workspace/didChangeConfiguration`; null there means: ask. */
  async change(settings: unknown): Promise<void> {
    const section = typeof settings === 'object' && settings !== null ? (settings as Record<string, unknown>)[SECTION] : undefined;
    if (section !== undefined) this.#sent = section;
    await this.load();
  }

  /** Asks the client for the settings of each folder, if it can be asked, and tells the analysis. Does not reject. */
  async load(): Promise<void> {
    let answers: readonly unknown[] = [];
    if (this.client.configuration) {
      const items = [{ section: SECTION }, ...this.#folders.map(({ uri }) => ({ section: SECTION, scopeUri: uri }))];
      try {
        const answer: unknown = await this.connection.workspace.getConfiguration(items);
        if (Array.isArray(answer)) answers = answer;
      } catch (error) {
        this.log.warn(`the client did not tell its settings: ${String(error)}`);
      }
    }
    this.#complaints.clear();
    this.#general = this.#read(answers[0] ?? this.#sent);
    for (const [i, folder] of this.#folders.entries()) folder.settings = this.#read(answers[i + 1] ?? answers[0] ?? this.#sent);
    this.#apply();
  }

  get general(): Settings { return this.#general; }

  /** Names of the open folders. */
  get folders(): readonly string[] { return this.#folders.map((folder) => folder.name); }

  /** The innermost open folder that a document lies in, or null. */
  folderOf(name: string): string | null { return this.#innermost(name)?.name ?? null; }

  settingsOf(name: string): Settings { return this.#innermost(name)?.settings ?? this.#general; }

  #innermost(name: string): Folder | null {
    let found: Folder | null = null;
    for (const folder of this.#folders) {
      if (isWithin(folder.name, name) && (found === null || folder.name.length > found.name.length)) found = folder;
    }
    return found;
  }

  #read(value: unknown): Settings {
    return readSettings(value, (text) => {
      // Each folder has the same settings, as a rule: say it once.
      if (!this.#complaints.has(text)) this.log.warn(text);
      this.#complaints.add(text);
    });
  }

  #apply(): void {
    this.log.level = this.#general.logLevel;
    this.service.configure(this.#folders.map(({ name, settings }): OpenFolder => ({ path: name, settings: settings.analysis })));
  }
}
