import { existsSync, readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { runWorker } from '../../server/src/workspace/service/worker.ts';

/** Paths of the parser's modules, put in by the bundler, and of a file that says how to die when the parser is needed. */
declare const RUNTIME: string;
declare const GRAMMAR: string;
declare const DEATH: string;

function die(): void {
  const how = existsSync(DEATH) ? readFileSync(DEATH, 'utf8') : '';
  if (how === 'throw') queueMicrotask(() => { throw new Error('thrown on purpose'); });
  if (how === 'exit') process.exit(7);
  if (how === 'hog') for (const hog: unknown[] = []; ;) hog.push(new Array<number>(100_000).fill(hog.length));
}

if (parentPort === null) throw new Error('this is the script of a worker');
runWorker(parentPort, () => {
  die();
  return { runtime: readFileSync(RUNTIME), grammar: readFileSync(GRAMMAR) };
});
