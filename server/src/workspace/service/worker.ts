import { receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { createParser } from '../../analysis/cst/parser.ts';
import type { Parser, Wasm } from '../../analysis/cst/parser.ts';
import { processorTime } from '../processor-time.ts';
import { sha256 } from '../sha256.ts';
import { readWasm } from '../wasm.ts';
import { openLocalService } from './local-service.ts';
import type { Answer, Asked, Message } from './messages.ts';

/** Answers what `WorkerService` asks through the port, in a thread of its own. `wasm` gives the parser's modules. */
export function runWorker(port: MessagePort, wasm: () => Wasm = readWasm): void {
  const now = (): number => performance.now();
  const load = async (): Promise<Parser> => createParser(wasm(), { now: processorTime });
  // The parser is compiled while the client says what is open. What went wrong is said to the first question that needs it.
  let early: Promise<Parser> | null = load();
  early.catch(() => undefined);
  const loaded = (): Promise<Parser> => {
    const parser = early ?? load();
    early = null;
    return parser;
  };
  const service = openLocalService({ now, spent: processorTime, hash: sha256, createParser: loaded });
  const open: Asked[] = [];
  let busy = false;

  const take = (message: Message): void => {
    if (message.kind === 'configure') service.configure(message.folders);
    else if (message.kind === 'text') service.setText(message.name, message.text);
    else if (message.kind === 'disk') service.changedOnDisk(message.paths);
    else open.push(message);
  };
  // What came while the last question was answered is taken before the next: texts that were typed over are never analysed.
  const next = (): Asked | undefined => {
    for (let message = receiveMessageOnPort(port); message !== undefined; message = receiveMessageOnPort(port)) take(message.message as Message);
    return open.shift();
  };
  const answerAll = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let asked = next(); asked !== undefined; asked = next()) port.postMessage(await answer(asked));
    busy = false;
  };
  const answer = async ({ id, question, given }: Asked): Promise<Answer> => {
    try {
      const method: (...given: readonly never[]) => Promise<unknown> = service[question].bind(service);
      return { id, value: await method(...(given as readonly never[])) };
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error) };
    }
  };
  port.on('message', (message: Message) => {
    take(message);
    void answerAll();
  });
}
