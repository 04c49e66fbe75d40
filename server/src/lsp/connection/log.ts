import type { Connection } from 'vscode-languageserver';
import { LOG_LEVELS } from '../settings/settings.ts';
import type { LogLevel } from '../settings/settings.ts';

/** The server's log in the client, as far as setting `logLevel` lets it through. */
export class Log {
  level: LogLevel = 'info';

  constructor(private readonly connection: Connection) {}

  error(text: string): void { if (this.#shows('error')) this.connection.console.error(text); }
  warn(text: string): void { if (this.#shows('warn')) this.connection.console.warn(text); }
  debug(text: string): void { if (this.#shows('debug')) this.connection.console.debug(text); }

  #shows(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(this.level);
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
