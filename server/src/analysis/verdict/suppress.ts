import type { SourceFile } from '../code/item.ts';
import { LineTable } from '../code/position.ts';
import { readComments } from './comments.ts';
import type { Commentary } from './comments.ts';
import { isKnown, matches, readDirectives } from './directives.ts';
import type { Directive, NamedRule, NolintMode } from './directives.ts';
import type { Edit, Finding, Fix } from './finding.ts';
import { functionAfter } from './function-after.ts';
import { rangeOf } from './range.ts';
import { nearest } from '../model/nearest.ts';
import { RULE_BY_ID, RULES } from './rules.ts';

export interface SuppressOptions {
  readonly nolint: NolintMode;
  /** A comment without `-- REASON` suppresses nothing. */
  readonly requireReason: boolean;
}

export interface Suppression {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly { readonly finding: Finding; readonly reason: string }[];
  /** Findings about the comments themselves: unused ones, unknown rules. */
  readonly about: readonly Finding[];
  /** What is wrong with a comment but no finding (a region that never ends, a missing reason). */
  readonly notices: readonly { readonly path: string; readonly line: number; readonly text: string }[];
}

/** Lines of one file in which one rule is suppressed. */
interface Region {
  readonly directive: Directive;
  readonly rule: NamedRule;
  readonly from: number;
  to: number;
  used: boolean;
}

/**
 * Applies the suppression comments of `files` to `findings`. A finding is suppressed when a comment covers any line of the
 * statement of its primary location; its steps do not count. A comment in a file of which `isPartial` says that something in it
 * was not analysed is never called unused. Cost: length of the files that hold such comments, plus findings × comments of a file.
 */
export function suppress(
  findings: readonly Finding[],
  files: readonly SourceFile[],
  optionsOf: (path: string) => SuppressOptions,
  isPartial: (path: string) => boolean,
): Suppression {
  const about: Finding[] = [];
  const notices: { path: string; line: number; text: string }[] = [];
  const regionsOf = new Map<string, Region[]>();
  for (const file of files) {
    if (!file.text.includes('ssl-lint-') && !file.text.includes('NOLINT')) continue;
    const options = optionsOf(file.path);
    const commentary = readComments(file.text);
    const directives = readDirectives(commentary.comments, options.nolint);
    if (directives.length === 0) continue;
    const lines = new LineTable(file.text);
    const notice = (directive: Directive, text: string): void => {
      notices.push({ path: file.path, line: lines.lineOf(directive.start), text });
    };
    const usable = directives.filter((directive) => {
      for (const rule of directive.rules) if (!isKnown(rule.id)) about.push(unknownRule(file, lines, directive, rule));
      if (directive.kind === 'end' || directive.bare) return true;
      if (directive.rules.length === 0) notice(directive, `'${directive.text}' names no rule, so it suppresses nothing`);
      if (directive.rules.length > 0 && options.requireReason && directive.reason === '') {
        notice(directive, `'${directive.text}' gives no reason ('-- REASON'), so it suppresses nothing`);
        return false;
      }
      return true;
    });
    regionsOf.set(file.path, regions(usable, commentary, lines, notice));
  }
  const kept: Finding[] = [];
  const suppressed: { finding: Finding; reason: string }[] = [];
  for (const finding of findings) {
    let reason: string | null = null;
    for (const region of regionsOf.get(finding.path) ?? []) {
      if (!covers(region, finding)) continue;
      region.used = true;
      reason ??= region.directive.reason;
    }
    if (reason === null) kept.push(finding);
    else suppressed.push({ finding, reason });
  }
  for (const file of files) {
    if (isPartial(file.path)) continue;
    const unused = (regionsOf.get(file.path) ?? []).filter((r) => !r.used && !r.directive.bare && isKnown(r.rule.id));
    if (unused.length === 0) continue;
    const lines = new LineTable(file.text);
    for (const region of unused) about.push(unusedSuppression(file, lines, region));
  }
  return { kept, suppressed, about, notices };
}

const covers = (region: Region, finding: Finding): boolean =>
  matches(region.rule.id, finding.rule) && finding.statement.startLine <= region.to && finding.statement.endLine >= region.from;

function regions(directives: readonly Directive[], commentary: Commentary, lines: LineTable, notice: (d: Directive, text: string) => void): Region[] {
  const all: Region[] = [];
  let open: Region[] = [];
  for (const directive of directives) {
    const line = lines.lineOf(directive.start);
    if (directive.kind === 'end') {
      open = open.filter((region) => {
        const ends = region.directive.dialect === directive.dialect
          && (directive.rules.length === 0 || directive.rules.some((rule) => rule.id === region.rule.id));
        if (ends) region.to = line;
        return !ends;
      });
      continue;
    }
    const span = reach(directive, line, commentary, lines);
    const named = directive.bare ? [{ id: '*', start: directive.start, end: directive.end }] : directive.rules;
    for (const rule of named) {
      const region: Region = { directive, rule, from: span.from, to: span.to, used: false };
      all.push(region);
      if (directive.kind === 'begin') open.push(region);
    }
  }
  for (const directive of new Set(open.map((region) => region.directive))) {
    notice(directive, `'${directive.text}' is never enabled again: it holds to the end of the file`);
  }
  return all;
}

function reach(directive: Directive, line: number, commentary: Commentary, lines: LineTable): { from: number; to: number } {
  switch (directive.kind) {
    case 'line':
      return { from: line, to: line };
    case 'next-line': {
      // Other comments and blank lines between the comment and the code do not count, so that comments can be stacked.
      let next = lines.lineOf(directive.comment.end) + 1;
      const code = /\S/g;
      code.lastIndex = lines.startOfLine(next);
      const found = code.exec(commentary.code);
      if (found !== null) next = lines.lineOf(found.index);
      return { from: next, to: next };
    }
    case 'next-function': {
      const found = functionAfter(commentary.code, directive.comment.end);
      return found === null ? { from: 0, to: -1 } : { from: lines.lineOf(found.start), to: lines.lineOf(found.end) };
    }
    case 'file':
      return { from: 1, to: Infinity };
    default:
      return { from: line, to: Infinity };
  }
}

function unknownRule(file: SourceFile, lines: LineTable, directive: Directive, rule: NamedRule): Finding {
  const near = nearest(rule.id, RULE_BY_ID.keys());
  const prefix = directive.dialect === 'nolint' ? 'ssl-lint-' : '';
  const fixes: Fix[] = near === undefined ? [] : [{
    title: `Replace '${rule.id}' with '${near}'`, applicability: 'suggestion',
    edits: [{ path: file.path, range: rangeOf(lines, rule.start, rule.end), newText: prefix + near }],
  }];
  return commentFinding(file, lines, 'unknown-rule-in-suppression', rule,
    `there is no rule \`${rule.id}\`, so this comment does not suppress it`,
    near === undefined ? 'list the rules with: ssl-lint rules' : `did you mean \`${near}\`?`, fixes);
}

function unusedSuppression(file: SourceFile, lines: LineTable, region: Region): Finding {
  const { directive } = region;
  const edits: Edit[] = [];
  // Only a comment that holds nothing else can go as a whole.
  if (directive.rules.length === 1 && directive.comment.text.trim().startsWith(directive.text)) {
    const { start, end } = directive.comment;
    const line = lines.lineOf(start);
    const before = file.text.slice(lines.startOfLine(line), start);
    const alone = before.trim() === '' && file.text.slice(end, lines.startOfLine(lines.lineOf(end) + 1)).trim() === '';
    const from = alone ? lines.startOfLine(line) : start - (before.length - before.trimEnd().length);
    edits.push({ path: file.path, range: rangeOf(lines, from, alone ? lines.startOfLine(lines.lineOf(end) + 1) : end), newText: '' });
  }
  return commentFinding(file, lines, 'unused-suppression', region.rule,
    `this comment suppresses \`${region.rule.id}\`, which is not reported here`, 'remove it',
    edits.length === 0 ? [] : [{ title: 'Remove unused suppression', applicability: 'safe', edits }]);
}

function commentFinding(file: SourceFile, lines: LineTable, rule: string, at: NamedRule, message: string, help: string, fixes: Fix[]): Finding {
  const range = rangeOf(lines, at.start, at.end);
  const text = lines.lineText(range.startLine).trim();
  const severity = RULES.find((r) => r.id === rule)?.severity ?? 'note';
  return {
    rule, severity: severity === 'off' ? 'note' : severity, confidence: 'high', path: file.path, range, statement: range,
    statementText: text, originText: '', function: '', message, help, why: '', cwe: [],
    steps: [{ kind: 'use', path: file.path, range, message: 'this comment', depth: 0 }], fixes,
  };
}
