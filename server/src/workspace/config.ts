import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearest } from '../analysis/model/nearest.ts';
import { gitTop, look, parentOf, real, relativeTo } from './paths.ts';
import { DEFAULTS } from './settings.ts';
import type { Settings } from './settings.ts';
import { UsageError } from './usage-error.ts';

/** In order of precedence within one folder. */
const CONFIG_NAMES = ['.ssl-lint.json', '.ssl-lint.jsonc', 'package.json'] as const;
const MAX_EXTENDS = 32;

export interface ConfigOptions {
  /** Folder of the run, absolute: messages name files relative to it. */
  readonly cwd: string;
  /** Use exactly this file. */
  readonly file: string | null;
  /** Use no file at all. */
  readonly isolated: boolean;
  /** What to use instead of a file (as messages name it) that is broken; without it the error is thrown. */
  readonly instead?: (file: string, error: Error) => Settings;
}

/** Finds the configuration of a folder: that of the nearest folder above with one, up to the top of the git work tree. No merging. */
export class ConfigFinder {
  readonly #known = new Map<string, Settings>();
  readonly #named = new Set<string>();
  readonly #options: ConfigOptions;
  #only: Settings | null = null;

  constructor(options: ConfigOptions) {
    this.#options = options;
    if (options.isolated) this.#only = DEFAULTS;
  }

  /** Every configuration that was read so far, in the order of reading. */
  get used(): readonly Settings[] {
    return [...new Set(this.#known.values())].filter((settings) => settings.origin !== null);
  }

  /** Absolute paths of the files that were asked for whatever they are called: by the user, or by `extends`. They may be missing. */
  get named(): ReadonlySet<string> {
    return this.#named;
  }

  /** Settings for files in `directory` (absolute). Throws UsageError for a file that is broken. */
  async of(directory: string): Promise<Settings> {
    if (this.#only === null && this.#options.file !== null) {
      this.#only = await this.#readNamed(this.#options.file);
      this.#known.set(this.#options.file, this.#only);
    }
    if (this.#only !== null) return this.#only;
    const top = gitTop(directory);
    const passed: string[] = [];
    let settings = DEFAULTS;
    for (let at = directory; ; at = parentOf(at)) {
      const known = this.#known.get(at) ?? await this.#readFolder(at, null);
      passed.push(at);
      if (known !== null) settings = known;
      if (known !== null || at === top || parentOf(at) === at) break;
    }
    for (const at of passed) this.#known.set(at, settings);
    return settings;
  }

  /** Settings in a folder met on a walk, given its entries and the settings of the folder above. Null when they are the same. */
  async enter(directory: string, entries: ReadonlySet<string>): Promise<Settings | null> {
    if (this.#only !== null) return null;
    const settings = this.#known.get(directory) ?? await this.#readFolder(directory, entries);
    if (settings !== null) this.#known.set(directory, settings);
    return settings;
  }

  async #readFolder(directory: string, entries: ReadonlySet<string> | null): Promise<Settings | null> {
    for (const name of CONFIG_NAMES) {
      const path = directory.endsWith('/') ? directory + name : `${directory}/${name}`;
      if (entries?.has(name) === false) continue;
      const settings = await this.#orInstead(path, () => this.#read(path, name === 'package.json' ? 'package' : 'found'));
      if (settings !== null) return settings;
    }
    return null;
  }

  #readNamed(file: string): Promise<Settings> {
    return this.#orInstead(file, async () => {
      const settings = await this.#read(real(file), 'named');
      if (settings !== null) return settings;
      const shown = relativeTo(this.#options.cwd, file);
      const says = `not found${similarPath(shown, this.#options.cwd)}`;
      throw UsageError.in(shown, says, `configuration '${shown}' ${says}`);
    });
  }

  async #orInstead<T>(file: string, read: () => Promise<T>): Promise<T | Settings> {
    if (this.#options.instead === undefined) return read();
    try {
      return await read();
    } catch (error) {
      return this.#options.instead(relativeTo(this.#options.cwd, file), error as Error);
    }
  }

  /** What a file says, put over `base`. Null when the file does not exist, or is a package.json without our key. */
  async #read(path: string, how: How, base: Settings = DEFAULTS, chain: readonly string[] = []): Promise<Settings | null> {
    const shown = relativeTo(this.#options.cwd, path);
    if (how === 'named' || chain.length > 0) this.#named.add(path);
    if (chain.includes(path)) throw UsageError.in(shown, 'extends itself');
    if (chain.length > MAX_EXTENDS) throw UsageError.in(shown, `extends more than ${MAX_EXTENDS} files in a row`);
    const read = contentOf(path, how);
    if (read === null) return null;
    if ('refused' in read) throw UsageError.in(shown, `cannot be read (${read.refused})`, `cannot read configuration '${shown}' (${read.refused})`);
    if (how === 'package' && !read.text.includes('"sslLint"')) return null;
    const { parseConfig } = await import('./config-file.ts');
    const config = await parseConfig(read.text.replace(/^\uFEFF/, ' '), path, shown, how === 'package');
    if (config === null) return null;
    let settings = base;
    for (const name of config.extended) settings = await this.#readExtended(real(name), path, shown, settings, [...chain, path]);
    return config.apply(settings);
  }

  /** What a file says that another one, `by`, begins with; of two such files the later one is put over the earlier one. */
  async #readExtended(target: string, by: string, shown: string, base: Settings, chain: readonly string[]): Promise<Settings> {
    const wanted = relativeTo(this.#options.cwd, target);
    const top = gitTop(parentOf(by));
    if (top !== null && !target.startsWith(`${top}/`)) throw UsageError.in(shown, `extends '${wanted}', which is outside the repository`);
    const settings = await this.#read(target, 'found', base, chain);
    if (settings === null) throw UsageError.in(shown, `extends '${wanted}', which does not exist${similarPath(wanted, this.#options.cwd)}`);
    return settings;
  }
}

/** How a configuration came to be read: the user named it, it was found or extended, it is a package.json, which may be about anything. */
type How = 'named' | 'found' | 'package';

/** Null when there is no such file. Only a pipe that the user named is waited for. */
function contentOf(path: string, how: How): { readonly text: string } | { readonly refused: string } | null {
  const found = look(path);
  if ('code' in found) return how === 'named' && found.code !== 'ENOENT' ? { refused: found.code } : null;
  if (found.kind === 'folder' || (found.kind === 'other' && how !== 'named')) return how === 'package' ? null : { refused: 'it is no file' };
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { refused: (error as NodeJS.ErrnoException).code ?? 'unknown error' };
  }
}

/** `. Did you mean 'x'?` for a path, absolute or relative to `cwd`, that does not exist; '' when nothing in its folder is like it. */
export function similarPath(path: string, cwd: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  try {
    const near = nearest(path.slice(folder.length), readdirSync(resolve(cwd, folder)).sort());
    return near === undefined ? '' : `. Did you mean '${folder + near}'?`;
  } catch {
    return '';
  }
}
