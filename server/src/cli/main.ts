import { load } from '../launch/load.ts';
import type * as Server from '../lsp/node.ts';
import type { ExitCode } from './console.ts';
import type * as Program from './program.ts';

/** Names of the bundled programs, put in by the build; they hold a hash of their content. */
declare const BUNDLE: string;
declare const SERVER_BUNDLE: string;

const program = load(BUNDLE, import.meta.url) as typeof Program;
const serve = (argv: readonly string[]): Promise<ExitCode> => (load(SERVER_BUNDLE, import.meta.url) as typeof Server).start(argv);
process.exitCode = await program.run(process.argv.slice(2), program.processConsole(serve));
