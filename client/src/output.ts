import { EventEmitter, LogLevel, window, workspace, type Event, type LogOutputChannel, type OutputChannel } from 'vscode';

const LEVELS: Readonly<Record<string, LogLevel>> = {
  off: LogLevel.Off, error: LogLevel.Error, warn: LogLevel.Warning, info: LogLevel.Info, debug: LogLevel.Debug, trace: LogLevel.Trace,
};

/**
 * The output of the extension and of the server. Its level is the setting `sslLint.logLevel`, so that it can be set for a workspace and changed
 * while the server runs; messages of the protocol are traced when `sslLint.trace.server` asks for them.
 */
export class Output implements LogOutputChannel {
  readonly name: string;
  readonly #channel: OutputChannel;
  readonly #levelChanged = new EventEmitter<LogLevel>();
  readonly #settings = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('sslLint.logLevel') || event.affectsConfiguration('sslLint.trace.server')) this.#read();
  });
  readonly onDidChangeLogLevel: Event<LogLevel> = this.#levelChanged.event;
  #level = LogLevel.Info;
  #traces = false;

  constructor(name: string) {
    this.name = name;
    this.#channel = window.createOutputChannel(name, 'log');
    this.#read();
  }

  /** What the language client goes by: `Trace` makes it write messages of the protocol. */
  get logLevel(): LogLevel {
    if (this.#traces) return LogLevel.Trace;
    return this.#level === LogLevel.Trace ? LogLevel.Debug : this.#level;
  }

  trace(message: string): void {
    if (this.#traces || this.#level === LogLevel.Trace) this.#write('trace', message);
  }

  debug(message: string): void { this.#writeFrom(LogLevel.Debug, 'debug', message); }
  info(message: string): void { this.#writeFrom(LogLevel.Info, 'info', message); }
  warn(message: string): void { this.#writeFrom(LogLevel.Warning, 'warning', message); }
  error(error: string | Error): void { this.#writeFrom(LogLevel.Error, 'error', error instanceof Error ? (error.stack ?? error.message) : error); }

  append(value: string): void { this.#channel.append(value); }
  appendLine(value: string): void { this.#channel.appendLine(value); }
  replace(value: string): void { this.#channel.replace(value); }
  clear(): void { this.#channel.clear(); }
  show(): void { this.#channel.show(true); }
  hide(): void { this.#channel.hide(); }

  dispose(): void {
    this.#settings.dispose();
    this.#levelChanged.dispose();
    this.#channel.dispose();
  }

  #writeFrom(level: LogLevel, label: string, message: string): void {
    if (this.#level !== LogLevel.Off && this.#level <= level) this.#write(label, message);
  }

  #write(label: string, message: string): void {
    this.#channel.appendLine(`${new Date().toISOString().replace('T', ' ').replace('Z', '')} [${label}] ${message}`);
  }

  #read(): void {
    const settings = workspace.getConfiguration('sslLint');
    this.#level = LEVELS[settings.get<string>('logLevel', 'info')] ?? LogLevel.Info;
    this.#traces = settings.get<string>('trace.server', 'off') !== 'off';
    this.#levelChanged.fire(this.logLevel);
  }
}
