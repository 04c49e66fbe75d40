import type { Diagnostic } from 'vscode';
import { rulePage } from './text-documents.ts';

/** Makes a click on the rule of a diagnostic open the rule's page. Changes `items`. */
export function linkRules(items: readonly Diagnostic[]): void {
  for (const item of items) {
    if (typeof item.code !== 'object' || item.source !== 'ssl-lint') continue;
    const rule = String(item.code.value);
    item.code = { value: rule, target: rulePage(rule) };
  }
}
