import type { Scope } from './suppress-edits.ts';

/** What an action is, for `codeAction/resolve`: enough to work its edit out again from the text as it is then. */
export type ActionData =
  | { readonly do: 'fix'; readonly uri: string; readonly fingerprint: string; readonly title: string }
  | { readonly do: 'fix-all'; readonly uri: string }
  | { readonly do: 'suppress'; readonly uri: string; readonly fingerprint: string; readonly scope: Scope }
  | { readonly do: 'mark'; readonly uri: string; readonly fingerprint: string; readonly function: string; readonly mark: Mark };

/** What the configuration is to say of a function. */
export type Mark = { readonly returns: 'owned' | 'borrowed' } | { readonly frees: number };
