import type { LintService } from '../workspace/service/service.ts';
import type { InitializationOptions } from './protocol.ts';

/** What a platform gives to the server. */
export interface Host {
  /** No document is a file: see `Names`. */
  readonly virtual: boolean;
  /** Makes the analysis; called once, when the client has said what it sends along. */
  open(options: InitializationOptions): LintService;
  /** Markdown of the page of a rule, or null. */
  rulePage(rule: string): string | null;
  /** Address of that page for the client, or of the one about suppression comments where `rule` is none; null when there is no address. */
  ruleAddress(rule: string): string | null;
  /** Text of a file on disk by its absolute path; null when it cannot be read. */
  readFile(path: string): string | null;
  /** Monotonic clock in ms. */
  now(): number;
  /** Calls `what` once after `ms`; the answer takes it back. */
  later(what: () => void, ms: number): () => void;
  /** Lines for bug reports: runtime and platform. */
  describe(): readonly string[];
}
