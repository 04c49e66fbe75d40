import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver';
import type { Severity } from '../../analysis/verdict/finding.ts';
import type { ConfigurationError, ReportedFinding } from '../../workspace/service/service.ts';
import type { DiagnosticData } from '../protocol.ts';
import type { Place } from '../documents/places.ts';
import type { Positions } from '../documents/positions.ts';

const SOURCE = 'ssl-lint';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, note: DiagnosticSeverity.Information,
};

/** What a client can show of a diagnostic. */
export interface DiagnosticStyle {
  readonly singleLine: boolean;
  /** Address of the page of a rule, or null. */
  pageOf(rule: string): string | null;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly tags: boolean;
  readonly data: boolean;
}

/** A finding as the client shows it. `place` says where a range of a path of the finding is. */
export function diagnosticOf(finding: ReportedFinding, place: Place, style: DiagnosticStyle): Diagnostic {
  const href = style.codeDescription ? style.pageOf(finding.rule) : null;
  const data: DiagnosticData = { fingerprint: finding.fingerprint, rule: finding.rule };
  // The last step is the finding itself.
  const related = style.relatedInformation ? finding.steps.slice(0, -1).map((step, i): DiagnosticRelatedInformation => ({
    location: place(step.path, step.range), message: `${i + 1}/${finding.steps.length} ${step.message}`,
  })) : [];
  return {
    range: place(finding.path, finding.range).range,
    severity: SEVERITY[finding.severity],
    code: finding.rule,
    ...(href === null ? {} : { codeDescription: { href } }),
    source: SOURCE,
    message: style.singleLine || finding.help === '' ? finding.message : `${finding.message}\n${finding.help}`,
    ...(style.tags && finding.rule === 'unused-suppression' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(style.data ? { data } : {}),
  };
}

/** What is wrong with a configuration file, at the place the message names. `positions` are those of the file. */
export function configurationDiagnostic({ line, column, message }: ConfigurationError, positions: Positions): Diagnostic {
  return {
    range: positions.range({ startLine: line, startColumn: column, endLine: line, endColumn: column + 1 }),
    severity: DiagnosticSeverity.Error, source: SOURCE, code: 'configuration', message,
  };
}

/** A short text that differs when diagnostics do: FNV-1a over their JSON, two lanes of 32 bits. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  const text = JSON.stringify(diagnostics);
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
  }
  return `${diagnostics.length}.${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
