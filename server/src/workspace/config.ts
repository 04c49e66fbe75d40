import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearest } from '../analysis/model/nearest.ts';
import { gitTop, parentOf, real, relativeTo } from './paths.ts';
import { DEFAULTS } from './settings.ts';
import type { Settings } from './settings.ts';
import { UsageError } from './usage-error.ts';

/** In order of precedence within one folder. */
export const CONFIG_NAMES = ['.ssl-lint.json', '.ssl-lint.jsonc', 'package.json'] as const;
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
      if (entries === null ? !existsSync(path) : !entries.has(name)) continue;
      const settings = await this.#orInstead(path, () => this.#read(path, name === 'package.json'));
      if (settings !== null) return settings;
    }
    return null;
  }

  #readNamed(file: string): Promise<Settings> {
    return this.#orInstead(file, async () => {
      const settings = await this.#read(real(file), false);
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

  /** Null when the file does not exist, or is a package.json without our key. */
  async #read(path: string, inPackage: boolean, chain: readonly string[] = []): Promise<Settings | null> {
    const shown = relativeTo(this.#options.cwd, path);
    if (chain.includes(path)) throw UsageError.in(shown, 'extends itself');
    if (chain.length > MAX_EXTENDS) throw UsageError.in(shown, `extends more than ${MAX_EXTENDS} files in a row`);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || (inPackage && code === 'EISDIR')) return null;
      throw UsageError.in(shown, `cannot be read (${String(code)})`, `cannot read configuration '${shown}' (${String(code)})`);
    }
    if (inPackage && !text.includes('"sslLint"')) return null;
    const { parseConfig } = await import('./config-file.ts');
    const config = await parseConfig(text.replace(/^\uFEFF/, ' '), path, shown, inPackage);
    if (config === null) return null;
    let base = DEFAULTS;
    for (const name of config.extended) {
      const target = real(name);
      const top = gitTop(parentOf(path));
      if (top !== null && !target.startsWith(`${top}/`)) throw UsageError.in(shown, `extends '${relativeTo(this.#options.cwd, target)}', which is outside the repository`);
      const extended = await this.#readExtended(target, shown, [...chain, path], base);
      base = extended;
    }
    return config.apply(base);
  }

  async #readExtended(target: string, shown: string, chain: readonly string[], base: Settings): Promise<Settings> {
    const settings = await this.#read(target, false, chain);
    if (settings === null) {
      const wanted = relativeTo(this.#options.cwd, target);
      throw UsageError.in(shown, `extends '${wanted}', which does not exist${similarPath(wanted, this.#options.cwd)}`);
    }
    return base === DEFAULTS ? settings : merge(base, settings);
  }
}

/** Two configurations named in one `extends`: the later one wins where it says something. */
function merge(first: Settings, second: Settings): Settings {
  const later = Object.fromEntries(Object.entries(second).filter(([key, value]) => value !== DEFAULTS[key as keyof Settings])) as Partial<Settings>;
  return {
    ...first, ...later,
    rules: new Map([...first.rules, ...second.rules]),
    models: [...first.models, ...second.models],
    overrides: [...first.overrides, ...second.overrides],
  };
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
