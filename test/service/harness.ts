import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createParser } from '../../server/src/analysis/cst/parser.ts';
import type { Parser } from '../../server/src/analysis/cst/parser.ts';
import { openLocalService } from '../../server/src/workspace/service/local-service.ts';
import type { EditorSettings, FileReport, LintService } from '../../server/src/workspace/service/service.ts';
import { sha256 } from '../../server/src/workspace/sha256.ts';

const now = (): number => performance.now();
const at = createRequire(import.meta.url);
const bytes = (name: string): Uint8Array => readFileSync(at.resolve(name));

let parser: Promise<Parser> | null = null;

/** A service in this thread, with the parser from the packages themselves, so that tests need no build. */
export function localService(): LintService {
  const load = (): Promise<Parser> => (parser ??= createParser({ runtime: bytes('web-tree-sitter/web-tree-sitter.wasm'), grammar: bytes('tree-sitter-c/tree-sitter-c.wasm') }, { now }));
  return openLocalService({ now, hash: sha256, createParser: load });
}

export const SETTINGS: EditorSettings = { enable: true, configPath: null, preference: 'filesystemFirst', rules: {}, confidence: null, exclude: [] };

/** A service with folders open under default settings. */
export function serviceFor(...paths: string[]): LintService {
  const service = localService();
  service.configure(paths.map((path) => ({ path, settings: SETTINGS })));
  return service;
}

/** `line rule severity` of each finding. */
export const told = (report: FileReport): string[] => report.findings.map((f) => `${f.range.startLine} ${f.rule} ${f.severity}`);

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
