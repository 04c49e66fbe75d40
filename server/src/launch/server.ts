import type * as Program from '../lsp/node.ts';
import { load } from './load.ts';

/** Name of the bundled server; put in by the build. */
declare const BUNDLE: string;

const server = load(BUNDLE, import.meta.url) as typeof Program;
process.exitCode = await server.start(process.argv.slice(2));
