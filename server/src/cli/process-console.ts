import { readSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { processorTime } from '../workspace/processor-time.ts';
import { UsageError } from '../workspace/usage-error.ts';
import type { Console } from './console.ts';

/**
 * The console of this process; `serve` is the server, which is a bundle of its own. It is written to synchronously: what was said before
 * a crash is out, and no stream has to be set up. What the surroundings refuse is a UsageError where it is asked for.
 */
export function processConsole(serve: Console['serve']): Console {
  const isStdoutTerminal = isatty(1);
  return {
    get cwd() { return currentFolder(); },
    env: process.env,
    isStdoutTerminal,
    isStderrTerminal: isatty(2),
    columns: isStdoutTerminal ? process.stdout.columns : null,
    now: () => performance.now(),
    spent: processorTime,
    out: writer(1, (code) => { throw new UsageError(`cannot write the report (${code})`); }),
    // There is nobody left to tell.
    err: writer(2, () => undefined),
    readStdin,
    serve,
  };
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UsageError(`the current folder is gone (${codeOf(error)})`);
  }
}

/** Writes all of a text, or as much as a reader wants. `refused` is told why nothing more can be written. */
function writer(descriptor: number, refused: (code: string) => void): (text: string) => void {
  let closed = false;
  return (text) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length && !closed;) {
      try {
        at += writeSync(descriptor, bytes, at);
      } catch (error) {
        const code = codeOf(error);
        if (code === 'EAGAIN') {
          pause();
          continue;
        }
        closed = true;
        // The reader has gone (`| head`): nobody is interested any more.
        if (code !== 'EPIPE') refused(code);
      }
    }
  };
}

function readStdin(): Buffer {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.allocUnsafe(1 << 16);
    try {
      const count = readSync(0, piece, 0, piece.length, null);
      if (count === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, count));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EOF') return Buffer.concat(pieces);
      if (code !== 'EAGAIN') throw new UsageError(`cannot read standard input (${code})`);
      pause();
    }
  }
}

/** A pipe that is not ready (EAGAIN) is asked again a little later. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
