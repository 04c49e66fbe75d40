/**
 * Changes to a text that keep its length: offsets before and after are the same, and no table of offsets is needed.
 */
export class Edits {
  private readonly list: { readonly at: number; readonly text: string }[] = [];

  constructor(private readonly text: string) {}

  get empty(): boolean { return this.list.length === 0; }

  /** Overwrites what stands at `at`. Of two changes that overlap the one further to the front wins; of two at one place the first. */
  put(at: number, text: string): void {
    if (at >= 0 && text !== '' && at + text.length <= this.text.length) this.list.push({ at, text });
  }

  /** Turns a range into blanks; line breaks stay. */
  blank(from: number, to: number): void {
    if (to > from) this.put(from, this.text.slice(from, to).replace(/[^\n\r]/g, ' '));
  }

  /** Overwrites a range with `text` and blanks what is left of it. False when it does not fit. */
  replace(from: number, to: number, text: string): boolean {
    if (text.length > to - from) return false;
    this.put(from, text + this.text.slice(from + text.length, to).replace(/[^\n\r]/g, ' '));
    return true;
  }

  /** Puts a `;` on the white space at `at`; false when there is none. */
  semicolonAt(at: number): boolean {
    if (!/[ \t\n\r]/.test(this.text.charAt(at))) return false;
    this.put(at, ';');
    return true;
  }

  /** The changed text. */
  apply(): string {
    if (this.list.length === 0) return this.text;
    const sorted = this.list.map((e, i) => ({ ...e, i })).sort((a, b) => a.at - b.at || a.i - b.i);
    const parts: string[] = [];
    let at = 0;
    for (const edit of sorted) {
      if (edit.at < at) continue;
      parts.push(this.text.slice(at, edit.at), edit.text);
      at = edit.at + edit.text.length;
    }
    parts.push(this.text.slice(at));
    return parts.join('');
  }
}
