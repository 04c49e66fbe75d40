import { isWithin, parentOf, slashed } from '../paths.ts';
import type { Documents, OpenDocument } from './documents.ts';
import { NO_SETTINGS } from './editor-settings.ts';
import { Folder } from './folder.ts';
import { LooseFile } from './loose-file.ts';
import { isFile, located } from './names.ts';
import { Project } from './project.ts';
import type { OpenFolder } from './service.ts';
import type { Host } from './session.ts';

/** Where a document is analysed. */
export interface Place {
  readonly project: Project;
  /** Absolute, links resolved; the name of a document that is no file. */
  readonly path: string;
  /** Why it is not analysed. */
  readonly skipped: string | null;
}

/** The open folders, and the files that are analysed alone. */
export class Projects {
  folders: readonly Project<Folder>[] = [];
  readonly #loose = new Map<string, Project<LooseFile>>();
  readonly #documents: Documents;
  readonly #host: Host;

  constructor(documents: Documents, host: Host) {
    this.#documents = documents;
    this.#host = host;
  }

  /** Folders that stay keep what is known of them. */
  configure(folders: readonly OpenFolder[]): void {
    const before = new Map(this.folders.map((project) => [project.gatherer.given, project]));
    const now = new Map<string, Project<Folder>>();
    for (const { path, settings } of folders) {
      const given = path.length > 1 && !/^[A-Za-z]:\/$/.test(path) ? path.replace(/\/+$/, '') : path;
      const known = before.get(given);
      if (known === undefined) now.set(given, new Project(new Folder(given, settings, null), this.#documents, this.#host));
      else now.set(given, known);
      if (known !== undefined && JSON.stringify(known.gatherer.settings) !== JSON.stringify(settings)) known.gatherer = new Folder(given, settings, known.gatherer);
    }
    this.folders = [...now.values()];
    this.#loose.clear();
  }

  changedOnDisk(names: readonly string[]): void {
    this.#documents.relocate();
    for (const name of names.filter(isFile)) for (const { gatherer } of this.folders) gatherer.changed(slashed(name));
    for (const { gatherer } of this.#loose.values()) gatherer.changed();
  }

  closed({ name, path }: OpenDocument): void {
    this.#loose.delete(name);
    if (path !== null) for (const { gatherer } of this.folders) gatherer.closed(path);
  }

  /** The innermost folder that a file is in. */
  ownerOf(place: string): Project<Folder> | null {
    let owner: Project<Folder> | null = null;
    for (const project of this.folders) {
      const { folder } = project.gatherer;
      if (isWithin(folder, place) && (owner === null || folder.length > owner.gatherer.folder.length)) owner = project;
    }
    return owner;
  }

  async placeOf(name: string): Promise<Place> {
    if (!isFile(name)) return this.#alone(name, name, null);
    const { path, place } = this.#documents.named(name) ?? located(name);
    if (path === null || place === null) return this.#alone(name, name, null);
    const project = this.ownerOf(place) ?? this.ownerOf(path);
    if (project === null) return this.#alone(name, path, null);
    const tree = await project.gatherer.ground();
    if (tree.found.has(path)) return { project, path, skipped: null };
    const prospect = isWithin(project.gatherer.folder, place) ? await tree.prospect(place) : null;
    if (prospect === null) return this.#alone(name, path, project);
    return { project, path, skipped: 'skipped' in prospect ? prospect.skipped : null };
  }

  /** A file that is in no folder, or not among the files of its folder. */
  async #alone(name: string, path: string, owner: Project<Folder> | null): Promise<Place> {
    let project = this.#loose.get(name);
    if (project === undefined) {
      const isPath = isFile(name);
      const { given, folder, settings } = owner?.gatherer ?? { given: isPath ? parentOf(name) : '', folder: isPath ? parentOf(path) : '', settings: NO_SETTINGS };
      project = new Project(new LooseFile(path, given, folder, settings), this.#documents, this.#host);
      // What is not open is asked for once.
      if (this.#documents.named(name) !== undefined) this.#loose.set(name, project);
    }
    const { prospect } = await project.gatherer.ground();
    return { project, path, skipped: 'skipped' in prospect ? prospect.skipped : null };
  }
}
