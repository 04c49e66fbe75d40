import { ConfigFinder } from '../config.ts';
import { isCpp, NOT_C, prospectOf } from '../discover.ts';
import type { FoundFile, Prospect } from '../discover.ts';
import { gitTop, parentOf, real } from '../paths.ts';
import { readText, SourceReader } from '../read.ts';
import type { Choice } from '../selections.ts';
import { DEFAULTS } from '../settings.ts';
import { readSources } from '../sources.ts';
import type { Sources } from '../sources.ts';
import type { Documents } from './documents.ts';
import { choiceOf, configOptionsOf, discoverOptionsOf } from './editor-settings.ts';
import type { Gatherer, Ground } from './gatherer.ts';
import { KeptSources } from './kept-sources.ts';
import { isFile } from './names.ts';
import { Recovery } from './recovery.ts';
import type { ConfigurationError, EditorSettings } from './service.ts';

interface LooseGround extends Ground {
  readonly prospect: NonNullable<Prospect>;
}

/** A file that is analysed alone, as if it were named to the command in `folder`; or a document that is no file. */
export class LooseFile implements Gatherer {
  readonly recovery: Recovery;
  readonly choice: Choice;
  version = 0;
  readonly #settings: EditorSettings;
  readonly #sources = new KeptSources();
  #ground: LooseGround | null = null;

  /** `path` (absolute, links resolved) or the name of a document that is no file; `given` and `folder` as in Gatherer. */
  constructor(readonly path: string, readonly given: string, readonly folder: string, settings: EditorSettings) {
    this.#settings = settings;
    this.recovery = new Recovery(given);
    this.choice = choiceOf(settings);
  }

  /** Something on disk is another. */
  changed(): void {
    this.#ground = null;
    this.version++;
  }

  async ground(): Promise<LooseGround> {
    while (this.#ground === null) {
      const { version } = this;
      const ground = isFile(this.path) ? await this.#find() : this.#alone();
      if (version === this.version) this.#ground = ground;
    }
    return this.#ground;
  }

  async read(ground: Ground, hints: readonly string[], documents: Documents): Promise<Sources> {
    const { prospect } = ground as LooseGround;
    const open = documents.at(this.path) ?? documents.named(this.path);
    const { maxFileSize } = ground.main;
    this.#sources.begin();
    return Promise.resolve(readSources(
      'file' in prospect ? [prospect.file] : [], ground.base,
      (file) => (open === undefined ? new SourceReader(hints, maxFileSize).read(file.path, true) : readText(open.text, hints, maxFileSize)),
      (path, text) => this.#sources.of(ground.base === '' ? this.path : path, text),
    ));
  }

  count(): number {
    return 1;
  }

  async #find(): Promise<LooseGround> {
    const errors: ConfigurationError[] = [];
    const configs = new ConfigFinder({
      ...configOptionsOf(this.#settings, this.folder),
      instead: (file, error) => {
        errors.push(this.recovery.errorOf(error, file));
        return this.recovery.settingsFor(file);
      },
    });
    const main = await configs.of(parentOf(this.path));
    if (errors.length === 0) this.recovery.remember(configs.used);
    const prospect = this.#settings.enable ? await prospectOf(this.path, discoverOptionsOf(this.#settings, this.folder), configs) : { skipped: 'disabled' };
    return { base: real(gitTop(this.folder) ?? this.folder), main, used: configs.used, errors, prospect };
  }

  #alone(): LooseGround {
    const file: FoundFile = { path: this.path, settings: DEFAULTS, isRegular: true };
    return { base: '', main: DEFAULTS, used: [], errors: [], prospect: isCpp(this.path) ? { skipped: NOT_C } : { file } };
  }
}
