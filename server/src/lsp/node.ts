import type { Connection } from 'vscode-languageserver/node';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { RULE_BY_ID } from '../analysis/verdict/rules.ts';
import { harmless } from '../report/harmless.ts';
import { packageRoot, rulePage } from '../workspace/package-root.ts';
import { UsageError } from '../workspace/usage-error.ts';
import { openWorkerService } from '../workspace/service/worker-service.ts';
import type { Host } from './host.ts';
import { serverOptions } from './options.ts';
import { serve } from './server.ts';
import { reach } from './transport.ts';

/**
 * Starts the server in this process. `argv` are the words behind its name: see `serverOptions`. The process ends when the client says
 * so, when the client's process is gone or when its stream ends: with 0 after `shutdown`, with 1 without. Settles only when the server
 * cannot begin, with the exit code and after saying why on standard error.
 */
export async function start(argv: readonly string[]): Promise<2> {
  try {
    const { transport, maxMemory } = serverOptions(argv);
    const connection = await reach(transport);
    const state = serve(connection, nodeHost(connection, maxMemory));
    // The library notices the end of what it reads, but not that of the channel to another Node.js, nor that nobody takes what it says.
    const end = (): never => process.exit(state.isShutDown ? 0 : 1);
    process.on('disconnect', end);
    process.stdout.on('error', end);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(error.text(harmless));
    return 2;
  }
  return new Promise(() => undefined);
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
    ruleAddress: (rule) => pathToFileURL(`${packageRoot()}/docs/${RULE_BY_ID.has(rule) ? `rules/${rule}` : 'suppressing'}.md`).href,
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
