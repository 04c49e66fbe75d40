import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction } from 'vscode-languageserver';
import { SUPPRESSION_COMMENT } from '../../analysis/verdict/comment-findings.ts';
import type { ActionData } from './action-data.ts';
import type { Asked } from './code-actions.ts';
import { SCOPES, suppressEdit, suppressTitle } from './suppress-edits.ts';
import type { Scope } from './suppress-edits.ts';

/** Findings about the comments themselves, which no comment suppresses. */
const ABOUT_COMMENTS = ['unused-suppression', 'unknown-rule-in-suppression', SUPPRESSION_COMMENT];

/** Comments that suppress a finding, the form that the settings prefer first. */
export function suppressActions({ session, document, finding, diagnostics }: Asked): CodeAction[] {
  const style = session.configuration.settingsOf(document.name).disableRuleComment;
  if (!style.enable || ABOUT_COMMENTS.includes(finding.rule)) return [];
  const scopes: readonly Scope[] = style.location === 'sameLine' ? SCOPES : ['next-line', 'line', 'function', 'file'];
  return scopes.filter((scope) => suppressEdit(document.text, finding, scope, style) !== null).map((scope): CodeAction => {
    const data: ActionData = { do: 'suppress', uri: document.uri, fingerprint: finding.fingerprint, scope };
    return { title: suppressTitle(finding.rule, scope), kind: CodeActionKind.QuickFix, diagnostics, data };
  });
}
