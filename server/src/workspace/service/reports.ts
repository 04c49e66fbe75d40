import { resolve } from 'node:path';
import { compareText } from '../../analysis/verdict/order.ts';
import { relativeTo, slashed } from '../paths.ts';
import type { Documents } from './documents.ts';
import type { Folder } from './folder.ts';
import type { Ground } from './gatherer.ts';
import { namedLike } from './names.ts';
import type { Outcome, Said } from './outcome.ts';
import type { Project } from './project.ts';
import type { Place, Projects } from './projects.ts';
import type { FileReport, FolderStatus } from './service.ts';

/** Puts what the analyses of projects say in terms of files. */
export class Reports {
  constructor(readonly projects: Projects, readonly documents: Documents, readonly hash: (text: string) => string) {}

  async of(name: string): Promise<FileReport> {
    const { project, path, skipped } = await this.projects.placeOf(name);
    if (skipped !== null) return this.#report(name, project, await project.gatherer.ground(this.documents), NOTHING, skipped);
    const outcome = await project.outcome();
    return this.#report(name, project, outcome.ground, outcome.of(inFindings(outcome.ground, path)), null);
  }

  /** What can be said first of an open document. */
  async firstOf(name: string): Promise<FileReport> {
    const { project, path, skipped } = await this.projects.placeOf(name);
    const outcome = skipped === null && this.documents.named(name) !== undefined ? await project.ahead(path) : null;
    return outcome === null ? this.of(name) : { ...this.#report(name, project, outcome.ground, outcome.of(inFindings(outcome.ground, path)), null), preliminary: true };
  }

  /** All files of which there is something to say: by folder, then by path, then open documents elsewhere. */
  async all(): Promise<readonly FileReport[]> {
    const reports: FileReport[] = [];
    const done = new Set<string>();
    for (const project of this.projects.folders) {
      const outcome = await project.outcome();
      for (const path of this.#owned(project, outcome).sort(compareText)) {
        const name = this.#nameOf(project, outcome.ground, path);
        if (done.has(name)) continue;
        done.add(name);
        reports.push(this.#report(name, project, outcome.ground, outcome.of(path), null));
      }
    }
    for (const { name } of [...this.documents.all]) {
      if (done.has(name)) continue;
      const report = await this.of(name);
      if (report.findings.length > 0 || report.incomplete.length > 0) reports.push(report);
    }
    return reports;
  }

  async status(project: Project<Folder>): Promise<FolderStatus> {
    const tree = await project.gatherer.ground();
    const outcome = await project.outcome();
    const { given } = project.gatherer;
    const said = this.#owned(project, outcome).map((path) => outcome.of(path));
    return {
      path: given,
      configurations: tree.used.flatMap(({ origin }) => (origin === null ? [] : [slashed(resolve(given, origin))])),
      errors: [...tree.errors, ...project.modelErrors],
      files: tree.found.size + project.gatherer.unsaved,
      relevant: outcome.sources.files.length,
      findings: said.reduce((sum, { findings }) => sum + findings.length, 0),
      incomplete: said.flatMap(({ incomplete }) => incomplete),
    };
  }

  /** Text that was analysed of a file. */
  async textOf({ project, path, skipped }: Place): Promise<string | null> {
    if (skipped !== null) return null;
    const outcome = await project.outcome();
    return outcome.textOf(inFindings(outcome.ground, path));
  }

  /** Files with something to say that no folder further inside speaks for. */
  #owned(project: Project<Folder>, outcome: Outcome): string[] {
    return outcome.worthSaying.filter((path) => {
      const owner = this.projects.ownerOf(slashed(resolve(outcome.ground.base, path)));
      return owner === null || owner === project;
    });
  }

  /** How the editor names a file of a folder. */
  #nameOf({ gatherer }: Project, { base }: Ground, path: string): string {
    return this.documents.at(slashed(resolve(base, path)))?.name ?? slashed(resolve(namedLike(gatherer.given, gatherer.folder, base), path));
  }

  #report(name: string, { gatherer }: Project, ground: Ground, { findings, incomplete, analysed }: Said, skipped: string | null): FileReport {
    const base = ground.base === '' ? '' : namedLike(gatherer.given, gatherer.folder, ground.base);
    const said = { base, findings, incomplete, analysed, skipped };
    return { name, stamp: this.hash(JSON.stringify(said)).slice(0, 16), ...said, preliminary: false };
  }
}

/** The path of a file in findings. */
export const inFindings = ({ base }: Ground, path: string): string => (base === '' ? path : relativeTo(base, path));

const NOTHING: Said = { findings: [], incomplete: [], analysed: [] };
