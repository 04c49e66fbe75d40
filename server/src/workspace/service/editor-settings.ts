import type { ConfigOptions } from '../config.ts';
import type { DiscoverOptions } from '../discover.ts';
import type { Choice } from '../selections.ts';
import type { EditorSettings } from './service.ts';

/** What holds for a document that is in no folder. */
export const NO_SETTINGS: EditorSettings = { enable: true, configPath: null, preference: 'filesystemFirst', rules: {}, confidence: null, exclude: [] };

/** How the settings of an editor choose among findings, beside or below what configuration files say. */
export function choiceOf(settings: EditorSettings): Choice {
  const said = { severities: new Map(Object.entries(settings.rules)), confidence: settings.confidence };
  const filesFirst = settings.preference === 'filesystemFirst';
  return {
    select: null, ignore: new Set(), minSeverity: 'note', unusedSuppressions: null,
    severities: filesFirst ? new Map() : said.severities,
    confidence: filesFirst ? null : said.confidence,
    ...(filesFirst ? { fallback: said } : {}),
  };
}

/** Which configuration files are read. `folder` is absolute. */
export function configOptionsOf(settings: EditorSettings, folder: string): Omit<ConfigOptions, 'instead'> {
  const { configPath, preference } = settings;
  const file = configPath === null || configPath.trim() === '' ? null : isAbsolute(configPath) ? configPath : `${folder}/${configPath}`;
  return { cwd: folder, file, isolated: preference === 'editorOnly' };
}

/** Which files are looked at: all of the folder, less what is excluded. */
export function discoverOptionsOf(settings: EditorSettings, folder: string): DiscoverOptions {
  return {
    cwd: folder, paths: ['.'], extensions: ['.c', '.h'], exclude: null, forceExclude: true, respectGitignore: null,
    extendExclude: settings.exclude.filter((glob) => glob.trim() !== '').map((glob) => ({ glob, origin: 'the settings of the editor' })),
  };
}

const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
