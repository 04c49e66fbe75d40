import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The top of the repository; `run.mjs` says where, because bundles lie elsewhere than their sources. */
export const repository = required('E2E_REPOSITORY');
/** The packaged extension. */
export const vsix = required('E2E_VSIX');
/** The command, as built. */
export const command = join(repository, 'server/out/cli.js');

/** The VS Code to start: a folder, and the Node that runs it. */
export const vscode = { folder: required('E2E_VSCODE_FOLDER'), node: required('E2E_VSCODE_NODE') };

export type Which = 'newest' | 'oldest';
/** Which of the two versions that is. */
export const which = required('E2E_VSCODE') as Which;

export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start with node test/e2e/run.mjs`);
  return value;
}

/** A new folder below the temporary folder of the run, which removes it in the end. */
export function scratch(name: string): string {
  return mkdtempSync(join(tmpdir(), `${name}-`));
}

/** A copy of a folder of `workspaces/` that a test may change; its last part is `as`, which is what windows show. */
export function workspace(name: string, as = name): string {
  const folder = join(scratch('ws'), as);
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(join(repository, 'test/e2e/workspaces', name), folder, { recursive: true });
  return folder;
}
