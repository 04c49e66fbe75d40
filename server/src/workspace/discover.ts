import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { resolve } from 'node:path';
import { compareText } from '../analysis/verdict/order.ts';
import type { ConfigFinder } from './config.ts';
import { similarPath } from './config.ts';
import { compileGlobs, isGlob, splitGlob } from './globs.ts';
import type { Globs, Pattern } from './globs.ts';
import { ignoreFilesAbove, isIgnored, withIgnoreFile } from './gitignore.ts';
import type { IgnoreScope } from './gitignore.ts';
import { isRegularFile, look, parentOf, real, slashed } from './paths.ts';
import { exclusionOf } from './settings.ts';
import type { Settings } from './settings.ts';
import { UsageError } from './usage-error.ts';

export interface DiscoverOptions {
  readonly cwd: string;
  /** Files, folders or globs, relative to `cwd` or absolute. */
  readonly paths: readonly string[];
  /** Endings taken from folders when the configuration has no `files`. */
  readonly extensions: readonly string[];
  /** From the command line: `exclude` replaces what is configured, `extendExclude` adds to it. */
  readonly exclude: readonly string[] | null;
  readonly extendExclude: readonly Pattern[];
  /** Excludes also hold for files that are named. */
  readonly forceExclude: boolean;
  /** Overrides the configuration when not null. */
  readonly respectGitignore: boolean | null;
}

export interface FoundFile {
  /** Absolute, links resolved, `/` separators. */
  readonly path: string;
  readonly settings: Settings;
  readonly isRegular: boolean;
}

export interface Discovery {
  /** In order of path, each file once. */
  readonly files: readonly FoundFile[];
  /** How many files and folders each origin left out. */
  readonly left: ReadonlyMap<string, { files: number; folders: number }>;
  /** Named files that were left out. */
  readonly skipped: readonly { readonly path: string; readonly pattern: Pattern | null; readonly reason: string }[];
  /** Folders that could not be listed, and named files that could not be looked at. */
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
}

interface Folder {
  readonly path: string;
  readonly settings: Settings;
  readonly ignore: IgnoreScope | null;
}

const CPP = /\.(?:cc|cpp|cxx|hpp|hh|hxx|c\+\+|h\+\+|inl|ipp)$/i;

/** Finds the files to check. Links to folders are not followed (no loops), links to files are resolved. Throws UsageError for a path that does not exist. */
export async function discover(options: DiscoverOptions, configs: ConfigFinder): Promise<Discovery> {
  const search = new Search(options, configs);
  await search.prepare();
  for (const path of options.paths) await search.add(path);
  return search.result();
}

/** What becomes of a path: it is checked, it is left out for a reason, or (null) it is not among what is looked for. */
export type Prospect = { readonly file: FoundFile } | { readonly skipped: string } | null;

/**
 * What a walk of the folder `top` makes of the file `path` below it, which need not exist. Both absolute, links resolved. Reads only
 * the folders on the way.
 */
export async function prospectBelow(top: string, path: string, options: DiscoverOptions, configs: ConfigFinder): Promise<Prospect> {
  const search = new Search(options, configs);
  await search.prepare();
  return search.prospectBelow(top, path);
}

/** What becomes of a file (absolute, links resolved) that is named; it need not exist. */
export async function prospectOf(path: string, options: DiscoverOptions, configs: ConfigFinder): Promise<NonNullable<Prospect>> {
  const search = new Search(options, configs);
  await search.prepare();
  const { pattern, prospect } = await search.named(path, true);
  return pattern === null ? prospect : { skipped: reasonOf(pattern) };
}

const reasonOf = (pattern: Pattern): string => (pattern === IGNORED ? 'ignored by .gitignore' : `matches exclude '${pattern.glob}' (${pattern.origin})`);
/** Why a C++ file is left out. */
export const NOT_C = 'C++ is not analysed';
export const isCpp = (path: string): boolean => CPP.test(path);
/** What looking at a path says that leads nowhere. */
const NOWHERE: readonly string[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];
/** Stands for whatever line of whatever ignore file. */
const IGNORED: Pattern = { glob: '', origin: '.gitignore' };

class Search {
  readonly #options: DiscoverOptions;
  readonly #configs: ConfigFinder;
  readonly #files = new Map<string, FoundFile>();
  readonly #left = new Map<string, { files: number; folders: number }>();
  readonly #skipped: { path: string; pattern: Pattern | null; reason: string }[] = [];
  readonly #unreadable: { path: string; code: string }[] = [];
  #exclude: Globs | null = null;
  #extendExclude: Globs | null = null;

  constructor(options: DiscoverOptions, configs: ConfigFinder) {
    this.#options = options;
    this.#configs = configs;
  }

  async prepare(): Promise<void> {
    const { exclude, extendExclude, cwd } = this.#options;
    if (exclude !== null) this.#exclude = await compileGlobs(exclude.map((glob) => ({ glob, origin: '--exclude' })), cwd);
    if (extendExclude.length > 0) this.#extendExclude = await compileGlobs(extendExclude, cwd);
  }

  async add(given: string): Promise<void> {
    const absolute = slashed(resolve(this.#options.cwd, given));
    const found = given === '' ? { code: 'ENOENT' } : look(absolute);
    if ('kind' in found) {
      const path = real(absolute);
      if (found.kind === 'folder') await this.#walk(path, null);
      else await this.#addNamed(path, found.kind === 'file');
    } else if (isGlob(given)) {
      const { folder, rest } = splitGlob(slashed(given));
      const top = real(resolve(this.#options.cwd, folder));
      await this.#walk(top, await compileGlobs([{ glob: rest, origin: given }], top));
    } else if (NOWHERE.includes(found.code)) {
      throw new UsageError(`no such file or folder: '${given}'${similarPath(given, this.#options.cwd)}`);
    } else {
      this.#unreadable.push({ path: absolute, code: found.code });
    }
  }

  result(): Discovery {
    const files = [...this.#files.values()].sort((a, b) => compareText(a.path, b.path));
    return { files, left: this.#left, skipped: this.#skipped, unreadable: this.#unreadable };
  }

  async #addNamed(path: string, isRegular: boolean): Promise<void> {
    if (this.#files.has(path)) return;
    const { pattern, prospect } = await this.named(path, isRegular);
    if (pattern !== null) {
      this.#skipped.push({ path, pattern, reason: reasonOf(pattern) });
      this.#count(pattern, false);
    } else if ('skipped' in prospect) {
      this.#skipped.push({ path, pattern: null, reason: prospect.skipped });
    } else {
      this.#files.set(path, prospect.file);
    }
  }

  /** What becomes of a named file, and the pattern that leaves it out. */
  async named(path: string, isRegular: boolean): Promise<{ pattern: Pattern | null; prospect: NonNullable<Prospect> }> {
    const settings = this.#effective(await this.#configs.of(parentOf(path)));
    if (isCpp(path)) return { pattern: null, prospect: { skipped: NOT_C } };
    const pattern = this.#options.forceExclude ? exclusionOf(settings, path, this.#options.cwd) : null;
    return { pattern, prospect: { file: { path, settings, isRegular } } };
  }

  async prospectBelow(top: string, path: string): Promise<Prospect> {
    let folder = await this.#begin(top);
    for (let at = path.indexOf('/', top.length + 1); ; at = path.indexOf('/', at + 1)) {
      let entries: Dirent[] = [];
      try {
        entries = readdirSync(folder.path, { withFileTypes: true });
      } catch {
        // Not saved yet, nor the folder it is in.
      }
      const inside = await this.#inside(folder, entries, folder.path === top);
      const next = at < 0 ? path : path.slice(0, at);
      const pattern = this.#leftOut(inside, next, at >= 0);
      if (pattern !== null) return { skipped: reasonOf(pattern) };
      if (at < 0) return this.#isWanted(inside, path, null) ? { file: { path, settings: inside.settings, isRegular: true } } : isCpp(path) ? { skipped: NOT_C } : null;
      folder = { ...inside, path: next };
    }
  }

  /** Settings with the excludes of the command line put over them. */
  #effective(settings: Settings): Settings {
    if (this.#exclude === null && this.#extendExclude === null) return settings;
    const replaced = this.#exclude;
    const added = this.#extendExclude;
    return {
      ...settings,
      isExcluded: (path, isFolder) =>
        (replaced === null ? settings.isExcluded(path, isFolder) : replaced.match(path)) ?? added?.match(path) ?? null,
    };
  }

  async #walk(top: string, only: Globs | null): Promise<void> {
    const stack: Folder[] = [await this.#begin(top)];
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
      let entries: Dirent[];
      try {
        entries = readdirSync(folder.path, { withFileTypes: true });
      } catch (error) {
        this.#unreadable.push({ path: folder.path, code: (error as NodeJS.ErrnoException).code ?? 'unknown error' });
        continue;
      }
      const inside = await this.#inside(folder, entries, folder.path === top);
      for (const entry of entries) {
        const path = `${folder.path === '/' ? '' : folder.path}/${entry.name}`;
        if (entry.isDirectory()) this.#enter(inside, path, stack);
        else this.#take(inside, path, entry, only);
      }
    }
  }

  async #begin(top: string): Promise<Folder> {
    const settings = await this.#configs.of(top);
    return { path: top, settings: this.#effective(settings), ignore: this.#respectsGitignore(settings) ? await ignoreFilesAbove(top) : null };
  }

  /** What holds for the entries of a folder: its own configuration and ignore file may change it. */
  async #inside(folder: Folder, entries: readonly Dirent[], isTop: boolean): Promise<Folder> {
    let { settings, ignore } = folder;
    let changes = false;
    for (const { name } of entries) {
      changes ||= name === '.gitignore' || name === 'package.json' || name.startsWith('.ssl-lint.json');
    }
    if (!changes) return folder;
    const names = new Set(entries.map((entry) => entry.name));
    const own = isTop ? null : await this.#configs.enter(folder.path, names);
    if (own !== null) settings = this.#effective(own);
    if (names.has('.gitignore') && this.#respectsGitignore(settings)) {
      ignore = await withIgnoreFile(ignore, folder.path, `${folder.path}/.gitignore`);
    }
    return { path: folder.path, settings, ignore };
  }

  #enter(folder: Folder, path: string, stack: Folder[]): void {
    const pattern = this.#leftOut(folder, path, true);
    if (pattern !== null) this.#count(pattern, true);
    else stack.push({ path, settings: folder.settings, ignore: folder.ignore });
  }

  #take(folder: Folder, path: string, entry: Dirent, only: Globs | null): void {
    if (!this.#isWanted(folder, path, only)) return;
    let target = path;
    if (entry.isSymbolicLink()) {
      if (!isRegularFile(path)) return;
      target = real(path);
    } else if (!entry.isFile()) {
      return;
    }
    const pattern = this.#leftOut(folder, path, false);
    if (pattern !== null) this.#count(pattern, false);
    else if (!this.#files.has(target)) this.#files.set(target, { path: target, settings: folder.settings, isRegular: true });
  }

  /** Whether a file of a folder is one of those that are looked for. */
  #isWanted({ settings }: Folder, path: string, only: Globs | null): boolean {
    if (only !== null) return only.match(path) !== null && !isCpp(path);
    return settings.files === null ? this.#options.extensions.some((ending) => path.endsWith(ending)) : settings.files.match(path) !== null;
  }

  /** What leaves out an entry of a folder; null when nothing does. */
  #leftOut(folder: Folder, path: string, isFolder: boolean): Pattern | null {
    return folder.settings.isExcluded(path, isFolder) ?? (isIgnored(folder.ignore, path, isFolder) ? IGNORED : null);
  }

  #respectsGitignore(settings: Settings): boolean {
    return this.#options.respectGitignore ?? settings.respectGitignore;
  }

  #count(pattern: Pattern, isFolder: boolean): void {
    const counts = this.#left.get(pattern.origin) ?? { files: 0, folders: 0 };
    if (isFolder) counts.folders++;
    else counts.files++;
    this.#left.set(pattern.origin, counts);
  }
}
