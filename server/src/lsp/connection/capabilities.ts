import { CodeActionKind, TextDocumentSyncKind } from 'vscode-languageserver';
import type { DiagnosticOptions, DocumentSelector, ServerCapabilities } from 'vscode-languageserver';
import type { ClientFeatures } from './client-features.ts';
import { SERVER_COMMANDS } from '../protocol.ts';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.sslLint`;

/** Documents the server is asked about. */
export const SELECTOR: DocumentSelector = [{ language: 'c' }, { language: 'cpp' }];

/** Files whose changes on disk may matter: a configuration that another one extends, or that a setting names, can have any name. */
export const WATCHED = ['**/*.{json,jsonc}', '**/.gitignore', '**/*.{c,h}'] as const;

export const diagnosticOptions = (workspaceDiagnostics: boolean): DiagnosticOptions =>
  ({ identifier: 'ssl-lint', interFileDependencies: true, workspaceDiagnostics });

/** What the server can do. A client that takes registrations gets its diagnostics that way: whether the whole workspace counts is a setting. */
export function capabilities(client: ClientFeatures, wholeWorkspace: boolean): ServerCapabilities {
  const moved = { filters: [{ scheme: 'file', pattern: { glob: '**/*.{c,h,json,jsonc}' } }, { scheme: 'file', pattern: { glob: '**', matches: 'folder' as const } }] };
  return {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    ...(client.pull && !client.registersDiagnostics ? { diagnosticProvider: diagnosticOptions(wholeWorkspace) } : {}),
    ...(client.codeActionLiterals ? { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL], resolveProvider: client.resolvesEdits } } : {}),
    hoverProvider: true,
    inlayHintProvider: true,
    codeLensProvider: { resolveProvider: false },
    executeCommandProvider: { commands: Object.values(SERVER_COMMANDS) },
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didRename: moved, didDelete: moved },
    },
  };
}
