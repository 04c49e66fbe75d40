import type { AnalysisResult } from '../analysis/analyze.ts';
import type { SourceFile } from '../analysis/code/item.ts';
import type { UserModel } from '../analysis/model/user.ts';

/** What the analysis is told besides the files. */
export interface EngineOptions {
  readonly flavor: string | null;
  readonly models: readonly UserModel[];
  readonly functionTimeoutMs: number;
  /** Whether findings get their fixes. */
  readonly fixes: boolean;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** As in `AnalysisInput`. */
  readonly spent?: () => number;
}

export interface Engine {
  /** A file is of interest when it contains one of these. */
  readonly hints: readonly string[];
  /** Analyses files in order of path. Does not throw on any input. */
  analyze(files: readonly SourceFile[]): Promise<AnalysisResult>;
}

/** Opens the engine: reads the model. The parser is loaded when there is something to parse. Throws UsageError for a broken user model. */
export type OpenEngine = (options: EngineOptions) => Promise<Engine>;

export const NO_RESULT: AnalysisResult = {
  findings: [],
  incomplete: [],
  fixesOf: () => [],
  analysed: [],
  inspect: { hover: () => null, hints: () => [], lenses: () => [] },
  statistics: { functions: 0, relevant: 0, opaque: 0, slowest: null, times: { scan: 0, parse: 0, lower: 0, solve: 0 } },
};
