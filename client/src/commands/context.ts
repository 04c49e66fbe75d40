import { window, type ExtensionContext, type LogOutputChannel, type TextEditor } from 'vscode';
import type { PathViewer } from '../path/viewer.ts';
import type { Session } from '../session.ts';
import type { TextDocuments } from '../text-documents.ts';

/** What commands work with. */
export interface CommandContext {
  readonly extension: ExtensionContext;
  readonly session: Session;
  readonly output: LogOutputChannel;
  readonly paths: PathViewer;
  readonly texts: TextDocuments;
}

/** A command: gets what it was called with, by users without anything, by other programs with whatever they like. */
export type Command = (context: CommandContext, ...args: readonly unknown[]) => unknown;

/** The active editor when it shows C, or undefined. */
export function editorWithC(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  return editor !== undefined && ['c', 'cpp'].includes(editor.document.languageId) ? editor : undefined;
}
