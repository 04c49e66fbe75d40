import type { AnalysisResult } from '../../analysis/analyze.ts';
import type { Finding, Incomplete } from '../../analysis/verdict/finding.ts';
import { fingerprints } from '../../analysis/verdict/fingerprint.ts';
import { compareFindings, compareText } from '../../analysis/verdict/order.ts';
import type { Judged } from '../judge.ts';
import { relativeTo } from '../paths.ts';
import type { Sources } from '../sources.ts';
import type { Ground } from './gatherer.ts';
import type { ReportedFinding } from './service.ts';
import type { Session } from './session.ts';

/** What is said of one file. */
export interface Said {
  readonly findings: readonly ReportedFinding[];
  readonly incomplete: readonly Incomplete[];
  readonly analysed: readonly string[];
}

const NOTHING: Said = { findings: [], incomplete: [], analysed: [] };

/** An analysis of a project and what is shown of it, file by file. Paths are relative to the base. */
export class Outcome {
  readonly findings: readonly ReportedFinding[];
  readonly incomplete: readonly Incomplete[];
  /** Of all files of which there is something to say, in no order. */
  readonly #said = new Map<string, Said>();
  readonly #texts: ReadonlyMap<string, string>;

  constructor(
    readonly session: Session, readonly ground: Ground, readonly sources: Sources, readonly result: AnalysisResult, judged: Judged,
    hash: (text: string) => string,
  ) {
    // The command prints remarks as warnings; an editor has one place for everything.
    const all = judged.remarks.length === 0 ? judged.findings : [...judged.findings, ...judged.remarks].sort(compareFindings);
    const marks = fingerprints(all, hash);
    this.findings = all.map((finding, i) => ({ ...finding, fingerprint: marks[i] ?? '' }));
    const unreadable = sources.unreadable.map(({ path, code }) => ({ path: relativeTo(ground.base, path), reason: `cannot be read (${code})` }));
    this.incomplete = [...judged.incomplete, ...unreadable];
    this.#texts = new Map(sources.files.map((file) => [file.path, file.text]));
    for (const finding of this.findings) this.#add(finding.path, 'findings', finding);
    for (const entry of this.incomplete) this.#add(entry.path, 'incomplete', entry);
    for (const { path, function: name } of [...result.analysed].sort((a, b) => compareText(a.function, b.function))) this.#add(path, 'analysed', name);
  }

  of(path: string): Said {
    return this.#said.get(path) ?? NOTHING;
  }

  /** Paths of the files with findings, or with something that was not analysed. */
  get worthSaying(): string[] {
    return [...this.#said].filter(([, said]) => said.findings.length > 0 || said.incomplete.length > 0).map(([path]) => path);
  }

  /** Text that was analysed; null when there was no reason to. */
  textOf(path: string): string | null {
    return this.#texts.get(path) ?? null;
  }

  finding(path: string, fingerprint: string): Finding | undefined {
    return this.of(path).findings.find((finding) => finding.fingerprint === fingerprint);
  }

  /** The result, in which fixes and places can be asked about: analysed again when other texts were tried out in the meantime. */
  async asked(): Promise<AnalysisResult> {
    return this.session.isLast(this.result) ? this.result : this.session.analyze(this.sources.files);
  }

  #add<K extends keyof Said>(path: string, key: K, entry: Said[K][number]): void {
    let said = this.#said.get(path);
    if (said === undefined) this.#said.set(path, said = { findings: [], incomplete: [], analysed: [] });
    (said[key] as Said[K][number][]).push(entry);
  }
}
