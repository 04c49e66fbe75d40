import type { Copies } from '../copies.ts';
import type { Finding, Fix } from '../finding.ts';

/** Fixes of findings that are looked for when somebody asks. */
export class FixesOnDemand {
  readonly #find = new Map<string, () => readonly Fix[]>();
  readonly #copies: Copies;

  constructor(copies: Copies) { this.#copies = copies; }

  /** `found` is a finding as it was reported first; `find` looks for its fixes. */
  add(found: Finding, find: () => readonly Fix[]): void {
    for (const { path } of this.#copies.findings([found])) {
      const copied = (): readonly Fix[] => this.#copies.findings([{ ...found, fixes: find() }]).find((copy) => copy.path === path)?.fixes ?? [];
      this.#find.set(keyOf({ ...found, path }), copied);
    }
  }

  /** Fixes of a finding that was added, or of a copy of it with another severity; none for any other. */
  of(finding: Finding): readonly Fix[] { return this.#find.get(keyOf(finding))?.() ?? []; }
}

function keyOf({ rule, path, range, function: name, message }: Finding): string { return [rule, path, range.start, range.end, name, message].join('\n'); }
