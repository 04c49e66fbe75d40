import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { analyze } from '../../server/src/analysis/analyze.ts';
import { createParser } from '../../server/src/analysis/cst/parser.ts';
import type { Parser, Wasm } from '../../server/src/analysis/cst/parser.ts';
import type { OpenEngine } from '../../server/src/workspace/engine.ts';
import { openModel } from '../../server/src/workspace/open-model.ts';
import { openLocalService } from '../../server/src/workspace/service/local-service.ts';
import type { EditorSettings, FileReport, LintService } from '../../server/src/workspace/service/service.ts';
import { sha256 } from '../../server/src/workspace/sha256.ts';

/** A clock that stands still: on a busy machine nothing is given up for taking too long. */
const now = (): number => 0;
const at = createRequire(import.meta.url);

/** The parser's modules from the packages themselves, so that tests need no build. */
export const wasmFromPackages = (): Wasm => ({
  runtime: readFileSync(at.resolve('web-tree-sitter/web-tree-sitter.wasm')), grammar: readFileSync(at.resolve('tree-sitter-c/tree-sitter-c.wasm')),
});

let parser: Promise<Parser> | null = null;
const theParser = (): Promise<Parser> => (parser ??= createParser(wasmFromPackages(), { now }));

/** The engine of the command with the same parser. */
export const engine: OpenEngine = (options) => {
  const model = openModel(options.flavor, options.models);
  return Promise.resolve({
    hints: model.hints,
    analyze: async (files) => analyze({ files, model, parser: await theParser(), functionTimeoutMs: options.functionTimeoutMs, now: options.now, fixes: options.fixes }),
  });
};

/** A service in this thread. `onParse` is told the name of each item that is parsed. */
export function localService(onParse: (name: string) => void = () => undefined): LintService {
  return openLocalService({
    now, hash: sha256,
    createParser: async () => {
      const real = await theParser();
      return {
        direct: real.direct,
        parseSnippet: (text) => real.parseSnippet(text),
        parseItem: (item, context) => {
          onParse(item.name);
          return real.parseItem(item, context);
        },
      };
    },
  });
}

export const SETTINGS: EditorSettings = { enable: true, configPath: null, preference: 'filesystemFirst', rules: {}, confidence: null, exclude: [] };

/** A service with folders open under default settings. */
export function serviceFor(...paths: string[]): LintService {
  const service = localService();
  service.configure(paths.map((path) => ({ path, settings: SETTINGS })));
  return service;
}

/** A service with one folder open. */
export function serviceWith(path: string, settings: Partial<EditorSettings>): LintService {
  const service = localService();
  service.configure([{ path, settings: { ...SETTINGS, ...settings } }]);
  return service;
}

/** `line rule severity` of each finding. */
export const told = (report: FileReport): string[] => report.findings.map((f) => `${f.range.startLine} ${f.rule} ${f.severity}`);

/** `path:line rule` of everything in all reports, paths relative to their base. */
export async function allTold(service: LintService): Promise<string[]> {
  return (await service.reports()).flatMap((report) => report.findings.map((f) => `${f.path}:${f.range.startLine} ${f.rule}`));
}

/** A function with one mistake: free-of-borrowed in its fourth line. */
export const borrowed = (name: string): string => `void ${name}(SSL *ssl)
{
    SSL_SESSION *s = SSL_get_session(ssl);
    SSL_SESSION_free(s);
}
`;

/** A function without a mistake. */
export const fine = (name: string): string => `void ${name}(SSL *ssl)
{
    SSL_SESSION *s = SSL_get1_session(ssl);
    SSL_SESSION_free(s);
}
`;

/** A function that forgets a reference: leak in its fourth line. */
export const leaking = (name: string): string => `int ${name}(SSL *ssl)
{
    SSL_SESSION *s = SSL_get1_session(ssl);
    return s != 0;
}
`;
