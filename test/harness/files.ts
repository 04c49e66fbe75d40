import { readdirSync } from 'node:fs';

/** The repository's root, as a directory URL. */
export const root = new URL('../../', import.meta.url);

/** Paths (relative to the root, `/` separators, sorted) of all files under `folder` whose name ends in `ending`. */
export function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending))
    .sort();
}

/** Every annotated C file. */
export const fixturePaths = (): string[] => filesUnder('test/fixtures', '.c');
