import { Uri, type Diagnostic } from 'vscode';
import { CLIENT_COMMANDS } from '../../server/src/lsp/protocol.ts';

/** Makes a click on the rule of a diagnostic open the rule's page in the preview instead of its source. Changes `items`. */
export function linkRules(items: readonly Diagnostic[]): void {
  for (const item of items) {
    if (typeof item.code !== 'object' || item.source !== 'ssl-lint') continue;
    const rule = String(item.code.value);
    item.code = { value: rule, target: Uri.parse(`command:${CLIENT_COMMANDS.explainRule}`).with({ query: JSON.stringify([rule]) }) };
  }
}
