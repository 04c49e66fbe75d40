/** Where a mistake is: a file as messages name it, 1-based line and column, and what is wrong there. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly says: string;
}

/** Something the user can mend: wrong usage, a broken configuration, a missing file. Ends a run with exit code 2. */
export class UsageError extends Error {
  /** `hint` is a second line that says how to mend it. Neither ends in a full stop or a line end. */
  constructor(message: string, readonly hint?: string, readonly mistake: Mistake | null = null) {
    super(message);
    this.name = 'UsageError';
  }

  /** What is printed: one line, or two with a hint. Both may quote what users and files say; `show` makes that fit for where it is printed. */
  text(show: (quoted: string) => string): string {
    return `ssl-lint: error: ${show(this.message)}\n${this.hint === undefined ? '' : `  hint: ${show(this.hint)}\n`}`;
  }

  /** A mistake at a place in a file. */
  static at(file: string, line: number, column: number, says: string): UsageError {
    return new UsageError(`${file}:${line}:${column}: ${says}`, undefined, { file, line, column, says });
  }

  /** A mistake in a file as a whole. `message` names the file, `says` need not. */
  static in(file: string, says: string, message = `${file}: ${says}`): UsageError {
    return new UsageError(message, undefined, { file, line: 1, column: 1, says });
  }
}
