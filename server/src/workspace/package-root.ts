import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentOf, slashed } from './paths.ts';

let root: string | undefined;

/** Folder of the installed package: the nearest one above this file with a package.json. The bundle and the sources both lie in it. */
export function packageRoot(): string {
  if (root !== undefined) return root;
  let at = parentOf(slashed(fileURLToPath(import.meta.url)));
  while (!existsSync(`${at}/package.json`) && parentOf(at) !== at) at = parentOf(at);
  root = at;
  return at;
}

/** Text of the page of a rule, or null when the package has none. */
export function rulePage(rule: string): string | null {
  try {
    return readFileSync(`${packageRoot()}/docs/rules/${rule}.md`, 'utf8');
  } catch {
    return null;
  }
}
