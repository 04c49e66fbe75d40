import type { LintService, OpenFolder } from './service.ts';

/** What the two sides of a worker say to each other. */

/** The methods of the service that answer. */
export type Question = Exclude<keyof LintService, 'configure' | 'setText' | 'changedOnDisk' | 'dispose'>;

export type Message =
  | { readonly kind: 'configure'; readonly folders: readonly OpenFolder[] }
  | { readonly kind: 'text'; readonly name: string; readonly text: string | null }
  | { readonly kind: 'disk'; readonly paths: readonly string[] }
  | Asked;

export interface Asked {
  readonly kind: 'ask';
  readonly id: number;
  readonly question: Question;
  /** The arguments of the method. */
  readonly given: readonly unknown[];
}

/** `error` is a message, and then there is no value. */
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}
