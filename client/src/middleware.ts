import type { Middleware, vsdiag } from 'vscode-languageclient';
import { linkRules } from './rule-links.ts';

/** What happens to messages between VS Code and the server: rules of diagnostics get a link that opens their page. */
export const middleware: Middleware = {
  provideDiagnostics: async (document, previousResultId, token, next) => {
    const report = await next(document, previousResultId, token);
    if (report) linkReport(report);
    return report;
  },
  provideWorkspaceDiagnostics: async (resultIds, token, resultReporter, next) => {
    const report = await next(resultIds, token, (chunk) => {
      chunk?.items.forEach(linkReport);
      resultReporter(chunk);
    });
    report?.items.forEach(linkReport);
    return report;
  },
  handleDiagnostics: (uri, diagnostics, next) => {
    linkRules(diagnostics);
    next(uri, diagnostics);
  },
};

function linkReport(report: vsdiag.DocumentDiagnosticReport | vsdiag.WorkspaceDocumentDiagnosticReport): void {
  if ('items' in report) linkRules(report.items);
}
