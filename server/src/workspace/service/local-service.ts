import type { Inspection } from '../../analysis/verdict/inspect/answers.ts';
import { describe } from '../../analysis/model/describe.ts';
import type { Fix } from '../../analysis/verdict/finding.ts';
import { Documents } from './documents.ts';
import { fixesOf, safeFixesOf } from './fixes.ts';
import { Projects } from './projects.ts';
import { inFindings, Reports } from './reports.ts';
import type { FileReport, FolderStatus, Hint, Hover, Lens, LintService, OpenFolder } from './service.ts';
import type { Host } from './session.ts';

/** The service in this thread. Questions are answered one after the other, each with what was said before its turn came. */
export function openLocalService(host: Host): LintService {
  return new LocalService(host);
}

class LocalService implements LintService {
  readonly #documents = new Documents();
  readonly #projects: Projects;
  readonly #reports: Reports;
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: Host) {
    let parser: ReturnType<Host['createParser']> | null = null;
    const createParser: Host['createParser'] = () => (parser ??= host.createParser().catch((error: unknown) => {
      parser = null;
      throw error;
    }));
    this.#projects = new Projects(this.#documents, { ...host, createParser });
    this.#reports = new Reports(this.#projects, this.#documents, host.hash);
  }

  configure(folders: readonly OpenFolder[]): void {
    this.#projects.configure(folders);
  }

  setText(name: string, text: string | null): void {
    if (text !== null) {
      this.#documents.set(name, text);
      return;
    }
    const closed = this.#documents.close(name);
    if (closed !== undefined) this.#projects.closed(closed);
  }

  changedOnDisk(paths: readonly string[]): void {
    this.#projects.changedOnDisk(paths);
  }

  report(name: string): Promise<FileReport> {
    return this.#ask(() => this.#reports.of(name));
  }

  firstReport(name: string): Promise<FileReport> {
    return this.#ask(() => this.#reports.firstOf(name));
  }

  reports(): Promise<readonly FileReport[]> {
    return this.#ask(() => this.#reports.all());
  }

  fixes(name: string, fingerprint: string): Promise<readonly Fix[]> {
    return this.#ask(async () => {
      const { project, path, skipped } = await this.#projects.placeOf(name);
      if (skipped !== null) return [];
      const outcome = await project.outcome();
      const finding = outcome.finding(inFindings(outcome.ground, path), fingerprint);
      return finding === undefined ? [] : fixesOf(outcome, finding);
    });
  }

  safeFixes(name: string): Promise<readonly Fix[]> {
    return this.#ask(async () => {
      const { project, path, skipped } = await this.#projects.placeOf(name);
      if (skipped !== null) return [];
      const outcome = await project.outcome();
      return safeFixesOf(project, outcome, inFindings(outcome.ground, path));
    });
  }

  hover(name: string, offset: number): Promise<Hover | null> {
    return this.#ask(() => this.#inspect(name, null, (inspection, path) => inspection.hover(path, offset)));
  }

  hints(name: string): Promise<readonly Hint[]> {
    return this.#ask(() => this.#inspect(name, [], (inspection, path) => inspection.hints(path)));
  }

  lenses(name: string): Promise<readonly Lens[]> {
    return this.#ask(() => this.#inspect(name, [], (inspection, path) => inspection.lenses(path)));
  }

  model(name: string, functionName: string): Promise<string> {
    return this.#ask(async () => {
      const { project } = await this.#projects.placeOf(name);
      return describe((await project.session()).model, functionName);
    });
  }

  status(): Promise<readonly FolderStatus[]> {
    return this.#ask(async () => {
      const all: FolderStatus[] = [];
      for (const project of this.#projects.folders) all.push(await this.#reports.status(project));
      return all;
    });
  }

  text(name: string): Promise<string | null> {
    return this.#ask(async () => this.#reports.textOf(await this.#projects.placeOf(name)));
  }

  async dispose(): Promise<void> {
    await this.#last;
  }

  /** What is known in a document; `nothing` when it is not analysed. */
  async #inspect<T>(name: string, nothing: T, look: (inspection: Inspection, path: string) => T): Promise<T> {
    const { project, path, skipped } = await this.#projects.placeOf(name);
    if (skipped !== null) return nothing;
    const outcome = await project.outcome();
    return look((await outcome.asked()).inspect, inFindings(outcome.ground, path));
  }

  #ask<T>(answer: () => Promise<T>): Promise<T> {
    const answered = this.#last.then(answer);
    this.#last = answered.catch(() => undefined);
    return answered;
  }
}
