import type { SourceFile } from '../code/item.ts';
import type { Finding } from './finding.ts';

/**
 * Files with one text, such as a library that a tree holds twice, are analysed once: what is found in the first of them
 * holds for each. A definition does not compete with its own copies then, and time and memory do not grow with them.
 */
export class Copies {
  /** The first file of each text, in the order given. */
  readonly distinct: readonly SourceFile[];
  /** By the path of the first: the paths of all, in the order given. Only texts that occur more than once. */
  readonly #paths = new Map<string, readonly string[]>();

  /** O(size of the texts). */
  constructor(files: readonly SourceFile[]) {
    const byText = new Map<string, SourceFile[]>();
    for (const file of files) {
      const same = byText.get(file.text);
      if (same === undefined) byText.set(file.text, [file]);
      else same.push(file);
    }
    this.distinct = [...byText.values()].flatMap((same) => same.slice(0, 1));
    for (const same of byText.values()) if (same.length > 1) this.#paths.set(same[0]?.path ?? '', same.map((file) => file.path));
  }

  /** The file that was analysed for a path, undefined for one that was not given. O(files). */
  original(path: string): SourceFile | undefined {
    const first = [...this.#paths].find(([, paths]) => paths.includes(path))?.[0] ?? path;
    return this.distinct.find((file) => file.path === first);
  }

  /** The findings in the first files, and the same for their copies; steps in other copied files are moved to the nearest copy. */
  findings(found: readonly Finding[]): Finding[] {
    return found.flatMap((finding) => (this.#paths.get(finding.path) ?? [finding.path]).map((path) => (path === finding.path ? finding : this.#moved(finding, path))));
  }

  /** What is said of the first files, and the same of their copies. */
  forAll<T extends { readonly path: string }>(entries: readonly T[]): T[] {
    return entries.flatMap((entry) => (this.#paths.get(entry.path) ?? [entry.path]).map((path) => ({ ...entry, path })));
  }

  #moved(finding: Finding, to: string): Finding {
    const move = <T extends { readonly path: string }>(part: T): T => ({ ...part, path: part.path === finding.path ? to : this.#nearest(part.path, to) });
    return { ...move(finding), steps: finding.steps.map(move), fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(move) })) };
  }

  /** Of the copies of a file the one whose path has most in common with another path; the first of several such. */
  #nearest(path: string, other: string): string {
    let best = path;
    let most = -1;
    for (const candidate of this.#paths.get(path) ?? []) {
      const common = commonFolders(candidate, other);
      if (common > most) { best = candidate; most = common; }
    }
    return best;
  }
}

function commonFolders(a: string, b: string): number {
  const [x, y] = [a.split('/'), b.split('/')];
  let count = 0;
  while (count < x.length - 1 && x[count] === y[count]) count++;
  return count;
}
