import type { Location } from 'vscode-languageserver';
import type { ReportedFinding, FileReport, LintService } from '../../workspace/service/service.ts';
import type { TextRange } from '../../analysis/verdict/finding.ts';
import type { Documents, Snapshot } from './documents.ts';
import { joined } from './names.ts';
import { Positions } from './positions.ts';

/** Where a range of a path, both as in a report, is for the client. */
export type Place = (path: string, range: TextRange) => Location;

/**
 * Places for the findings of one report. Ranges in the file itself are about `snapshot` when there is one. Texts of other files are
 * asked for only when positions are counted in UTF-8: in UTF-16 lines and columns are enough.
 */
export async function placesOf(report: FileReport, snapshot: Snapshot | null, findings: readonly ReportedFinding[], documents: Documents, service: LintService): Promise<Place> {
  const own = new Set(findings.map((finding) => finding.path));
  const nameFor = (path: string): string => (own.has(path) ? report.name : joined(report.base, path));
  const positions = new Map<string, Positions>();
  if (snapshot !== null) positions.set(report.name, snapshot.positions);
  if (documents.encoding !== 'utf-16') {
    const names = new Set(findings.flatMap((finding) => [finding, ...finding.steps].map((at) => nameFor(at.path))));
    for (const name of names) {
      if (positions.has(name)) continue;
      const text = documents.byName(name)?.text ?? await service.text(name) ?? '';
      positions.set(name, new Positions(text, documents.encoding));
    }
  }
  const unknown = new Positions('', 'utf-16');
  return (path, range) => {
    const name = nameFor(path);
    const uri = name === report.name && snapshot !== null ? snapshot.uri : documents.uriOf(name);
    return { uri, range: (positions.get(name) ?? unknown).range(range) };
  };
}
