import { parentPort } from 'node:worker_threads';
import type * as Program from '../workspace/service/worker.ts';
import { load } from './load.ts';

/** Name of the bundled analysis; put in by the build. */
declare const BUNDLE: string;

if (parentPort !== null) (load(BUNDLE, import.meta.url) as typeof Program).runWorker(parentPort);
