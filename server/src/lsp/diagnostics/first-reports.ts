import type { FileReport, LintService } from '../../workspace/service/service.ts';

interface First { readonly version: number; readonly report: Promise<FileReport>; isPreliminary: boolean }

/**
 * Reports of open documents as soon as there are any: of a document of a large folder, what it says alone comes before what it says
 * together with the other files. Until that is there, everybody who asks about the same version gets the same answer.
 */
export class FirstReports {
  readonly #first = new Map<string, First>();

  constructor(private readonly service: LintService) {}

  /** For somebody who does not want to wait. */
  soon(name: string, version: number): Promise<FileReport> {
    const known = this.#first.get(name);
    if (known?.version === version) return known.report;
    const first: First = { version, report: this.service.firstReport(name), isPreliminary: false };
    this.#first.set(name, first);
    const settled = (isPreliminary: boolean): void => {
      first.isPreliminary = isPreliminary;
      if (!isPreliminary) this.#forget(name, first);
    };
    first.report.then(({ preliminary }) => settled(preliminary), () => settled(false));
    return first.report;
  }

  /** For somebody who asks again after an answer that was preliminary. */
  async next(name: string, version: number): Promise<FileReport> {
    const known = this.#first.get(name);
    if (known?.version !== version || !known.isPreliminary) return this.soon(name, version);
    const report = await this.service.report(name);
    this.#forget(name, known);
    return report;
  }

  #forget(name: string, first: First): void {
    if (this.#first.get(name) === first) this.#first.delete(name);
  }
}
