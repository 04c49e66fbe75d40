/** What extension and server say to each other beside the protocol itself. Types and names only: the extension imports this file. */

export interface Position { readonly line: number; readonly character: number }
export interface Range { readonly start: Position; readonly end: Position }

/** Sent with `initialize`. */
export interface InitializationOptions {
  /** The client has the commands of `CLIENT_COMMANDS`; code actions and lenses may use them. */
  readonly commands?: boolean;
  /** Value of section `sslLint`, for clients that cannot be asked for it (`workspace/configuration`). */
  readonly settings?: unknown;
  /** The parser's modules, for a server that cannot read files (browser). */
  readonly wasm?: { readonly runtime: Uint8Array; readonly grammar: Uint8Array };
  /** Texts of configuration files by absolute path, for a server that cannot read files. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Commands of the client that the server names in code actions. Arguments: see each. */
export const CLIENT_COMMANDS = {
  /** [uri, fingerprint] */
  showPath: 'sslLint.showPath',
  /** [rule] */
  explainRule: 'sslLint.explainRule',
  /** [uri]: saves a configuration file that an action has edited, because the analysis reads it from disk. */
  saveConfiguration: 'sslLint.saveConfiguration',
} as const;

/** Commands of the server (`workspace/executeCommand`). */
export const SERVER_COMMANDS = {
  /** [] or [uri] -> number of problems. Analyses all folders with progress, or one open document, whatever setting `run` says. */
  lintWorkspace: 'sslLint.server.lintWorkspace',
  /** [rule] -> Markdown of the rule's page, null for an unknown rule. */
  explain: 'sslLint.server.explain',
  /** [uri, function name] -> text. */
  model: 'sslLint.server.model',
  /** [] -> text of a SARIF document. */
  exportSarif: 'sslLint.server.exportSarif',
  /** [] -> text for bug reports: versions, folders, configuration files, counts. */
  doctor: 'sslLint.server.doctor',
} as const;

/** Request: the path of a finding, by its fingerprint or by a position inside it. Null when there is none (any more). */
export const PATH_REQUEST = 'sslLint/path';
export interface PathParams {
  readonly textDocument: { readonly uri: string };
  readonly fingerprint?: string;
  readonly position?: Position;
}
export interface PathStep {
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
  /** acquire-owned, branch, release, ... */
  readonly kind: string;
  /** 0 in the function of the finding, 1 in a function it calls, ... */
  readonly depth: number;
}
export interface PathResult {
  readonly uri: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly help: string;
  /** Oldest first; the last is the finding itself. */
  readonly steps: readonly PathStep[];
}

/** Notification from the server: what the status item shows. */
export const STATUS_NOTIFICATION = 'sslLint/status';
export interface StatusParams {
  readonly state: 'busy' | 'ready' | 'failed';
  readonly version: string;
  /** Shown problems in all documents the server speaks about. */
  readonly problems: number;
  /** URIs of configuration files in force. */
  readonly configurations: readonly string[];
  readonly incomplete: readonly { readonly uri: string; readonly function?: string; readonly line?: number; readonly reason: string }[];
  /** A broken configuration or a failure, one line; null when all is well. */
  readonly message: string | null;
}

/** What `Diagnostic.data` holds. */
export interface DiagnosticData { readonly fingerprint: string; readonly rule: string }
