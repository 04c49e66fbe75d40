import { CodeActionKind, CodeActionTriggerKind } from 'vscode-languageserver';
import type { CodeAction, CodeActionContext, CodeActionParams, Command, Diagnostic } from 'vscode-languageserver';
import { RULE_BY_ID } from '../../analysis/verdict/rules.ts';
import type { FileReport, ReportedFinding } from '../../workspace/service/service.ts';
import type { ActionData } from './action-data.ts';
import { FIX_ALL } from '../connection/capabilities.ts';
import type { Snapshot } from '../documents/documents.ts';
import { fixActions, fixAllAction } from './fix-actions.ts';
import { markActions } from './mark-actions.ts';
import { CLIENT_COMMANDS, SERVER_COMMANDS } from '../protocol.ts';
import { editFor } from './resolve-action.ts';
import { rangeIn, uriIn } from '../connection/requests.ts';
import type { Session } from '../session.ts';
import { suppressActions } from './suppress-actions.ts';

/** A finding that actions are asked for, and what the client knows it as. */
export interface Asked {
  readonly session: Session;
  readonly document: Snapshot;
  readonly report: FileReport;
  readonly finding: ReportedFinding;
  readonly diagnostics: Diagnostic[];
}

/** Actions for the findings in a range: fixes that were proved, comments, words for the configuration, what explains the finding. */
export async function codeActions(session: Session, params: CodeActionParams): Promise<(CodeAction | Command)[] | null> {
  const uri = uriIn(params);
  const range = rangeIn(params.range);
  const context = (params.context as CodeActionContext | undefined) ?? { diagnostics: [] };
  await session.ready;
  const document = session.checked(uri)?.snapshot();
  if (document === undefined) return null;
  const actions: CodeAction[] = [];
  if (wants(context, CodeActionKind.QuickFix)) {
    const report = await session.service.report(document.name);
    const [from, to] = [document.positions.offset(range.start), document.positions.offset(range.end)];
    for (const finding of report.findings.filter((candidate) => candidate.range.start <= to && candidate.range.end >= from)) {
      actions.push(...await actionsFor({ session, document, report, finding, diagnostics: known(context, finding, document) }));
    }
  }
  if (wants(context, FIX_ALL) && (context.only !== undefined || context.triggerKind !== CodeActionTriggerKind.Automatic)) {
    const action = await fixAllAction(session, document);
    if (action !== null) actions.push(action);
  }
  return session.client.resolvesEdits ? actions : Promise.all(actions.map((action) => resolveCodeAction(session, action)));
}

/** Puts in the edit of an action, worked out for the text as it is now; none when the action does not hold any more. */
export async function resolveCodeAction(session: Session, action: CodeAction): Promise<CodeAction> {
  const data = action.data as ActionData | undefined;
  if (data === undefined || action.edit !== undefined) return action;
  const edit = await editFor(session, data);
  return edit === null ? action : { ...action, edit };
}

/** A kind asked for includes the more special ones: `source` includes `source.fixAll.sslLint`. */
function wants({ only }: CodeActionContext, kind: string): boolean {
  return !Array.isArray(only) || only.some((asked) => kind === asked || asked === '' || kind.startsWith(`${asked}.`));
}

async function actionsFor(asked: Asked): Promise<CodeAction[]> {
  return [...await fixActions(asked), ...await markActions(asked), ...suppressActions(asked), ...explainActions(asked)];
}

function explainActions({ session, document, finding, diagnostics }: Asked): CodeAction[] {
  const { commands } = session.client;
  const actions: CodeAction[] = [];
  const add = (title: string, command: string, ...words: string[]): void => {
    actions.push({ title, kind: CodeActionKind.QuickFix, diagnostics, command: { title, command, arguments: words } });
  };
  if (commands && finding.steps.length > 1) add(`Show path (${finding.steps.length} steps)`, CLIENT_COMMANDS.showPath, document.uri, finding.fingerprint);
  const canExplain = commands || session.client.showsDocuments;
  if (canExplain && RULE_BY_ID.has(finding.rule) && session.configuration.settingsOf(document.name).showDocumentation) {
    add(`Explain ${finding.rule}`, commands ? CLIENT_COMMANDS.explainRule : SERVER_COMMANDS.explain, finding.rule);
  }
  return actions;
}

/** The client's own diagnostics for a finding: by fingerprint, or by rule and place where the client keeps no data. */
function known(context: CodeActionContext, finding: ReportedFinding, document: Snapshot): Diagnostic[] {
  const place = JSON.stringify(document.positions.range(finding.range));
  const diagnostics = Array.isArray(context.diagnostics) ? context.diagnostics : [];
  return diagnostics.filter((diagnostic) => {
    const data = diagnostic.data as { fingerprint?: unknown } | undefined;
    if (data?.fingerprint !== undefined) return data.fingerprint === finding.fingerprint;
    return diagnostic.code === finding.rule && JSON.stringify(diagnostic.range) === place;
  });
}
