/** Something the user can mend: wrong usage, a broken configuration, a missing file. Ends a run with exit code 2. */
export class UsageError extends Error {
  /** `hint` is a second line that says how to mend it. Neither ends in a full stop or a line end. */
  constructor(message: string, readonly hint?: string) {
    super(message);
    this.name = 'UsageError';
  }
}
