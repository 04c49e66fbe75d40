import type { SourceFile } from '../analysis/code/item.ts';
import type { Incomplete } from '../analysis/verdict/finding.ts';
import type { FoundFile } from './discover.ts';
import type { EngineOptions } from './engine.ts';
import { relativeTo } from './paths.ts';
import type { ReadResult } from './read.ts';
import type { Settings } from './settings.ts';

/** What the files that were found hold. */
export interface Sources {
  /** Those of interest, in the order they were found in. Paths are relative to the base. */
  readonly files: readonly SourceFile[];
  /** Settings of each of `files`. */
  readonly settings: readonly Settings[];
  readonly incomplete: readonly Incomplete[];
  /** Absolute paths. */
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
}

/** Reads files one after the other. `source` makes of a path and a text the file that is analysed. */
export function readSources(
  found: readonly FoundFile[], base: string, read: (file: FoundFile, index: number) => ReadResult,
  source: (path: string, text: string) => SourceFile = (path, text) => ({ path, text }),
): Sources {
  const sources = { files: [] as SourceFile[], settings: [] as Settings[], incomplete: [] as Incomplete[], unreadable: [] as { path: string; code: string }[] };
  for (const [i, file] of found.entries()) {
    const result = read(file, i);
    if ('unreadable' in result) {
      sources.unreadable.push({ path: file.path, code: result.unreadable });
    } else if ('incomplete' in result) {
      sources.incomplete.push({ path: relativeTo(base, file.path), reason: result.incomplete });
    } else if (result.text !== null) {
      sources.files.push(source(relativeTo(base, file.path), result.text));
      sources.settings.push(file.settings);
    }
  }
  return sources;
}

/** What the engine is told by configurations: by `main` what cannot differ from file to file, by all of them the model. */
export function engineSettings(main: Settings, used: readonly Settings[]): Pick<EngineOptions, 'flavor' | 'models' | 'functionTimeoutMs'> {
  return { flavor: main.flavor, models: [...new Set([main, ...used])].flatMap((settings) => settings.models), functionTimeoutMs: main.functionTimeoutMs };
}
