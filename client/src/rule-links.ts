import type { Diagnostic } from 'vscode';
import { page } from './text-documents.ts';

/** Makes a click on the rule of a diagnostic open the rule's page, and one on a mistake in a configuration file the page about them. Changes `items`. */
export function linkRules(items: readonly Diagnostic[]): void {
  for (const item of items) {
    const code = typeof item.code === 'object' ? item.code.value : item.code;
    if (typeof code === 'string' && item.source === 'ssl-lint') item.code = { value: code, target: page(code) };
  }
}
