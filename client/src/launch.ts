/** What the settings ask for, and whether they may: in a folder that is not trusted nothing starts but the server of the extension. */
export interface ServerSettings {
  readonly path: string;
  readonly runtime: string;
  readonly execArgv: readonly string[];
  /** Megabytes. */
  readonly maxMemory: number;
  readonly trusted: boolean;
}

/** How a server is started: a script by Node, or a program. `runtime` null: the Node that runs the extension. */
export type Launch =
  | { readonly kind: 'script'; readonly script: string; readonly args: readonly string[]; readonly runtime: string | null; readonly execArgv: readonly string[]; readonly transport: 'ipc' | 'stdio' }
  | { readonly kind: 'program'; readonly program: string; readonly args: readonly string[] };

/** How to start the server: the `bundled` one, or the command `ssl-lint` that the user names, over standard input and output. */
export function launch(bundled: string, settings: ServerSettings): Launch {
  const { path, runtime, execArgv } = settings.trusted ? settings : { path: '', runtime: '', execArgv: [] };
  const isOwn = path === '';
  // As a flag of V8 it would make V8 refuse the code that the build has compiled.
  // The server refuses what is no number of megabytes; nobody checks what stands in settings.
  const memory = Number.isInteger(settings.maxMemory) && settings.maxMemory > 0 ? [`--max-memory=${settings.maxMemory}`] : [];
  if (!isOwn && !/\.[cm]?js$/.test(path)) return { kind: 'program', program: path, args: ['lsp', ...memory] };
  return {
    kind: 'script',
    script: isOwn ? bundled : path,
    args: isOwn ? memory : ['lsp', ...memory],
    runtime: runtime === '' ? null : runtime,
    execArgv,
    transport: isOwn ? 'ipc' : 'stdio',
  };
}
