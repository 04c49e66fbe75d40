import type { SourceFile } from '../code/item.ts';
import { LineTable } from '../code/position.ts';
import { nearest } from '../model/nearest.ts';
import type { Directive, NamedRule } from './directives.ts';
import type { Edit, Finding, Fix } from './finding.ts';
import { rangeOf } from './range.ts';
import { RULE_BY_ID, RULES } from './rules.ts';

/** Stands where a rule would in a remark about a suppression comment: something that is wrong with it, but no finding. */
export const SUPPRESSION_COMMENT = 'suppression-comment';

/** Says what is wrong with the suppression comments of one file, and how to mend it. */
export class CommentFindings {
  readonly #file: SourceFile;
  readonly #lines: LineTable;
  /** How many directives a comment holds, by where it starts. */
  readonly #held = new Map<number, number>();

  constructor(file: SourceFile, directives: readonly Directive[]) {
    this.#file = file;
    this.#lines = new LineTable(file.text);
    for (const { comment } of directives) this.#held.set(comment.start, (this.#held.get(comment.start) ?? 0) + 1);
  }

  unknownRule(directive: Directive, rule: NamedRule): Finding {
    const near = nearest(rule.id, RULE_BY_ID.keys());
    const prefix = directive.dialect === 'nolint' ? 'ssl-lint-' : '';
    const correction: Fix[] = near === undefined ? [] : [{
      title: `Replace '${rule.id}' with '${near}'`, applicability: 'suggestion',
      edits: [{ path: this.#file.path, range: rangeOf(this.#lines, rule.start, rule.end), newText: prefix + near }],
    }];
    return this.#finding('unknown-rule-in-suppression', rule, `there is no rule \`${rule.id}\`, so this comment does not suppress it`,
      near === undefined ? 'list the rules with: ssl-lint rules' : `did you mean \`${near}\`?`,
      [...correction, ...this.#removal('Remove this suppression', 'suggestion', this.#without(directive, rule))]);
  }

  unused(directive: Directive, rule: NamedRule): Finding {
    return this.#finding('unused-suppression', rule, `this comment suppresses \`${rule.id}\`, which is not reported here`, 'remove it',
      this.#removal('Remove unused suppression', 'safe', this.#without(directive, rule)));
  }

  /** A comment that suppresses nothing because something is missing in it. */
  incomplete(directive: Directive, what: string): Finding {
    return this.#finding(SUPPRESSION_COMMENT, directive, `'${directive.text}' ${what}, so it suppresses nothing`, '',
      this.#removal('Remove this suppression', 'suggestion', this.#whole(directive)));
  }

  neverEnded(directive: Directive): Finding {
    const { text, path } = this.#file;
    const rules = text.slice(directive.rules[0]?.start ?? 0, directive.rules.at(-1)?.end ?? 0);
    const end = directive.dialect === 'nolint' ? `NOLINTEND${directive.bare ? '' : `(${rules})`}` : `ssl-lint-enable ${rules}`;
    const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
    const isLineOpen = text !== '' && !/[\r\n]$/.test(text);
    const newText = `${isLineOpen ? lineEnd : ''}/* ${end} */${lineEnd}`;
    // Text behind an open comment or a backslash would belong to what stands before it.
    const takesMore = directive.comment.end < text.length && !text.trimEnd().endsWith('\\');
    return this.#finding(SUPPRESSION_COMMENT, directive, `'${directive.text}' is never enabled again: it holds to the end of the file`, '',
      takesMore ? [{ title: 'End it at the end of the file', applicability: 'suggestion', edits: [{ path, range: rangeOf(this.#lines, text.length, text.length), newText }] }] : []);
  }

  /** The edit that takes one rule out of a comment, or the comment with it when it names no other; null when that cannot be said. */
  #without(directive: Directive, rule: NamedRule): Edit | null {
    const { path, text } = this.#file;
    const words = directive.dialect === 'nolint' ? listed(directive, text) : directive.rules;
    if (words.length === 1) return this.#whole(directive);
    const at = words.findIndex(({ start }) => start === rule.start);
    const [before, after] = [words[at - 1], words[at + 1]];
    if (after !== undefined) return { path, range: rangeOf(this.#lines, rule.start, after.start), newText: '' };
    return before === undefined ? null : { path, range: rangeOf(this.#lines, before.end, rule.end), newText: '' };
  }

  /** The edit that removes the comment, with its line when there is nothing else on it; null when the comment says something else as well. */
  #whole({ comment: { start, end, text: inside }, text: words }: Directive): Edit | null {
    if (this.#held.get(start) !== 1 || !inside.replace(/^[\s*]+/, '').startsWith(words)) return null;
    const { path, text } = this.#file;
    const lines = this.#lines;
    const line = lines.lineOf(start);
    const next = lines.startOfLine(lines.lineOf(end) + 1);
    const before = text.slice(lines.startOfLine(line), start);
    const isAlone = before.trim() === '' && text.slice(end, next).trim() === '';
    const from = isAlone ? lines.startOfLine(line) : start - (before.length - before.trimEnd().length);
    return { path, range: rangeOf(lines, from, isAlone ? next : end), newText: '' };
  }

  #removal(title: string, applicability: Fix['applicability'], edit: Edit | null): Fix[] {
    return edit === null ? [] : [{ title, applicability, edits: [edit] }];
  }

  #finding(rule: string, at: { readonly start: number; readonly end: number }, message: string, help: string, fixes: Fix[]): Finding {
    const range = rangeOf(this.#lines, at.start, at.end);
    const severity = RULES.find((r) => r.id === rule)?.severity ?? 'warning';
    return {
      rule, severity: severity === 'off' ? 'note' : severity, confidence: 'high', path: this.#file.path, range, statement: range,
      statementText: this.#lines.lineText(range.startLine).trim(), originText: '', function: '', message, help, why: '', cwe: [],
      steps: [{ kind: 'use', path: this.#file.path, range, message: 'this comment', depth: 0 }], fixes,
    };
  }
}

/** All that a list of NOLINT names, checks of other programs included: `NOLINT(bugprone-x, ssl-lint-leak)`. */
function listed({ start, end }: Directive, text: string): { start: number; end: number }[] {
  const from = text.indexOf('(', start) + 1;
  return [...text.slice(from, end - 1).matchAll(/[^\s,]+/g)].map((match) => ({ start: from + match.index, end: from + match.index + match[0].length }));
}
