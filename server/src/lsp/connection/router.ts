import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection, ProtocolNotificationType, ProtocolRequestType, RequestType } from 'vscode-languageserver';
import { cancellable } from './requests.ts';

/** Requests and notifications reach their handlers only between `initialize` and `shutdown`; cancelled requests are answered at once. */
export class Router<S> {
  #session: S | null = null;
  #ended = false;

  constructor(private readonly connection: Connection) {}

  get hasEnded(): boolean { return this.#ended; }

  start(session: S): void {
    if (this.#session !== null || this.#ended) throw new ResponseError(ErrorCodes.InvalidRequest, 'the server is initialized already');
    this.#session = session;
  }

  /** Ends routing; the session that ended, or null when there was none. */
  end(): S | null {
    const session = this.#session;
    this.#session = null;
    this.#ended = true;
    return session;
  }

  request<P, R, PR, E, RO>(type: ProtocolRequestType<P, R, PR, E, RO> | RequestType<P, R, E>, answer: (session: S, params: P, token: CancellationToken) => R | Promise<R>): void {
    const handler = (params: P, token: CancellationToken): Promise<R> => {
      const session = this.#session;
      if (session === null) return Promise.reject(this.#refusal());
      return cancellable(token, (async () => await answer(session, params, token))());
    };
    this.connection.onRequest(type.method, handler);
  }

  notification<P, RO>(type: ProtocolNotificationType<P, RO>, take: (session: S, params: P) => void): void {
    this.connection.onNotification(type.method, (params: P) => {
      this.with((session) => take(session, params));
    });
  }

  /** Does something with the session, if there is one. */
  with(what: (session: S) => void): void {
    if (this.#session !== null) what(this.#session);
  }

  #refusal(): ResponseError {
    return this.#ended ? new ResponseError(ErrorCodes.InvalidRequest, 'the server is shut down') : new ResponseError(ErrorCodes.ServerNotInitialized, 'the server is not initialized');
  }
}
