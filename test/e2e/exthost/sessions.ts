import type { Settings } from '../drive/editor.ts';

/** A window with an extension host of its own; its tests are in the folder of its name. */
export interface Session {
  /** Folder of `workspaces/`. */
  readonly workspace: string;
  /** What is opened in it; the folder itself by default. */
  readonly opens?: string;
  /** Settings of the user. */
  readonly settings?: Settings;
  /** Settings that the folder brings with it. */
  readonly folderSettings?: Settings;
  /** Folders are restricted until the user trusts them. */
  readonly restricted?: boolean;
}

export const SESSIONS: Readonly<Record<string, Session>> = {
  typing: { workspace: 'project' },
  commands: { workspace: 'project' },
  fixes: { workspace: 'fixes' },
  unopened: { workspace: 'fixes', folderSettings: { 'sslLint.scope': 'workspace' } },
  disk: { workspace: 'project' },
  roots: { workspace: 'roots', opens: 'two.code-workspace' },
  recovery: { workspace: 'project' },
  restricted: { workspace: 'project', restricted: true, folderSettings: { 'sslLint.server.path': '/nowhere/server', 'sslLint.server.runtime': '/nowhere/node' } },
};
