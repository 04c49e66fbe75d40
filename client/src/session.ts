import { EventEmitter, l10n, type CancellationToken, type Disposable, type LogOutputChannel } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { STATUS_NOTIFICATION, type StatusParams } from '../../server/src/lsp/protocol.ts';
import { Restarts } from './restarts.ts';

/** What a client needs of the session. */
export interface ClientHooks {
  readonly output: LogOutputChannel;
  /** The server has ended by itself: whether it is started again. */
  readonly ended: () => boolean;
  /** The server cannot go on, and why. */
  readonly failed: (message: string) => void;
  /** The server is no longer wanted, also when it has not yet answered: a process of ours is to end. */
  readonly unwanted: AbortSignal;
}

/** Makes a client of a server that is about to be started: a process, or a worker in a browser. */
export type CreateClient = (hooks: ClientHooks) => Promise<BaseLanguageClient>;

export type Health =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly status: StatusParams | null }
  | { readonly state: 'failed'; readonly message: string };

/** The one server of this window: started, restarted when it ends by itself, asked. */
export class Session implements Disposable {
  readonly #create: CreateClient;
  readonly #output: LogOutputChannel;
  readonly #changed = new EventEmitter<Health>();
  readonly onDidChangeHealth = this.#changed.event;
  #client: BaseLanguageClient | null = null;
  #health: Health = { state: 'starting' };
  /** Ends the server that was started last. */
  #server = new AbortController();
  /** Counts what was asked for: a start that something follows is not made. */
  #turn = 0;
  #executions = 0;
  /** Starts and stops follow each other. The first waits until VS Code has activated the extension: loading the client takes longer than that. */
  #queue: Promise<void> = new Promise((resolve) => setTimeout(resolve, 0));

  constructor(create: CreateClient, output: LogOutputChannel) {
    this.#create = create;
    this.#output = output;
  }

  get health(): Health { return this.#health; }

  /** Starts the server, in place of the one that runs. Never rejects: a failure is told by `health`. */
  restart(): Promise<void> {
    const turn = this.#next();
    this.#queue = this.#queue.then(() => this.#stop()).then(() => turn === this.#turn ? this.#start() : undefined);
    return this.#queue;
  }

  stop(): Promise<void> {
    this.#next();
    this.#queue = this.#queue.then(() => this.#stop());
    return this.#queue;
  }

  /** Answer of the server; null when there is none to ask, or when it refuses. `params` as the protocol says for `method`. */
  async request<Result>(method: string, params: unknown, token?: CancellationToken): Promise<Result | null> {
    await this.#queue;
    const client = this.#client;
    if (client?.isRunning() !== true) return null;
    try {
      return token === undefined ? await client.sendRequest<Result>(method, params) : await client.sendRequest<Result>(method, params, token);
    } catch (error) {
      this.#output.debug(`${method}: ${String(error)}`);
      return null;
    }
  }

  /** Runs a command of the server (`SERVER_COMMANDS`). Null as with `request`. Who passes a `token` shows that something goes on. */
  execute<Result>(command: string, args: readonly unknown[], token?: CancellationToken): Promise<Result | null> {
    // With a token for progress the server opens no window of its own for it.
    const progress = token === undefined ? {} : { workDoneToken: `${command} ${++this.#executions}` };
    return this.request<Result>('workspace/executeCommand', { command, arguments: args, ...progress }, token);
  }

  dispose(): void {
    void this.stop();
    this.#changed.dispose();
  }

  /** A client that starts cannot be stopped, and the start of a server that never answers has no end: it would keep all that follows waiting. */
  #next(): number {
    if (this.#health.state === 'starting') this.#server.abort();
    return ++this.#turn;
  }

  async #start(): Promise<void> {
    this.#tell({ state: 'starting' });
    this.#server = new AbortController();
    const unwanted = this.#server.signal;
    const restarts = new Restarts();
    try {
      const client = await this.#create({
        output: this.#output,
        unwanted,
        ended: () => {
          if (unwanted.aborted) return false;
          const again = restarts.allow(Date.now());
          this.#tell(again ? { state: 'starting' } : { state: 'failed', message: l10n.t('The server ended four times within three minutes.') });
          return again;
        },
        failed: (message) => this.#tell({ state: 'failed', message }),
      });
      this.#client = client;
      client.onNotification(STATUS_NOTIFICATION, (status: StatusParams) => this.#tell({ state: 'running', status }));
      client.onDidChangeState(() => {
        if (client.isRunning() && this.#health.state !== 'running') this.#tell({ state: 'running', status: null });
      });
      await Promise.race([client.start(), aborted(unwanted)]);
    } catch (error) {
      if (unwanted.aborted) return;
      this.#output.error(error instanceof Error ? error : String(error));
      this.#tell({ state: 'failed', message: l10n.t('The server could not be started: {0}', error instanceof Error ? error.message : String(error)) });
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    try {
      await client?.dispose(2000);
    } catch (error) {
      // A server that did not start, or that has ended, cannot be asked to stop.
      this.#output.debug(String(error));
    }
    this.#server.abort();
  }

  #tell(health: Health): void {
    this.#health = health;
    this.#changed.fire(health);
  }
}

/** Rejects when `signal` says so. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => { reject(signal.reason as Error); });
    signal.throwIfAborted();
  });
}
