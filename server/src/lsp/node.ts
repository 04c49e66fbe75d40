import { createConnection } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { packageRoot, rulePage } from '../workspace/package-root.ts';
import { openWorkerService } from '../workspace/service/worker-service.ts';
import type { Host } from './host.ts';
import { serve } from './server.ts';

/** The ways to reach the server that the library reads from the command line. */
const TRANSPORTS = /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/;

/**
 * Starts the server in this process. `argv` are the words behind the program's name; without one of `--stdio`, `--node-ipc`,
 * `--socket` and `--pipe` it speaks over standard input and output. The process ends when the client says so, when the client's
 * process is gone or when its stream ends: with 0 after `shutdown`, with 1 without. Never settles.
 */
export function start(argv: readonly string[]): Promise<never> {
  const isChosen = argv.some((word) => TRANSPORTS.test(word));
  const connection: Connection = isChosen ? createConnection() : createConnection(process.stdin, process.stdout);
  const state = serve(connection, nodeHost(connection, maxMemory(argv)));
  // The library notices the end of streams, but not that of the channel to another Node.js.
  process.on('disconnect', () => process.exit(state.isShutDown ? 0 : 1));
  return new Promise(() => undefined);
}

/** Without a limit V8 collects garbage late: with 1 GB the process stays a third smaller, and no slower. */
const USUAL_MEMORY = 1024;

/** Megabytes of `--max-memory=MB` or `--max-memory MB`; the usual when it is not there, or no number that makes sense. */
function maxMemory(argv: readonly string[]): number {
  const at = argv.findIndex((word) => /^--max-memory(?:=|$)/.test(word));
  const value = Number(argv[at]?.split('=')[1] ?? argv[at + 1]);
  return at >= 0 && Number.isInteger(value) && value > 0 ? value : USUAL_MEMORY;
}

function nodeHost(connection: Connection, maxOldGenerationSizeMb: number): Host {
  const service = openWorkerService({
    maxOldGenerationSizeMb,
    script: new URL('worker.cjs', import.meta.url),
    onCrash: (error) => connection.console.error(error.message),
  });
  // Begins to load the analysis while the client says who it is.
  service.text('').catch(() => undefined);
  return {
    virtual: false,
    open: () => service,
    rulePage,
    ruleAddress: (rule) => pathToFileURL(`${packageRoot()}/docs/rules/${rule}.md`).href,
    readFile: (path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return null;
      }
    },
    now: () => performance.now(),
    later: (what, ms) => {
      const timer = setTimeout(what, ms);
      return () => clearTimeout(timer);
    },
    describe: () => [`node ${process.version} on ${process.platform}-${process.arch}`],
  };
}
