import { readSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Console } from './console.ts';

/** The console of this process; `serve` is the server, which is a bundle of its own. It is written to synchronously: what was said before a crash is out, and no stream has to be set up. */
export function processConsole(serve: Console['serve']): Console {
  const isStdoutTerminal = isatty(1);
  return {
    cwd: process.cwd(),
    env: process.env,
    isStdoutTerminal,
    isStderrTerminal: isatty(2),
    columns: isStdoutTerminal ? process.stdout.columns : null,
    now: () => performance.now(),
    out: writer(1),
    err: writer(2),
    readStdin,
    serve,
  };
}

function writer(descriptor: number): (text: string) => void {
  let closed = false;
  return (text) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length && !closed;) {
      try {
        at += writeSync(descriptor, bytes, at);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === 'EAGAIN') pause();
        // The reader has gone (`| head`): nobody is interested any more.
        else if (code === 'EPIPE') closed = true;
        else throw error;
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
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EOF') return Buffer.concat(pieces);
      if (code !== 'EAGAIN') throw error;
      pause();
    }
  }
}

/** A pipe that is not ready (EAGAIN) is asked again a little later. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}
