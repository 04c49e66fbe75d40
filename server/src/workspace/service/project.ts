import type { AnalysisResult } from '../../analysis/analyze.ts';
import type { SourceFile } from '../../analysis/code/item.ts';
import type { UserModel } from '../../analysis/model/user.ts';
import { judge } from '../judge.ts';
import { Selections } from '../selections.ts';
import { engineSettings } from '../sources.ts';
import type { Sources } from '../sources.ts';
import type { Documents } from './documents.ts';
import type { Gatherer, Ground } from './gatherer.ts';
import { Outcome } from './outcome.ts';
import type { ConfigurationError } from './service.ts';
import { Session } from './session.ts';
import type { Host } from './session.ts';

/** With more files than this, the first answer about a document does not wait for all of them. */
const MANY = 1000;

/** Files that are analysed together. Nothing happens before it is asked for, and nothing twice. */
export class Project<G extends Gatherer = Gatherer> {
  /** Of the model in force. */
  modelErrors: readonly ConfigurationError[] = [];
  gatherer: G;
  readonly #documents: Documents;
  readonly #host: Host;
  #session: Session | null = null;
  #sessionKey = '';
  #ground: Ground | null = null;
  #outcome: Outcome | null = null;
  /** What the outcome is about. */
  #version = '';
  /** Files that were looked at alone. */
  readonly #ahead = new Set<string>();

  constructor(gatherer: G, documents: Documents, host: Host) {
    this.gatherer = gatherer;
    this.#documents = documents;
    this.#host = host;
  }

  /** The analysis of the files as they are now. Rejects only when the parser cannot be loaded. */
  async outcome(): Promise<Outcome> {
    const version = `${this.gatherer.version} ${this.#documents.version}`;
    if (this.#outcome !== null && version === this.#version) return this.#outcome;
    const session = await this.session();
    const ground = await this.gatherer.ground(this.#documents);
    const sources = await this.gatherer.read(ground, session.hints, this.#documents);
    const last = this.#outcome;
    const sameFiles = last !== null && last.session === session && isSame(last.sources.files, sources.files);
    if (!sameFiles || last.ground !== ground || !isSame(last.sources.settings, sources.settings) || !saysSame(last.sources, sources)) {
      const result = sameFiles ? last.result : await session.analyze(sources.files);
      this.#outcome = await this.#judged(session, ground, sources, result);
    }
    this.#version = version;
    return this.#outcome ?? last!;
  }

  /** What a file (absolute) of many says alone, before all are analysed for the first time. Null when it was asked for before, and when there is no reason to. */
  async ahead(path: string): Promise<Outcome | null> {
    if (this.#outcome !== null || this.#ahead.has(path)) return null;
    const session = await this.session();
    const ground = await this.gatherer.ground(this.#documents);
    if (this.gatherer.count(ground) <= MANY) return null;
    this.#ahead.add(path);
    const sources = await this.gatherer.read(ground, session.hints, this.#documents, path);
    return this.#judged(session, ground, sources, await session.analyze(sources.files), false);
  }

  /** The model in force. It stays the same one until a configuration says something else. */
  async session(): Promise<Session> {
    const ground = await this.gatherer.ground(this.#documents);
    if (this.#session !== null && ground === this.#ground) return this.#session;
    this.#ground = ground;
    const { flavor, models, functionTimeoutMs } = engineSettings(ground.main, ground.used);
    const key = JSON.stringify([flavor, functionTimeoutMs, models.map(contentOf)]);
    if (this.#session === null || key !== this.#sessionKey) {
      const { model, errors } = this.gatherer.recovery.openModel(flavor, models);
      this.#session = new Session({ model, functionTimeoutMs }, this.#host);
      this.#sessionKey = key;
      this.modelErrors = errors;
    }
    return this.#session;
  }

  /** What would come out if the files of an outcome were these. */
  async examine({ session, ground, sources }: Outcome, files: readonly SourceFile[]): Promise<Outcome> {
    return this.#judged(session, ground, { ...sources, files }, await session.analyze(files));
  }

  async #judged(session: Session, ground: Ground, sources: Sources, result: AnalysisResult, isWhole = true): Promise<Outcome> {
    const selections = new Selections(this.gatherer.choice);
    const judged = await judge(result, sources, { base: ground.base, selections, main: ground.main, inlineConfig: true, isWhole });
    return new Outcome(session, ground, sources, result, judged, this.#host.hash);
  }
}

/** All that a model takes from a configuration, the lines that it names as origins included. */
function contentOf(user: UserModel): unknown {
  const sections = typeof user.value === 'object' && user.value !== null ? Object.entries(user.value as Record<string, unknown>) : [];
  const lines = sections.map(([section, entries]) =>
    (typeof entries === 'object' && entries !== null ? Object.keys(entries).map((name) => user.position([section, name], 'key').line) : []));
  return [user.file, user.value, lines];
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((entry, i) => entry === b[i]);

const saysSame = (a: Sources, b: Sources): boolean => JSON.stringify([a.incomplete, a.unreadable]) === JSON.stringify([b.incomplete, b.unreadable]);
