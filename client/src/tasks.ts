import { l10n, ProcessExecution, Task, TaskGroup, tasks, TaskScope, Uri, workspace, type Disposable, type ExtensionContext, type TaskDefinition, type TaskProvider, type WorkspaceFolder } from 'vscode';

const TYPE = 'ssl-lint';

interface Definition extends TaskDefinition { readonly paths?: readonly string[]; readonly args?: readonly string[] }

/** Tasks that run the bundled command `ssl-lint check` over a folder and put what it reports into the Problems panel. */
export function provideTasks(context: ExtensionContext): Disposable {
  const cli = Uri.joinPath(context.extensionUri, 'server', 'out', 'cli.js').fsPath;
  const provider: TaskProvider = {
    provideTasks: () => (workspace.workspaceFolders ?? []).map((folder) => task(cli, { type: TYPE }, folder)),
    resolveTask: ({ definition, scope }) => task(cli, definition, scope ?? TaskScope.Workspace),
  };
  return tasks.registerTaskProvider(TYPE, provider);
}

function task(cli: string, definition: Definition, scope: WorkspaceFolder | TaskScope.Global | TaskScope.Workspace): Task {
  const args = [cli, 'check', '--format', 'gcc', ...(definition.args ?? []), ...(definition.paths ?? [])];
  // The desktop's own executable is a Node when it is told to be one.
  const execution = new ProcessExecution(process.execPath, args, {
    env: { ELECTRON_RUN_AS_NODE: '1' },
    ...(typeof scope === 'object' ? { cwd: scope.uri.fsPath } : {}),
  });
  const made = new Task(definition, scope, l10n.t('check'), TYPE, execution, '$ssl-lint');
  made.group = TaskGroup.Build;
  return made;
}
