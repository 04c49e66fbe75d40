import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction } from 'vscode-languageserver';
import type { ActionData } from './action-data.ts';
import { FIX_ALL } from '../connection/capabilities.ts';
import type { Asked } from './code-actions.ts';
import type { Snapshot } from '../documents/documents.ts';
import type { Session } from '../session.ts';

/** Fixes of one finding, each proved by analysing again. */
export async function fixActions({ session, document, finding, diagnostics }: Asked): Promise<CodeAction[]> {
  const fixes = await session.fixes(document.name, finding.fingerprint);
  return fixes.map((fix, i): CodeAction => {
    const data: ActionData = { do: 'fix', uri: document.uri, fingerprint: finding.fingerprint, title: fix.title };
    return { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics, ...(i === 0 && session.client.prefersActions ? { isPreferred: true } : {}), data };
  });
}

/** All fixes of a document that change no correct program, as one action; null when there is none. */
export async function fixAllAction(session: Session, document: Snapshot): Promise<CodeAction | null> {
  if (!session.configuration.settingsOf(document.name).fixAll) return null;
  const fixes = await session.safeFixes(document.name);
  const data: ActionData = { do: 'fix-all', uri: document.uri };
  return fixes.length === 0 ? null : { title: 'Fix all safe problems of ssl-lint', kind: FIX_ALL, data };
}
