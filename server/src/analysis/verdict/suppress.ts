import type { SourceFile } from '../code/item.ts';
import { LineTable } from '../code/position.ts';
import { readComments } from './comments.ts';
import type { Commentary } from './comments.ts';
import { isKnown, matches, readDirectives } from './directives.ts';
import type { Directive, NamedRule, NolintMode } from './directives.ts';
import { CommentFindings } from './comment-findings.ts';
import type { Finding } from './finding.ts';
import { functionAfter } from './function-after.ts';

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
  /** What is wrong with a comment but no finding (a region that never ends, a missing reason); their rule is `SUPPRESSION_COMMENT`. */
  readonly remarks: readonly Finding[];
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
  const remarks: Finding[] = [];
  const regionsOf = new Map<string, Region[]>();
  const saying = new Map<string, CommentFindings>();
  for (const file of files) {
    if (!file.text.includes('ssl-lint-') && !file.text.includes('NOLINT')) continue;
    const options = optionsOf(file.path);
    const commentary = readComments(file.text);
    const directives = readDirectives(commentary.comments, options.nolint);
    if (directives.length === 0) continue;
    const say = new CommentFindings(file, directives);
    saying.set(file.path, say);
    const usable = directives.filter((directive) => {
      for (const rule of directive.rules) if (!isKnown(rule.id)) about.push(say.unknownRule(directive, rule));
      if (directive.kind === 'end' || directive.bare) return true;
      if (directive.rules.length === 0) remarks.push(say.incomplete(directive, 'names no rule'));
      if (directive.rules.length > 0 && options.requireReason && directive.reason === '') {
        remarks.push(say.incomplete(directive, "gives no reason ('-- REASON')"));
        return false;
      }
      return true;
    });
    const { all, open } = regions(usable, commentary, new LineTable(file.text));
    regionsOf.set(file.path, all);
    for (const directive of new Set(open.map((region) => region.directive))) remarks.push(say.neverEnded(directive));
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
  for (const [path, say] of saying) {
    if (isPartial(path)) continue;
    const unused = (regionsOf.get(path) ?? []).filter((r) => !r.used && !r.directive.bare && isKnown(r.rule.id));
    for (const { directive, rule } of unused) about.push(say.unused(directive, rule));
  }
  return { kept, suppressed, about, remarks };
}

const covers = (region: Region, finding: Finding): boolean =>
  matches(region.rule.id, finding.rule) && finding.statement.startLine <= region.to && finding.statement.endLine >= region.from;

/** The regions of a file's comments; `open` are those that nothing ends. */
function regions(directives: readonly Directive[], commentary: Commentary, lines: LineTable): { all: Region[]; open: Region[] } {
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
  return { all, open };
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
