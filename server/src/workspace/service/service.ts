import type { Confidence, Finding, Fix, Incomplete, Severity } from '../../analysis/verdict/finding.ts';
import type { Hint, Hover, Lens } from '../../analysis/verdict/inspect/answers.ts';

export type { Hint, Hover, Lens };

/** What the settings of an editor say for one folder. */
export interface EditorSettings {
  /** False: nothing in the folder is reported. */
  readonly enable: boolean;
  /** Use exactly this configuration file, absolute or relative to the folder. */
  readonly configPath: string | null;
  /** Who is asked first where both a configuration file and the editor say something; `editorOnly` reads no file. */
  readonly preference: 'filesystemFirst' | 'editorFirst' | 'editorOnly';
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Null where the editor says nothing. */
  readonly confidence: Confidence | null;
  /** Globs relative to the folder, in addition to what is configured. */
  readonly exclude: readonly string[];
}

/** A folder that is open in the editor: analysed as `ssl-lint` would be when it is started there. */
export interface OpenFolder {
  /** Absolute, `/` separators. */
  readonly path: string;
  readonly settings: EditorSettings;
}

export interface ReportedFinding extends Finding {
  /** As in the machine formats of the command. */
  readonly fingerprint: string;
}

/** What is said about one file. Paths in findings, steps and edits are relative to `base`, as the command writes them; that of a document that is no file is its name. */
export interface FileReport {
  /** The name the file was asked for with. */
  readonly name: string;
  /** Absolute folder with `/` separators, as the editor names it where that can be said; '' for a document that is no file. */
  readonly base: string;
  /** Two reports of a file with the same stamp say the same. */
  readonly stamp: string;
  /**
   * Shown findings, in order, remarks about suppression comments (`SUPPRESSION_COMMENT`) among them; severities are final. Fixes are asked
   * for one by one; only findings about comments bring theirs.
   */
  readonly findings: readonly ReportedFinding[];
  /** What could not be analysed in this file. */
  readonly incomplete: readonly Incomplete[];
  /** Names of the functions in this file that touch sessions and were analysed to their end. */
  readonly analysed: readonly string[];
  /** Why the file is not checked (`excluded by ...`, `C++ is not analysed`, `disabled`), null when it is. */
  readonly skipped: string | null;
  /** The rest of the folder was not looked at yet: `report` may say something else. */
  readonly preliminary: boolean;
}

/** A configuration file that cannot be used; the last one that could stays in force, or the defaults. */
export interface ConfigurationError {
  /** Absolute; null when it is not about a file. */
  readonly path: string | null;
  /** 1-based; 1 when not known. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface FolderStatus {
  readonly path: string;
  /** Absolute paths of the configuration files in force. */
  readonly configurations: readonly string[];
  readonly errors: readonly ConfigurationError[];
  /** Files that were found, and those of them that mention sessions. */
  readonly files: number;
  readonly relevant: number;
  readonly findings: number;
  readonly incomplete: readonly Incomplete[];
}

/**
 * The analysis as an editor needs it: folders that stay open, texts that are edited. A document is named by its absolute path with `/`
 * separators, or by its URI when it is no file. Open text wins over the disk. Nothing here throws for what users write; each answer is
 * about the texts that were set before the question was asked, or later ones. A question is rejected only when the analysis itself
 * cannot be had: a parser that is not there, a worker that died.
 */
export interface LintService {
  /** Replaces the folders and their settings. */
  configure(folders: readonly OpenFolder[]): void;
  /** The text of an open document; null when it is closed and the disk counts again. Costs nothing until something is asked. */
  setText(name: string, text: string | null): void;
  /** Files and folders that were created, changed or deleted on disk, configuration and ignore files included. */
  changedOnDisk(paths: readonly string[]): void;
  report(name: string): Promise<FileReport>;
  /** Like `report`, but sooner: what the first question about an open document of a large folder is answered with is what the document says alone. */
  firstReport(name: string): Promise<FileReport>;
  /** Every file of every folder, and every open document, of which there is something to say. */
  reports(): Promise<readonly FileReport[]>;
  /** Edits for a finding, each proved: with it the finding is gone and no other appears. Empty when the finding is no longer there. */
  fixes(name: string, fingerprint: string): Promise<readonly Fix[]>;
  /** Like `fixes`, for all findings of a file whose fixes are safe: one set of edits that do not overlap, proved together. */
  safeFixes(name: string): Promise<readonly Fix[]>;
  /** `offset` in UTF-16 units of the document's text. */
  hover(name: string, offset: number): Promise<Hover | null>;
  hints(name: string): Promise<readonly Hint[]>;
  lenses(name: string): Promise<readonly Lens[]>;
  /** What the model in force for a document says of a function, as `ssl-lint model` prints it. */
  model(name: string, functionName: string): Promise<string>;
  status(): Promise<readonly FolderStatus[]>;
  /** Text that was analysed for a file; null when there is none. */
  text(name: string): Promise<string | null>;
  dispose(): Promise<void>;
}
