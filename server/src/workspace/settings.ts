import type { UserModel } from '../analysis/model/user.ts';
import type { NolintMode } from '../analysis/verdict/directives.ts';
import type { Confidence, Severity } from '../analysis/verdict/finding.ts';
import type { Globs, Pattern } from './globs.ts';
import { excludedByDefault } from './globs.ts';
import { parentOf } from './paths.ts';

export type FailOn = Severity | 'never';

/** Settings for some files only. */
export interface Override {
  readonly files: Globs;
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  readonly confidence: Confidence | null;
}

/** A configuration in force; what a file leaves out has its default. */
export interface Settings {
  /** File it was read from, relative to the folder of the run; null for the defaults. */
  readonly origin: string | null;
  /** Which files of a folder are checked; null for `.c` and `.h`. */
  readonly files: Globs | null;
  readonly isExcluded: (path: string, isFolder: boolean) => Pattern | null;
  readonly respectGitignore: boolean;
  readonly flavor: string | null;
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** Null where no file says it: `DEFAULT_CONFIDENCE`, or what an editor is set to. */
  readonly confidence: Confidence | null;
  readonly failOn: FailOn;
  readonly maxWarnings: number;
  readonly nolint: NolintMode;
  readonly requireReason: boolean;
  readonly models: readonly UserModel[];
  readonly maxFileSize: number;
  readonly functionTimeoutMs: number;
  readonly maxPathSteps: number;
  readonly overrides: readonly Override[];
}

export const DEFAULT_CONFIDENCE: Confidence = 'medium';

export const DEFAULTS: Settings = {
  origin: null,
  files: null,
  isExcluded: (path, isFolder) => (isFolder ? excludedByDefault(path.slice(path.lastIndexOf('/') + 1)) : null),
  respectGitignore: true,
  flavor: null,
  rules: new Map(),
  confidence: null,
  failOn: 'warning',
  maxWarnings: -1,
  nolint: 'named',
  requireReason: false,
  models: [],
  maxFileSize: 2 << 20,
  functionTimeoutMs: 1000,
  maxPathSteps: 25,
  overrides: [],
};

/** First reason why a named file, or a folder above it up to `top`, is excluded; null when it is not. `top` itself is never asked. */
export function exclusionOf(settings: Settings, path: string, top: string): Pattern | null {
  const own = settings.isExcluded(path, false);
  if (own !== null) return own;
  for (let at = parentOf(path); at.length > top.length && at.startsWith(top); at = parentOf(at)) {
    const found = settings.isExcluded(at, true);
    if (found !== null) return found;
  }
  return null;
}
