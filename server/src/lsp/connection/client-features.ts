import { MarkupKind } from 'vscode-languageserver';
import type { InitializeParams } from 'vscode-languageserver';
import { chooseEncoding } from '../documents/positions.ts';
import type { Encoding } from '../documents/positions.ts';
import type { InitializationOptions } from '../protocol.ts';

/** What the client can do, read once from its `initialize` request. */
export interface ClientFeatures {
  readonly encoding: Encoding;
  /** It asks for diagnostics; otherwise they are sent to it. */
  readonly pull: boolean;
  readonly registersDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly tags: boolean;
  readonly data: boolean;
  readonly versions: boolean;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly workspaceFolders: boolean;
  /** Code actions may be objects, and their edits may come later. */
  readonly codeActionLiterals: boolean;
  readonly resolvesEdits: boolean;
  readonly prefersActions: boolean;
  readonly documentChanges: boolean;
  readonly createsFiles: boolean;
  readonly markdownHover: boolean;
  readonly progress: boolean;
  readonly showsDocuments: boolean;
  /** The extension: it has the commands of `CLIENT_COMMANDS` and understands our notification. */
  readonly commands: boolean;
  readonly options: InitializationOptions;
}

/** Reads the client's capabilities; what is missing or malformed is taken for absent. */
export function clientFeatures(params: InitializeParams): ClientFeatures {
  const capabilities = (params.capabilities as InitializeParams['capabilities'] | undefined) ?? {};
  const { textDocument, workspace, window, general } = capabilities;
  const written: unknown = params.initializationOptions;
  const options = typeof written === 'object' && written !== null ? (written as InitializationOptions) : {};
  const published = textDocument?.publishDiagnostics;
  const pulled = textDocument?.diagnostic;
  const action = textDocument?.codeAction;
  const shows = pulled ?? published;
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    pull: pulled !== undefined,
    registersDiagnostics: pulled?.dynamicRegistration === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    relatedInformation: (shows?.relatedInformation ?? published?.relatedInformation) === true,
    codeDescription: (shows?.codeDescriptionSupport ?? published?.codeDescriptionSupport) === true,
    tags: (shows?.tagSupport ?? published?.tagSupport) !== undefined,
    data: (shows?.dataSupport ?? published?.dataSupport) === true,
    versions: published?.versionSupport === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    codeActionLiterals: action?.codeActionLiteralSupport !== undefined,
    resolvesEdits: action?.dataSupport === true && action.resolveSupport?.properties.includes('edit') === true,
    prefersActions: action?.isPreferredSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    markdownHover: (textDocument?.hover?.contentFormat ?? [MarkupKind.PlainText])[0] === MarkupKind.Markdown,
    progress: window?.workDoneProgress === true,
    showsDocuments: window?.showDocument?.support === true,
    commands: options.commands === true,
    options,
  };
}
