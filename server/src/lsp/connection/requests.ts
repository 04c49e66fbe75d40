import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Position, Range } from 'vscode-languageserver';

/** Checks of what clients send, and cancellation. All errors are ResponseErrors: the client is told, the server goes on. */

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

const invalid = (what: string): ResponseError => new ResponseError(ErrorCodes.InvalidParams, `${what} is missing or malformed`);

/** `params.textDocument.uri`. Throws InvalidParams. */
export function uriIn(params: unknown): string {
  const document = isObject(params) ? params['textDocument'] : undefined;
  const uri = isObject(document) ? document['uri'] : undefined;
  if (typeof uri !== 'string') throw invalid('textDocument.uri');
  return uri;
}

export function positionIn(value: unknown, what = 'position'): Position {
  if (!isObject(value) || !isCount(value['line']) || !isCount(value['character'])) throw invalid(what);
  return { line: value['line'], character: value['character'] };
}

export function rangeIn(value: unknown, what = 'range'): Range {
  if (!isObject(value)) throw invalid(what);
  return { start: positionIn(value['start'], `${what}.start`), end: positionIn(value['end'], `${what}.end`) };
}

export const isRange = (value: unknown): value is Range => {
  try {
    rangeIn(value);
    return true;
  } catch {
    return false;
  }
};

/** The answer, or at once RequestCancelled when the client has lost interest. */
export function cancellable<T>(token: CancellationToken, answer: Promise<T>): Promise<T> {
  const cancelled = (): ResponseError => new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  if (token.isCancellationRequested) {
    answer.catch(() => undefined);
    return Promise.reject(cancelled());
  }
  return new Promise((done, fail) => {
    const listening = token.onCancellationRequested(() => fail(cancelled()));
    answer.then(done, fail).finally(() => listening.dispose());
  });
}
