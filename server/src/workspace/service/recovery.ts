import { resolve } from 'node:path';
import type { Model } from '../../analysis/model/effects.ts';
import type { UserModel } from '../../analysis/model/user.ts';
import { openModel } from '../open-model.ts';
import { slashed } from '../paths.ts';
import { DEFAULTS } from '../settings.ts';
import type { Settings } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import type { ConfigurationError } from './service.ts';

/** What to use in place of configurations that are broken: what they said when they were not, else the defaults. */
export class Recovery {
  readonly #folder: string;
  readonly #settings = new Map<string, Settings>();
  readonly #models = new Map<string, UserModel>();

  /** `folder` is the one that names of configuration files are relative to. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps configurations that could be read. */
  remember(used: readonly Settings[]): void {
    for (const settings of used) if (settings.origin !== null) this.#settings.set(settings.origin, settings);
  }

  settingsFor(file: string): Settings {
    return this.#settings.get(file) ?? DEFAULTS;
  }

  /** Opens a model; where the words of a configuration are wrong, with its last good ones or without. Says what is wrong. */
  openModel(flavor: string | null, users: readonly UserModel[]): { model: Model; errors: ConfigurationError[] } {
    const errors: ConfigurationError[] = [];
    let usable = [...users];
    for (;;) {
      try {
        const model = openModel(flavor, usable);
        for (const user of usable) this.#models.set(user.file, user);
        return { model, errors };
      } catch (error) {
        errors.push(this.errorOf(error as Error, null));
        const file = error instanceof UsageError ? error.mistake?.file : undefined;
        const wrong = usable.findIndex((user) => user.file === file);
        const good = file === undefined ? undefined : this.#models.get(file);
        if (wrong < 0) usable = [];
        else if (good === undefined || usable.includes(good)) usable.splice(wrong, 1);
        else usable.splice(wrong, 1, good);
      }
    }
  }

  /** `file` is the configuration that was read when nothing more is known of the place. */
  errorOf(error: Error, file: string | null): ConfigurationError {
    const mistake = error instanceof UsageError ? error.mistake : null;
    const path = mistake?.file ?? file;
    return {
      path: path === null ? null : slashed(resolve(this.#folder, path)),
      line: mistake?.line ?? 1, column: mistake?.column ?? 1, message: mistake?.says ?? error.message,
    };
  }
}
