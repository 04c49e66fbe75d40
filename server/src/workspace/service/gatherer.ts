import type { Documents } from './documents.ts';
import type { Recovery } from './recovery.ts';
import type { ConfigurationError } from './service.ts';
import type { Choice } from '../selections.ts';
import type { Settings } from '../settings.ts';
import type { Sources } from '../sources.ts';

/** The settings that files are analysed under. The same object as long as they are the same. */
export interface Ground {
  /** Absolute folder that paths of findings are relative to; '' for a document that is no file. */
  readonly base: string;
  /** Decides what cannot differ from file to file. */
  readonly main: Settings;
  /** Every configuration that was read. */
  readonly used: readonly Settings[];
  readonly errors: readonly ConfigurationError[];
}

/** Knows which files are analysed together, and keeps what was read of them. */
export interface Gatherer {
  /** The folder of the run, absolute: as the editor names it, and with links resolved. Both '' for a document that is no file. */
  readonly given: string;
  readonly folder: string;
  readonly choice: Choice;
  readonly recovery: Recovery;
  /** Grows with each change that may have an influence. */
  readonly version: number;
  ground(documents: Documents): Promise<Ground>;
  /**
   * What the files hold that contain a hint: the same object for a file as long as its text is the same. With `only` (absolute) that
   * one of the files, if it is one.
   */
  read(ground: Ground, hints: readonly string[], documents: Documents, only?: string): Promise<Sources>;
  /** How many files were found. */
  count(ground: Ground): number;
}
