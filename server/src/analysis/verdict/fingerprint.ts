import type { Finding } from './finding.ts';

/** SHA-256 of a string's UTF-8 bytes as lower-case hex. Passed in: the analysis runs where `node:crypto` does not. */
export type Hash = (text: string) => string;

const SCHEME = 'sslLint/v1';

/**
 * One fingerprint a finding, in the same order: the first 32 hex digits of the hash over scheme, rule, path, function,
 * statement of the finding and of its origin, and the ordinal among findings that agree in all of these.
 * No line number is in it: it survives edits above, re-indentation and other line ends. Findings must be in source order. O(n).
 */
export function fingerprints(findings: readonly Finding[], hash: Hash): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = [SCHEME, finding.rule, finding.path, finding.function, squeeze(finding.statementText), squeeze(finding.originText)].join('\0');
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return hash(`${key}\0${String(ordinal)}`).slice(0, 32);
  });
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
