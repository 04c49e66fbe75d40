import { compareText } from '../../analysis/verdict/order.ts';
import { ConfigFinder } from '../config.ts';
import { discover, prospectBelow } from '../discover.ts';
import type { DiscoverOptions, FoundFile, Prospect } from '../discover.ts';
import { gitTop, isRegularFile, isWithin, real } from '../paths.ts';
import { readText, SourceReader } from '../read.ts';
import type { ReadResult } from '../read.ts';
import type { Choice } from '../selections.ts';
import { DEFAULTS } from '../settings.ts';
import type { Settings } from '../settings.ts';
import { readSources } from '../sources.ts';
import type { Sources } from '../sources.ts';
import type { Documents } from './documents.ts';
import { choiceOf, configOptionsOf, discoverOptionsOf } from './editor-settings.ts';
import type { Gatherer, Ground } from './gatherer.ts';
import { KeptSources } from './kept-sources.ts';
import { located } from './names.ts';
import { Recovery } from './recovery.ts';
import type { ConfigurationError, EditorSettings } from './service.ts';

/** What a walk of the folder found. */
export interface Tree extends Ground {
  /** In order of path. */
  readonly files: readonly FoundFile[];
  readonly found: ReadonlyMap<string, FoundFile>;
  /** Configuration files that go by another name than the usual ones. */
  readonly named: ReadonlySet<string>;
  /** What becomes of a file that was not found. `place` lies in the folder. */
  prospect(place: string): Promise<Prospect>;
}

/** The files of an open folder: walks it once, reads each file once, and again only what changed. */
export class Folder implements Gatherer {
  readonly given: string;
  readonly folder: string;
  readonly settings: EditorSettings;
  readonly recovery: Recovery;
  readonly choice: Choice;
  version: number;
  readonly #options: DiscoverOptions;
  readonly #disk: Map<string, ReadResult>;
  readonly #sources: KeptSources;
  #tree: Tree | null = null;
  /** Open documents that were not found and would be, if they were saved. */
  readonly #unsaved = new Set<string>();
  /** What the files on disk were read for. */
  #readFor: string;

  /** `given` is the path as the editor names it; `before` is the same folder under other settings. */
  constructor(given: string, settings: EditorSettings, before: Folder | null) {
    this.given = given;
    this.folder = real(given);
    this.settings = settings;
    this.recovery = before === null ? new Recovery(given) : before.recovery;
    this.#disk = before === null ? new Map<string, ReadResult>() : before.#disk;
    this.#sources = before === null ? new KeptSources() : before.#sources;
    this.#readFor = before === null ? '' : before.#readFor;
    this.version = before === null ? 0 : before.version + 1;
    this.choice = choiceOf(settings);
    this.#options = discoverOptionsOf(settings, this.folder);
  }

  /** How many files there would be more if all open documents were saved. */
  get unsaved(): number {
    return this.#unsaved.size;
  }

  /** A path (absolute) was created, changed or deleted. */
  changed(name: string): void {
    const { path, place } = located(name);
    const decides = DECIDING.test(place) || this.#tree?.named.has(path) === true;
    if (!decides && this.#tree?.found.has(path) === true && isRegularFile(path)) {
      this.#disk.delete(path);
      this.version++;
    } else if (decides || (matters(place) && (isWithin(this.folder, place) || isWithin(place, this.folder)))) {
      this.rediscover(place);
    }
  }

  /** A document was closed: the disk counts again. */
  closed(path: string): void {
    if (this.#unsaved.delete(path)) this.rediscover(path);
    else if (this.#disk.delete(path)) this.version++;
  }

  /** The folder is walked again before the next answer, and everything at or below `place` is read again. */
  rediscover(place: string): void {
    this.#tree = null;
    for (const path of this.#disk.keys()) if (isWithin(place, path)) this.#disk.delete(path);
    this.version++;
  }

  async ground(): Promise<Tree> {
    while (this.#tree === null) {
      const { version } = this;
      const tree = await this.#walk();
      // What changed in the meantime may not have been seen.
      if (version === this.version) this.#tree = tree;
    }
    return this.#tree;
  }

  count(ground: Ground): number {
    return (ground as Tree).files.length;
  }

  async read(ground: Ground, hints: readonly string[], documents: Documents, only?: string): Promise<Sources> {
    const tree = ground as Tree;
    const { maxFileSize } = tree.main;
    const readFor = JSON.stringify([maxFileSize, hints]);
    if (readFor !== this.#readFor) this.#disk.clear();
    this.#readFor = readFor;
    const more = await this.#notFound(tree, documents);
    const files = more.length === 0 ? tree.files : [...tree.files, ...more].sort((a, b) => compareText(a.path, b.path));
    const wanted = only === undefined ? files : files.filter(({ path }) => path === only);
    let reader: SourceReader | null = null;
    const fromDisk = (file: FoundFile): ReadResult => {
      let known = this.#disk.get(file.path);
      if (known === undefined) this.#disk.set(file.path, known = (reader ??= new SourceReader(hints, maxFileSize)).read(file.path, file.isRegular));
      return known;
    };
    this.#sources.begin();
    return readSources(wanted, tree.base, (file) => {
      const open = documents.at(file.path);
      return open === undefined ? fromDisk(file) : readText(open.text, hints, maxFileSize);
    }, (path, text) => this.#sources.of(path, text));
  }

  /** Open documents that a walk would find if they were saved. */
  async #notFound(tree: Tree, documents: Documents): Promise<FoundFile[]> {
    const files: FoundFile[] = [];
    this.#unsaved.clear();
    for (const { path, place } of documents.all) {
      if (path === null || place === null || tree.found.has(path) || !isWithin(this.folder, place)) continue;
      const prospect = await tree.prospect(place);
      if (prospect === null || 'skipped' in prospect || files.some((file) => file.path === path)) continue;
      files.push({ ...prospect.file, path });
      this.#unsaved.add(path);
    }
    return files;
  }

  async #walk(): Promise<Tree> {
    const errors: ConfigurationError[] = [];
    const broken = new Set<Settings>();
    const configs = new ConfigFinder({
      ...configOptionsOf(this.settings, this.folder),
      instead: (file, error) => {
        errors.push(this.recovery.errorOf(error, file));
        const settings = this.recovery.settingsFor(file);
        broken.add(settings);
        return settings;
      },
    });
    const found = new Map<string, FoundFile>();
    let main = DEFAULTS;
    if (this.settings.enable) {
      try {
        main = await configs.of(this.folder);
        const discovery = await discover(this.#options, configs);
        for (const file of discovery.files) found.set(file.path, file);
        for (const { path, code } of discovery.unreadable) errors.push({ path, line: 1, column: 1, message: `cannot be read (${code})` });
      } catch (error) {
        errors.push({ path: this.folder, line: 1, column: 1, message: (error as Error).message });
      }
    }
    this.recovery.remember(configs.used.filter((settings) => !broken.has(settings)));
    const prospects = new Map<string, Promise<Prospect>>();
    const prospect = (path: string): Promise<Prospect> => {
      if (!this.settings.enable) return Promise.resolve({ skipped: 'disabled' });
      let known = prospects.get(path);
      if (known === undefined) prospects.set(path, known = prospectBelow(this.folder, path, this.#options, configs));
      return known;
    };
    return { base: real(gitTop(this.folder) ?? this.folder), main, used: configs.used, errors, files: [...found.values()], found, named: configs.named, prospect };
  }
}

/** Files that say how others are looked at, wherever they lie. */
const DECIDING = /\/(?:\.ssl-lint\.jsonc?|package\.json|\.gitignore|\.git|\.git\/info\/exclude)$/;

/** What git keeps for itself changes all the time, and so may JSON that is no configuration. */
const matters = (path: string): boolean => !path.includes('/.git/') && !/\.jsonc?$/.test(path);
