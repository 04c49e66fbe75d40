import { UsageError } from '../workspace/usage-error.ts';

/** How the server and its client reach each other. With `socket` and `pipe` the client listens, and the server connects. */
export type Transport =
  | { readonly kind: 'stdio' | 'node-ipc' }
  | { readonly kind: 'socket'; readonly port: number }
  | { readonly kind: 'pipe'; readonly name: string };

export interface ServerOptions {
  readonly transport: Transport;
  /** Megabytes for the data of the analysis. */
  readonly maxMemory: number;
}

/** Without a limit V8 collects garbage late: with 1 GB the process stays a third smaller, and no slower. */
const USUAL_MEMORY = 1024;
const LAST_PORT = 65535;

/**
 * What the words behind the server's name say: `--stdio` (which it is without any), `--node-ipc`, `--socket=PORT`, `--pipe=NAME`,
 * `--max-memory=MB`, `--clientProcessId=PID`; a value may also be the next word. Throws UsageError for everything else.
 */
export function serverOptions(argv: readonly string[]): ServerOptions {
  const transports: Transport[] = [];
  let maxMemory = USUAL_MEMORY;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = (): string => {
      const given = equals < 0 ? argv[++i] : word.slice(equals + 1);
      if (given === undefined || given === '') throw new UsageError(`${name} needs a value`);
      return given;
    };
    const speakOver = (chosen: Transport): void => {
      if (transports[0] !== undefined) throw new UsageError(`--${transports[0].kind} and ${name} exclude each other`);
      transports.push(chosen);
    };
    switch (name) {
      case '--stdio': speakOver({ kind: 'stdio' }); break;
      case '--node-ipc': speakOver({ kind: 'node-ipc' }); break;
      case '--socket': speakOver({ kind: 'socket', port: number(name, value(), LAST_PORT) }); break;
      case '--pipe': speakOver({ kind: 'pipe', name: value() }); break;
      case '--max-memory': maxMemory = number(name, value(), Number.MAX_SAFE_INTEGER); break;
      // Watched by the library.
      case '--clientProcessId': value(); break;
      default: throw new UsageError(`unknown option '${word}'`, "see 'ssl-lint lsp --help'");
    }
  }
  return { transport: transports[0] ?? { kind: 'stdio' }, maxMemory };
}

function number(name: string, text: string, last: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > last) throw new UsageError(`${name} needs a whole number from 1${last === LAST_PORT ? ` to ${last}` : ''}, not '${text}'`);
  return value;
}
