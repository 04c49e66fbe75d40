import type { AnalysisResult } from '../../analysis/analyze.ts';
import type { SourceFile } from '../../analysis/code/item.ts';
import type { Parser } from '../../analysis/cst/parser.ts';
import type { Model } from '../../analysis/model/effects.ts';
import { analyze } from '../../analysis/analyze.ts';
import { Memory } from '../../analysis/memory.ts';
import { NO_RESULT } from '../engine.ts';

/** What a service needs of the place it runs in. */
export interface Host {
  /** Loads the parser; called when there is something to parse, and again only when that failed. */
  readonly createParser: () => Promise<Parser>;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** As in `AnalysisInput`. */
  readonly spent?: () => number;
  /** SHA-256 of the UTF-8 bytes of a text, as lower-case hex. */
  readonly hash: (text: string) => string;
}

export interface SessionOptions {
  readonly model: Model;
  readonly functionTimeoutMs: number;
}

/** Analyses one project again and again under one model; what did not change since the last time is not done again. */
export class Session {
  readonly model: Model;
  readonly #functionTimeoutMs: number;
  readonly #host: Host;
  #memory = new Memory();
  #last: AnalysisResult = NO_RESULT;

  constructor(options: SessionOptions, host: Host) {
    this.model = options.model;
    this.#functionTimeoutMs = options.functionTimeoutMs;
    this.#host = host;
  }

  /** A file is of interest when it contains one of these; every file when there is none. */
  get hints(): readonly string[] {
    return this.model.hints;
  }

  /** `files` in order of path. Rejects only when the parser cannot be loaded. */
  async analyze(files: readonly SourceFile[]): Promise<AnalysisResult> {
    if (files.length === 0) return NO_RESULT;
    const parser = await this.#host.createParser();
    const { model } = this;
    const memory = this.#memory;
    // A memory that was left in the middle of an analysis is not used again.
    this.#memory = new Memory();
    this.#last = analyze({ files, model, parser, functionTimeoutMs: this.#functionTimeoutMs, now: this.#host.now, ...(this.#host.spent === undefined ? {} : { spent: this.#host.spent }), memory });
    this.#memory = memory;
    return this.#last;
  }

  /** Whether a result can still be asked for fixes: that ends with the next analysis. */
  isLast(result: AnalysisResult): boolean {
    return this.#last === result;
  }
}
