import { LineTable } from '../../server/src/analysis/code/position.ts';
import type { Fix, Severity } from '../../server/src/analysis/verdict/finding.ts';
import { rangeOf } from '../../server/src/analysis/verdict/range.ts';
import type {
  FileReport, FolderStatus, Hint, Hover, Lens, LintService, OpenFolder, ReportedFinding,
} from '../../server/src/workspace/service/service.ts';

/**
 * Says what the texts say: `say(rule, severity);` is a finding, `broken(` makes its function one that was not analysed. A function is
 * what stands between `name {` and `}` at the start of a line. Texts of files that are not open are in `disk`.
 */
export class FakeService implements LintService {
  folders: readonly OpenFolder[] = [];
  readonly open = new Map<string, string>();
  readonly disk = new Map<string, string>();
  readonly changes: string[] = [];
  readonly statuses: FolderStatus[] = [];
  /** Awaited before each answer: tests hold answers back with it. */
  gate: Promise<void> = Promise.resolve();
  asked = 0;
  /** What a document says alone, for the first question about it; by its name. */
  readonly alone = new Map<string, string>();
  /** Told when a hover is asked for. */
  onAsked: () => void = () => undefined;
  disposed = false;

  configure(folders: readonly OpenFolder[]): void { this.folders = folders; }

  setText(name: string, text: string | null): void {
    if (text === null) this.open.delete(name);
    else this.open.set(name, text);
  }

  changedOnDisk(paths: readonly string[]): void { this.changes.push(...paths); }

  async report(name: string): Promise<FileReport> {
    const report = this.#report(name);
    this.asked++;
    await this.gate;
    return report;
  }

  async firstReport(name: string): Promise<FileReport> {
    const alone = this.alone.get(name);
    if (alone === undefined) return this.report(name);
    this.alone.delete(name);
    await Promise.resolve();
    return { ...this.#report(name, alone), preliminary: true };
  }

  async reports(): Promise<readonly FileReport[]> {
    const names = new Set([...this.disk.keys(), ...this.open.keys()]);
    const reports = [...names].map((name) => this.#report(name)).filter((report) => report.findings.length > 0);
    await this.gate;
    return reports;
  }

  async fixes(name: string, fingerprint: string): Promise<readonly Fix[]> {
    const report = await this.report(name);
    const finding = report.findings.find((candidate) => candidate.fingerprint === fingerprint);
    return finding === undefined ? [] : [{ title: `Remove '${finding.rule}'`, applicability: 'safe', edits: [{ path: finding.path, range: finding.range, newText: '' }] }];
  }

  async safeFixes(name: string): Promise<readonly Fix[]> {
    const report = await this.report(name);
    return (await Promise.all(report.findings.map((finding) => this.fixes(name, finding.fingerprint)))).flat();
  }

  async hover(name: string, offset: number): Promise<Hover | null> {
    const text = this.#text(name);
    this.onAsked();
    await this.gate;
    return { range: rangeOf(new LineTable(text), offset, offset + 1), markdown: `**${text.charAt(offset)}** at \`${offset}\`` };
  }

  hints(name: string): Promise<readonly Hint[]> {
    return Promise.resolve([{ offset: this.#text(name).indexOf(';'), line: 1, column: 1, label: 'owned', tooltip: 'why' }]);
  }

  lenses(name: string): Promise<readonly Lens[]> {
    return Promise.resolve([{ range: rangeOf(new LineTable(this.#text(name)), 0, 1), function: 'f', title: 'releases argument 0' }]);
  }

  model(_name: string, functionName: string): Promise<string> {
    return Promise.resolve(functionName.startsWith('lib_') ? `${functionName}\n  origin: built-in` : `${functionName}\n  not in the model`);
  }

  status(): Promise<readonly FolderStatus[]> { return Promise.resolve(this.statuses); }
  text(name: string): Promise<string | null> { return Promise.resolve(this.open.get(name) ?? this.disk.get(name) ?? null); }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }

  #text(name: string): string { return this.open.get(name) ?? this.disk.get(name) ?? ''; }

  #report(name: string, text = this.#text(name)): FileReport {
    const lines = new LineTable(text);
    const findings: ReportedFinding[] = [];
    const analysed: string[] = [];
    const path = name.slice(name.lastIndexOf('/') + 1);
    for (const [body, functionName = ''] of text.matchAll(/(\w+) \{[^}]*\}/g)) {
      if (body.includes('broken(')) continue;
      analysed.push(functionName);
      const from = text.indexOf(body);
      for (const match of body.matchAll(/say\(([\w-]+)(?:, *(\w+))?\);/g)) findings.push(this.#finding(path, functionName, lines, from + match.index, match, findings.length));
    }
    const settings = this.folders[0]?.settings;
    const shown = settings?.enable === false ? [] : findings.filter(({ rule }) => settings?.rules[rule] !== 'off');
    return { name, base: name.slice(0, name.lastIndexOf('/')), stamp: text, findings: shown, incomplete: [], analysed, skipped: null, preliminary: false };
  }

  #finding(path: string, functionName: string, lines: LineTable, at: number, match: RegExpMatchArray, index: number): ReportedFinding {
    const range = rangeOf(lines, at, at + match[0].length);
    const rule = match[1] ?? '';
    const first = rangeOf(lines, 0, 1);
    return {
      rule, severity: (match[2] ?? 'warning') as Severity, confidence: 'high', path, range, statement: range, statementText: match[0], originText: '',
      function: functionName, message: `\`${rule}\` was said`, help: 'do not say it', why: '', cwe: [], fixes: [],
      steps: [{ kind: 'call', path, range: first, message: 'it begins here', depth: 0 }, { kind: 'use', path, range, message: 'said here', depth: 0 }],
      fingerprint: `${functionName}/${rule}/${index}`,
    };
  }
}
