import type { DeleteFilesParams, DidChangeWatchedFilesParams, RenameFilesParams } from 'vscode-languageserver';
import { isPath } from './names.ts';
import type { Session } from '../session.ts';

/** What changed on disk, and what follows from it. */

export function watchedFilesChanged(session: Session, { changes }: DidChangeWatchedFilesParams): void {
  changedOnDisk(session, changes.map((change) => change.uri));
}

export function filesRenamed(session: Session, { files }: RenameFilesParams): void {
  changedOnDisk(session, files.flatMap((file) => [file.oldUri, file.newUri]));
}

export function filesDeleted(session: Session, { files }: DeleteFilesParams): void {
  changedOnDisk(session, files.map((file) => file.uri));
}

function changedOnDisk(session: Session, uris: readonly string[]): void {
  const paths = uris.filter((uri) => typeof uri === 'string' && !session.ignores(uri)).map((uri) => session.documents.nameOf(uri)).filter(isPath);
  if (paths.length === 0) return;
  session.service.changedOnDisk(paths);
  session.folders.changed();
  session.changed(0);
}
