import { Worker } from 'node:worker_threads';
import type { Fix } from '../../analysis/verdict/finding.ts';
import type { Answer, Message, Question } from './messages.ts';
import type { FileReport, FolderStatus, Hint, Hover, Lens, LintService, OpenFolder } from './service.ts';

export interface WorkerServiceOptions {
  /** The script that calls `runWorker`. */
  readonly script: URL | string;
  /** Memory the worker may take, in MB; without it what the platform allows. */
  readonly maxOldGenerationSizeMb?: number;
  /** Told when a worker is gone that was not told to go. */
  readonly onCrash?: (error: Error) => void;
  /** A monotonic clock in ms. */
  readonly now?: () => number;
}

/** A worker that is gone is started anew, but only so often in so many ms. */
const MOST_RESTARTS = 3, RESTART_WINDOW = 3 * 60_000;

/**
 * The service in a thread of its own, which begins with the first question. When the thread dies (out of memory, a bug) the questions
 * that are open are rejected, and the next one begins another thread that knows the same folders and texts.
 */
export function openWorkerService(options: WorkerServiceOptions): LintService {
  return new WorkerService(options);
}

interface Waiting { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }

class WorkerService implements LintService {
  readonly #options: WorkerServiceOptions;
  readonly #now: () => number;
  readonly #texts = new Map<string, string>();
  readonly #open = new Map<number, Waiting>();
  #folders: readonly OpenFolder[] = [];
  #worker: Worker | null = null;
  #lastId = 0;
  /** When workers died, and of what the last did. */
  #crashes: number[] = [];
  #reason = '';
  #disposed = false;

  constructor(options: WorkerServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  configure(folders: readonly OpenFolder[]): void {
    this.#folders = folders;
    this.#tell({ kind: 'configure', folders });
  }

  setText(name: string, text: string | null): void {
    if (text === null) this.#texts.delete(name);
    else this.#texts.set(name, text);
    this.#tell({ kind: 'text', name, text });
  }

  changedOnDisk(paths: readonly string[]): void {
    this.#tell({ kind: 'disk', paths });
  }

  report(name: string): Promise<FileReport> {
    return this.#ask('report', name);
  }

  firstReport(name: string): Promise<FileReport> {
    return this.#ask('firstReport', name);
  }

  reports(): Promise<readonly FileReport[]> {
    return this.#ask('reports');
  }

  fixes(name: string, fingerprint: string): Promise<readonly Fix[]> {
    return this.#ask('fixes', name, fingerprint);
  }

  safeFixes(name: string): Promise<readonly Fix[]> {
    return this.#ask('safeFixes', name);
  }

  hover(name: string, offset: number): Promise<Hover | null> {
    return this.#ask('hover', name, offset);
  }

  hints(name: string): Promise<readonly Hint[]> {
    return this.#ask('hints', name);
  }

  lenses(name: string): Promise<readonly Lens[]> {
    return this.#ask('lenses', name);
  }

  model(name: string, functionName: string): Promise<string> {
    return this.#ask('model', name, functionName);
  }

  status(): Promise<readonly FolderStatus[]> {
    return this.#ask('status');
  }

  text(name: string): Promise<string | null> {
    return this.#ask('text', name);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(new Error('the analysis was ended'));
    await worker?.terminate();
  }

  /** Says something that a worker which is not there yet will be told when it starts. */
  #tell(message: Message): void {
    this.#worker?.postMessage(message);
  }

  #ask<Q extends Question>(question: Q, ...given: Parameters<LintService[Q]>): ReturnType<LintService[Q]> {
    const answer = new Promise<unknown>((resolve, reject) => {
      const worker = this.#running();
      const id = ++this.#lastId;
      this.#open.set(id, { resolve, reject });
      worker.postMessage({ kind: 'ask', id, question, given } satisfies Message);
    });
    return answer as ReturnType<LintService[Q]>;
  }

  /** The worker, started if need be. Throws when it died too often. */
  #running(): Worker {
    if (this.#worker !== null) return this.#worker;
    if (this.#disposed) throw new Error('the analysis was ended');
    const recent = this.#crashes.filter((at) => this.#now() - at < RESTART_WINDOW);
    if (recent.length > MOST_RESTARTS) throw new Error(`the analysis failed ${recent.length} times within 3 minutes: ${this.#reason}`);
    this.#crashes = recent;
    const { maxOldGenerationSizeMb } = this.#options;
    const worker = new Worker(this.#options.script, maxOldGenerationSizeMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb } });
    worker.on('message', (answer: Answer) => this.#settle(answer));
    worker.on('error', (error) => this.#died(worker, error));
    worker.on('exit', (code) => this.#died(worker, new Error(`exit code ${code}`)));
    this.#worker = worker;
    this.#tell({ kind: 'configure', folders: this.#folders });
    for (const [name, text] of this.#texts) this.#tell({ kind: 'text', name, text });
    return worker;
  }

  #settle({ id, value, error }: Answer): void {
    const waiting = this.#open.get(id);
    this.#open.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  }

  #died(worker: Worker, error: Error): void {
    // An error is followed by the exit; one that was told to go is not missed.
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#reason = error.message;
    this.#crashes.push(this.#now());
    const failure = new Error(`the analysis failed: ${error.message}`);
    this.#rejectAll(failure);
    this.#options.onCrash?.(failure);
  }

  #rejectAll(error: Error): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of open) reject(error);
  }
}
