// What tests in the extension host share: all of it through the API of VS Code, as extensions and users see it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { pause, until } from '../drive/until.ts';

export { pause, until };

/** A file of the workspace; `folder` counts the folders of a workspace with several. */
export function at(name: string, folder = 0): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[folder];
  assert.ok(root, 'no folder is open');
  return vscode.Uri.joinPath(root.uri, name);
}

/** Opens a file as a click in the Explorer does. What an extension opens through the API would stay open after its tab is closed. */
export async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  return until(`${uri.path} is shown`, () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.uri.toString() === uri.toString() && editor;
  });
}

/** What is reported for a file, in order. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((found) => found.source === 'ssl-lint')
    .sort((a, b) => a.range.start.compareTo(b.range.start) || rule(a).localeCompare(rule(b)));
}

export function rule(found: vscode.Diagnostic): string {
  return String(typeof found.code === 'object' ? found.code.value : found.code);
}

/** Waits until exactly these findings are shown: line (from 1) and rule of each. Returns them. */
export async function expectFindings(uri: vscode.Uri, expected: readonly (readonly [number, string])[]): Promise<vscode.Diagnostic[]> {
  const brief = () => findings(uri).map((found) => [found.range.start.line + 1, rule(found)] as const);
  const wanted = JSON.stringify(expected);
  await until(`${uri.path} has ${wanted}`, () => JSON.stringify(brief()) === wanted, undefined, brief);
  return findings(uri);
}

/** Replaces the first occurrence of a text in an open document, as typing does: nothing is saved. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.ok(start >= 0, `${from} is not in ${document.uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Code actions at a range, with their edits. */
export function actions(uri: vscode.Uri, range: vscode.Range, kind: vscode.CodeActionKind = vscode.CodeActionKind.QuickFix): Promise<vscode.CodeAction[]> {
  return until('code actions are answered', async () => {
    try {
      return await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind.value, 100);
    } catch (error) {
      // VS Code takes the question back when something else about the document changes meanwhile.
      if (error instanceof Error && error.message === 'Canceled') return null;
      throw error;
    }
  });
}

/** The code action with this title, once it is offered. */
export async function action(uri: vscode.Uri, range: vscode.Range, title: string | RegExp): Promise<vscode.CodeAction> {
  let all: readonly vscode.CodeAction[] = [];
  return until(`${String(title)} is offered`, async () => {
    all = await actions(uri, range);
    return all.find((each) => (typeof title === 'string' ? each.title === title : title.test(each.title)));
  }, undefined, () => all.map((each) => each.title));
}

/** Does what choosing the action does. */
export async function apply(chosen: vscode.CodeAction): Promise<void> {
  assert.ok(chosen.edit !== undefined || chosen.command !== undefined, `${chosen.title} does nothing`);
  if (chosen.edit !== undefined) assert.ok(await vscode.workspace.applyEdit(chosen.edit), `${chosen.title} cannot be applied`);
  if (chosen.command !== undefined) await vscode.commands.executeCommand(chosen.command.command, ...(chosen.command.arguments as unknown[] | undefined ?? []));
}

/** Changes a setting of the workspace while `body` runs. */
export async function withSetting(name: string, value: unknown, body: () => Promise<void>, target = vscode.ConfigurationTarget.Workspace): Promise<void> {
  const set = (to: unknown) => vscode.workspace.getConfiguration('sslLint').update(name, to, target);
  await set(value);
  try {
    await body();
  } finally {
    await set(undefined);
  }
}

/** What the extension and its server say about themselves. */
export async function debugInformation(): Promise<string> {
  await vscode.commands.executeCommand('sslLint.debugInformation');
  const shown = vscode.window.activeTextEditor?.document;
  return shown?.uri.scheme === 'ssl-lint' ? shown.getText() : '';
}

/** Waits until the server goes by a setting that shows in what it says about itself. */
export async function serverSays(what: RegExp): Promise<void> {
  let last = '';
  await until(`the server says ${String(what)}`, async () => what.test(last = await debugInformation()), undefined, () => last);
}

/** Writes a file without VS Code knowing, as other programs do. */
export function write(uri: vscode.Uri, text: string): void {
  writeFileSync(uri.fsPath, text);
}

/** Throws away what is not saved, and closes every editor. */
export async function closeAll(): Promise<void> {
  // Settings are written by VS Code itself, and are not saved for a moment.
  const isOurs = ({ uri }: vscode.TextDocument) => uri.scheme === 'untitled' || (vscode.workspace.getWorkspaceFolder(uri) !== undefined && !uri.path.includes('/.vscode/'));
  for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty && !each.isClosed && isOurs(each))) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export const repository = process.env.E2E_REPOSITORY ?? '';
const run = promisify(execFile);

export interface Reported {
  readonly path: string;
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly range: { readonly startLine: number; readonly startColumn: number; readonly endLine: number; readonly endColumn: number };
}

/** What the command prints for a folder. */
export async function command(folder: string, ...args: readonly string[]): Promise<Reported[]> {
  const { stdout } = await run(process.execPath, [join(repository, 'server/out/cli.js'), '--format', 'json', '--exit-zero', '--path-base', folder, ...args, folder], { cwd: folder });
  return (JSON.parse(stdout) as { findings: Reported[] }).findings;
}

/** Whether the compiler accepts a file as it is on disk. Rejects with what it says. */
export async function compiles(uri: vscode.Uri): Promise<void> {
  await run('gcc', ['-fsyntax-only', '-Wall', '-Werror', uri.fsPath]);
}

const SEVERITIES = ['error', 'warning', 'note', 'hint'];

/** A diagnostic in the words of the command. */
export function asReported(root: vscode.Uri, uri: vscode.Uri, found: vscode.Diagnostic): Reported {
  const { start, end } = found.range;
  return {
    path: uri.path.slice(root.path.length + 1), ruleId: rule(found), severity: SEVERITIES[found.severity] ?? '',
    message: found.message.split('\n')[0] ?? '',
    range: { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 },
  };
}
