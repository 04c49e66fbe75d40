import type { Confidence, Severity } from '../../analysis/verdict/finding.ts';
import { RULE_BY_ID } from '../../analysis/verdict/rules.ts';
import type { EditorSettings } from '../../workspace/service/service.ts';
import { boolean, number, object, record, textOrNull, texts, word } from './setting-readers.ts';

export const LOG_LEVELS = ['off', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How a comment that suppresses a finding is written. */
export interface DisableRuleComment {
  readonly enable: boolean;
  readonly location: 'separateLine' | 'sameLine';
  readonly commentStyle: 'line' | 'block';
  readonly dialect: 'ssl-lint' | 'nolint';
}

/** The settings of section `sslLint` that the server acts on, for one folder. */
export interface Settings {
  readonly analysis: EditorSettings;
  readonly run: 'onType' | 'onSave' | 'manual';
  /** Milliseconds without an edit before a push, or before other documents are looked at again. */
  readonly delay: number;
  readonly scope: 'openFiles' | 'workspace';
  readonly ignoreFileSchemes: readonly string[];
  readonly shortenToSingleLine: boolean;
  readonly disableRuleComment: DisableRuleComment;
  readonly showDocumentation: boolean;
  readonly editModel: boolean;
  readonly fixAll: boolean;
  readonly hover: boolean;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  readonly logLevel: LogLevel;
}

const SEVERITIES = ['error', 'warning', 'note', 'off'] as const satisfies readonly (Severity | 'off')[];
const SCHEMES = ['git', 'gitfs', 'gitlens', 'vscode-scm', 'output'] as const;
const MAX_DELAY = 60_000;

/**
 * Reads the value of section `sslLint`. A missing value has its default; a wrong one too, and `complain` is told its name and what
 * it may be. Never throws.
 */
export function readSettings(value: unknown, complain: (text: string) => void): Settings {
  const section = object(value, 'sslLint', complain);
  const at = (name: string): [unknown, string, (text: string) => void] => {
    let inner: unknown = section;
    for (const key of name.split('.')) inner = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined;
    // A client may send `"hover.enable": true` as it stands in its settings file.
    return [inner ?? section[name], `sslLint.${name}`, complain];
  };
  const actions = (name: string): [unknown, string, (text: string) => void] => at(`codeAction.disableRuleComment.${name}`);
  return {
    analysis: {
      enable: boolean(...at('enable'), true),
      configPath: textOrNull(...at('configPath')),
      preference: word(...at('configurationPreference'), ['filesystemFirst', 'editorFirst', 'editorOnly']),
      rules: record(...at('rules'), (rule) => (RULE_BY_ID.has(rule) ? null : 'there is no such rule'), SEVERITIES),
      confidence: confidence(...at('confidence')),
      exclude: texts(...at('exclude'), []),
    },
    run: word(...at('run'), ['onType', 'onSave', 'manual']),
    delay: number(...at('delay'), 250, 0, MAX_DELAY),
    scope: word(...at('scope'), ['openFiles', 'workspace']),
    ignoreFileSchemes: texts(...at('ignoreFileSchemes'), SCHEMES),
    shortenToSingleLine: boolean(...at('problems.shortenToSingleLine'), false),
    disableRuleComment: {
      enable: boolean(...actions('enable'), true),
      location: word(...actions('location'), ['separateLine', 'sameLine']),
      commentStyle: word(...actions('commentStyle'), ['line', 'block']),
      dialect: word(...actions('dialect'), ['ssl-lint', 'nolint']),
    },
    showDocumentation: boolean(...at('codeAction.showDocumentation.enable'), true),
    editModel: boolean(...at('codeAction.editModel'), true),
    fixAll: boolean(...at('fixAll'), true),
    hover: boolean(...at('hover.enable'), true),
    inlayHints: word(...at('inlayHints.ownership'), ['off', 'on']) === 'on',
    codeLens: boolean(...at('codeLens.enable'), false),
    logLevel: word(...at('logLevel'), LOG_LEVELS, 'info'),
  };
}

/** Null when the client says nothing: then the configuration file decides. */
function confidence(value: unknown, name: string, complain: (text: string) => void): Confidence | null {
  return value === undefined || value === null ? null : word<Confidence>(value, name, complain, ['medium', 'high', 'low']);
}
