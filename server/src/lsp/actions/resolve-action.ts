import type { WorkspaceEdit } from 'vscode-languageserver';
import type { ReportedFinding } from '../../workspace/service/service.ts';
import type { ActionData } from './action-data.ts';
import type { OpenDocument } from '../documents/documents.ts';
import { markEdit } from './mark-edit.ts';
import type { Session } from '../session.ts';
import { suppressEdit } from './suppress-edits.ts';
import { editsOf, openVersions, workspaceEdit } from './workspace-edit.ts';

/** The edit of an action for the texts as they are now; null when the action does not hold any more. */
export async function editFor(session: Session, data: ActionData): Promise<WorkspaceEdit | null> {
  const document = session.checked(data.uri);
  if (document === undefined) return null;
  switch (data.do) {
    case 'fix': return fixEdit(session, document, data);
    case 'fix-all': return fixAllEdit(session, document);
    case 'suppress': return suppressionEdit(session, document, data);
    case 'mark': return await findingOf(session, document, data) === undefined ? null : markEdit(session, document.name, data.function, data.mark);
  }
}

async function fixEdit(session: Session, document: OpenDocument, data: ActionData & { do: 'fix' }): Promise<WorkspaceEdit | null> {
  const versions = openVersions(session);
  const [report, fixes] = await Promise.all([session.service.report(document.name), session.fixes(document.name, data.fingerprint)]);
  const fix = fixes.find(({ title }) => title === data.title);
  const finding = report.findings.find(({ fingerprint }) => fingerprint === data.fingerprint);
  if (fix === undefined || finding === undefined) return null;
  return workspaceEdit(session, await editsOf(session, report, finding.path, [fix], versions));
}

async function findingOf(session: Session, document: OpenDocument, data: { readonly fingerprint: string }): Promise<ReportedFinding | undefined> {
  const report = await session.service.report(document.name);
  return report.findings.find(({ fingerprint }) => fingerprint === data.fingerprint);
}

async function fixAllEdit(session: Session, document: OpenDocument): Promise<WorkspaceEdit | null> {
  const versions = openVersions(session);
  const [report, fixes] = await Promise.all([session.service.report(document.name), session.safeFixes(document.name)]);
  const own = report.findings[0]?.path;
  if (fixes.length === 0 || own === undefined) return null;
  return workspaceEdit(session, await editsOf(session, report, own, fixes, versions));
}

async function suppressionEdit(session: Session, document: OpenDocument, data: ActionData & { do: 'suppress' }): Promise<WorkspaceEdit | null> {
  const { uri, version, text, positions } = document.snapshot();
  const finding = await findingOf(session, document, data);
  if (finding === undefined) return null;
  const edit = suppressEdit(text, finding, data.scope, session.configuration.settingsOf(document.name).disableRuleComment);
  if (edit === null) return null;
  return workspaceEdit(session, [{ uri, version, edits: [{ range: positions.between(edit.start, edit.end), newText: edit.text }] }]);
}
