import type { CreateFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Mark } from './action-data.ts';
import { isPath, isWithin } from '../documents/names.ts';
import { Positions } from '../documents/positions.ts';
import type { Session } from '../session.ts';

const NEW_FILE = '.ssl-lint.json';

/** Whether there is a configuration file to edit for a document, or a place and a way to create one. */
export function isMarkable(session: Session, name: string): boolean {
  if (session.configuration.settingsOf(name).analysis.preference === 'editorOnly') return false;
  return configurationOf(session, name) !== null || (session.configuration.folderOf(name) !== null && session.client.documentChanges && session.client.createsFiles);
}

/** The URI of the file that a mark for a document edits or creates; null when there is no place for one. */
export function markedFile(session: Session, name: string): string | null {
  const folder = session.configuration.folderOf(name);
  const path = configurationOf(session, name) ?? (folder === null ? null : `${folder}/${NEW_FILE}`);
  return path === null ? null : session.documents.uriOf(path);
}

/** The edit that says in the configuration in force what a function does; creates the file where there is none. Null when the file is broken. */
export async function markEdit(session: Session, name: string, functionName: string, mark: Mark): Promise<WorkspaceEdit | null> {
  if (!isMarkable(session, name)) return null;
  const path = configurationOf(session, name);
  const folder = session.configuration.folderOf(name);
  const text = path === null ? null : session.documents.byName(path)?.text ?? session.host.readFile(path);
  // One that was in force may be gone from the disk by now.
  if (path === null || text === null) return folder === null ? null : newFile(session.documents.uriOf(path ?? `${folder}/${NEW_FILE}`), functionName, mark);
  const edits = await changes(text, path, functionName, mark);
  if (edits === null) return null;
  const positions = new Positions(text, session.documents.encoding);
  const textEdits = edits.map(({ offset, length, content }) => ({ range: positions.between(offset, offset + length), newText: content }));
  const open = session.documents.byName(path);
  const uri = session.documents.uriOf(path);
  if (!session.client.documentChanges) return { changes: { [uri]: textEdits } };
  return { documentChanges: [{ textDocument: { uri, version: open?.version ?? null }, edits: textEdits }] };
}

/** The file in force that lies nearest above a document. */
function configurationOf(session: Session, name: string): string | null {
  const { configPath } = session.configuration.settingsOf(name).analysis;
  const files = session.folders.statuses.flatMap((status) => status.configurations).filter(isPath);
  const folder = (path: string): string => path.slice(0, path.lastIndexOf('/'));
  const near = files.filter((path) => isWithin(folder(path), name)).sort((a, b) => folder(b).length - folder(a).length);
  // A file that was named in the settings holds wherever it lies.
  return near[0] ?? (configPath === null ? null : files[0] ?? null);
}

async function changes(text: string, path: string, functionName: string, mark: Mark): Promise<readonly { offset: number; length: number; content: string }[] | null> {
  const json = await import('jsonc-parser');
  const errors: { error: number }[] = [];
  const root = json.parseTree(text, errors as never, { allowTrailingComma: true });
  if (errors.length > 0 || root?.type !== 'object') return null;
  const inPackage = path.endsWith('/package.json');
  const keys = [...(inPackage ? ['sslLint'] : []), 'model', 'functions', functionName];
  const [key, value] = 'returns' in mark ? [['returns'], mark.returns] : [['args', String(mark.frees)], 'frees'];
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const formattingOptions = { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return json.modify(text, [...keys, ...key], value, { formattingOptions });
}

function newFile(uri: string, functionName: string, mark: Mark): WorkspaceEdit {
  const entry = 'returns' in mark ? { returns: mark.returns } : { args: { [mark.frees]: 'frees' } };
  const text = `${JSON.stringify({ model: { functions: { [functionName]: entry } } }, null, 2)}\n`;
  const create: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true } };
  const start = { line: 0, character: 0 };
  const edit: TextDocumentEdit = { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] };
  return { documentChanges: [create, edit] };
}
