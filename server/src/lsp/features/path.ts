import type { FileReport, ReportedFinding } from '../../workspace/service/service.ts';
import type { Snapshot } from '../documents/documents.ts';
import { placesOf } from '../documents/places.ts';
import type { PathParams, PathResult } from '../protocol.ts';
import { positionIn, uriIn } from '../connection/requests.ts';
import type { Session } from '../session.ts';

/** The path of a finding, named by its fingerprint or by a position inside it; the shortest of several there. */
export async function pathOf(session: Session, params: PathParams): Promise<PathResult | null> {
  const uri = uriIn(params);
  const position = params.position === undefined ? null : positionIn(params.position);
  const document = session.documents.get(uri)?.snapshot() ?? null;
  const report = await session.service.report(document?.name ?? session.documents.nameOf(uri));
  const finding = report.findings.find(({ fingerprint }) => fingerprint === params.fingerprint) ?? (position === null || document === null ? undefined : at(report, document.positions.offset(position)));
  return finding === undefined ? null : describe(session, report, document, finding);
}

function at(report: FileReport, offset: number): ReportedFinding | undefined {
  const length = ({ range }: ReportedFinding): number => range.end - range.start;
  return report.findings.filter(({ range }) => range.start <= offset && offset <= range.end).sort((a, b) => length(a) - length(b))[0];
}

async function describe(session: Session, report: FileReport, document: Snapshot | null, finding: ReportedFinding): Promise<PathResult> {
  const place = await placesOf(report, document, [finding], session.documents, session.service);
  return {
    uri: place(finding.path, finding.range).uri,
    fingerprint: finding.fingerprint, rule: finding.rule, severity: finding.severity, message: finding.message, help: finding.help,
    steps: finding.steps.map((step) => ({ ...place(step.path, step.range), message: step.message, kind: step.kind, depth: step.depth })),
  };
}
