/**
 * Documents the server hears of: C, headers that VS Code takes for C++, and configuration files, wherever they are stored. Kinds that
 * `sslLint.ignoreFileSchemes` names, the left side of a diff for one, are left out by the server.
 */
export const DOCUMENTS = [{ language: 'c' }, { language: 'cpp' }, { pattern: '**/.ssl-lint.{json,jsonc}' }];
