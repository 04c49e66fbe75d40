import type { Severity } from './finding.ts';

/** A rule is how a finding is spoken about; detection lives with the ownership state it judges. */
export interface Rule {
  readonly id: string;
  /** Severity by default; `off` is shown only when configured. */
  readonly severity: Severity | 'off';
  readonly cwe: readonly number[];
  /** One sentence for lists and reports. */
  readonly summary: string;
  /** SARIF `security-severity`. */
  readonly securitySeverity: string;
}

const rule = (id: string, severity: Rule['severity'], cwe: readonly number[], securitySeverity: string, summary: string): Rule =>
  ({ id, severity, cwe, summary, securitySeverity });

/** Every rule, in the order of the documentation. */
export const RULES: readonly Rule[] = [
  rule('free-of-borrowed', 'error', [911, 763], '8.1', 'A session is released by code that only borrowed it'),
  rule('double-free', 'error', [415], '8.1', 'One reference to a session is released twice'),
  rule('use-after-free', 'error', [416], '8.1', 'A session is used after its last known reference was released'),
  rule('dangling-borrow', 'error', [416, 825], '8.1', 'A borrowed session is used after its owner let go of it'),
  rule('escaping-borrow', 'warning', [825, 911], '7.5', 'A borrowed session is stored in memory that outlives its owner'),
  rule('leak', 'warning', [401], '5.3', 'A reference to a session is never released'),
  rule('leak-on-overwrite', 'warning', [401], '5.3', 'The last name of an owned session is overwritten'),
  rule('field-ownership', 'warning', [415, 401], '7.5', 'Writers and releasers of one field disagree about who owns the session'),
  rule('inconsistent-ownership', 'note', [911], '3.1', 'Ownership of the result or argument of a function differs between equal outcomes'),
  rule('wrong-deallocator', 'error', [762, 763], '7.5', 'A session is released by a function that is not for sessions'),
  rule('new-session-callback', 'error', [401, 415, 416], '7.5', 'A new-session callback keeps or drops its session against its return value'),
  rule('get-session-callback', 'error', [401, 415, 911], '7.5', 'A get-session callback returns a session against its copy flag'),
  rule('remove-session-callback', 'error', [415, 911], '7.5', 'A remove-session callback releases a reference it does not hold'),
  rule('psk-session-callback', 'error', [401, 416], '7.5', 'A PSK callback hands over a session it does not own, or keeps one it owes'),
  rule('invalid-session-argument', 'error', [476, 457], '5.3', 'A NULL, uninitialised or self-referring session is passed where the library needs a valid one'),
  rule('session-reuse-hazard', 'warning', [401, 664], '5.3', 'A session object is reused in a way that libraries treat differently'),
  rule('unchecked-up-ref', 'note', [252], '3.1', 'The answer of the call that adds a reference is ignored'),
  rule('redundant-null-check', 'off', [], '0.0', 'A NULL check before a release that accepts NULL'),
  rule('portability', 'off', [758], '0.0', 'Ownership or result of a call differs between the configured libraries'),
  rule('unused-suppression', 'note', [], '0.0', 'A suppression comment that suppresses nothing'),
  rule('unknown-rule-in-suppression', 'warning', [], '0.0', 'A suppression comment names a rule that does not exist'),
];

export const RULE_BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((r) => [r.id, r]));
