import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { createParser } from '../analysis/cst/parser.ts';
import { rulePage } from '../workspace/package-root.ts';
import { openLocalService } from '../workspace/service/local-service.ts';
import type { LintService } from '../workspace/service/service.ts';
import { sha256 } from '../workspace/sha256.ts';
import { addFile, addFolder, textOf } from './browser/files.ts';
import type { InitializationOptions } from './protocol.ts';
import { serve } from './server.ts';

/** Pages of the rules by the name of the rule; put in by the build. */
declare const RULE_PAGES: Readonly<Record<string, string>>;
/** Where the package would be installed; put in by the build. */
declare const PACKAGE: string;

addFile(`${PACKAGE}/package.json`, '{}');
for (const [rule, page] of Object.entries(RULE_PAGES)) addFile(`${PACKAGE}/docs/rules/${rule}.md`, page);

// The worker's own scope; the types of Node.js, which the rest of the project uses, have none for it.
const scope = globalThis as never;
serve(createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope)), {
  virtual: true,
  open,
  rulePage,
  ruleAddress: () => null,
  readFile: (path) => textOf(path) ?? null,
  now: () => performance.now(),
  later: (what, ms) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
  describe: () => ['web worker'],
});

/** The analysis in this worker, with the parser and the configuration files that the client sent. */
function open({ wasm, files }: InitializationOptions): LintService {
  for (const [path, text] of Object.entries(files ?? {})) if (typeof text === 'string') addFile(path, text);
  const now = (): number => performance.now();
  const service = openLocalService({
    now, hash: sha256,
    createParser: () => (wasm === undefined ? Promise.reject(new Error('the client sent no parser (initializationOptions.wasm)')) : createParser({ runtime: bytes(wasm.runtime), grammar: bytes(wasm.grammar) }, { now })),
  });
  const configure = service.configure.bind(service);
  return Object.assign(service, {
    configure: (folders: Parameters<LintService['configure']>[0]): void => {
      for (const { path } of folders) addFolder(path);
      configure(folders);
    },
  });
}

/** Bytes that came as bytes, or as the numbers that JSON makes of them. */
const bytes = (value: Uint8Array): Uint8Array => (value instanceof Uint8Array ? value : Uint8Array.from(Object.values(value as Record<string, number>)));
