import type { Confidence, Severity } from '../analysis/verdict/finding.ts';
import type { Selection } from '../analysis/verdict/select.ts';
import { DEFAULT_CONFIDENCE } from './settings.ts';
import type { Override, Settings } from './settings.ts';

/** What the command line, or an editor, says about which findings are shown; null where it says nothing. */
export interface Choice {
  readonly select: ReadonlySet<string> | null;
  readonly ignore: ReadonlySet<string>;
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly minSeverity: Severity;
  readonly confidence: Confidence | null;
  /** Severity of comments that suppress nothing. */
  readonly unusedSuppressions: Severity | 'off' | null;
  /** What holds where no configuration file says anything; the settings of an editor that lets files go first. */
  readonly fallback?: { readonly severities: ReadonlyMap<string, Severity | 'off'>; readonly confidence: Confidence | null };
}

/** Combines what is left to say, configuration, its overrides and the command line, in rising order of precedence, for one file after the other. */
export class Selections {
  readonly #choice: Choice;
  readonly #known = new Map<Settings, Map<string, Selection>>();

  constructor(choice: Choice) {
    this.#choice = choice;
  }

  /** The selection for a file (absolute path). Files to which the same entries apply share one object. */
  of(path: string, settings: Settings): Selection {
    const applying = settings.overrides.map((override) => override.files.match(path) !== null);
    const key = applying.map(Number).join('');
    let known = this.#known.get(settings);
    if (known === undefined) this.#known.set(settings, known = new Map<string, Selection>());
    let selection = known.get(key);
    if (selection === undefined) known.set(key, selection = this.#combine(settings, settings.overrides.filter((_, i) => applying[i])));
    return selection;
  }

  #combine(settings: Settings, overrides: readonly Override[]): Selection {
    const { fallback } = this.#choice;
    let confidence = settings.confidence ?? fallback?.confidence ?? DEFAULT_CONFIDENCE;
    const severities = new Map([...(fallback?.severities ?? []), ...settings.rules]);
    for (const override of overrides) {
      for (const [rule, severity] of override.rules) severities.set(rule, severity);
      confidence = override.confidence ?? confidence;
    }
    for (const [rule, severity] of this.#choice.severities) severities.set(rule, severity);
    const { select, ignore, minSeverity, unusedSuppressions } = this.#choice;
    if (unusedSuppressions !== null) severities.set('unused-suppression', unusedSuppressions);
    return { select, ignore, severities, minSeverity, confidence: this.#choice.confidence ?? confidence };
  }
}
