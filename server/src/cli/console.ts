/** What a command may do with its surroundings: handed in, so that tests can watch. */
export interface Console {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isStdoutTerminal: boolean;
  readonly isStderrTerminal: boolean;
  /** Columns of the terminal, or null. */
  readonly columns: number | null;
  /** Monotonic, in ms. */
  now(): number;
  /** Milliseconds of processor time used so far. */
  spent(): number;
  /** Writes text to standard output. A closed pipe is no error. */
  out(text: string): void;
  /** Writes text to standard error. */
  err(text: string): void;
  readStdin(): Buffer;
  /** Runs the language server, which ends the process itself; settles when it cannot begin. `argv` are options of the server alone. */
  serve(argv: readonly string[]): Promise<ExitCode>;
}

export type ExitCode = 0 | 1 | 2;
