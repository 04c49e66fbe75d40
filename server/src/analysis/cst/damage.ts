import type { Item } from '../code/item.ts';
import { ERROR_KIND } from './flat-tree.ts';
import type { FlatTree, Names } from './flat-tree.ts';
import { lostCalls } from './lost-calls.ts';

/** What is wrong with a tree. */
export interface Damage {
  /** 0 for a clean tree; larger is worse. Confined damage counts little, damage that spoils the rest counts much. */
  readonly score: number;
  /** Offsets in the file of what is damaged, in order. */
  readonly places: readonly number[];
  /** Why the tree cannot be trusted at all; null when whatever is wrong stays within single statements. */
  readonly reason: string | null;
  /** Offset in the file that `reason` is about. */
  readonly at: number;
}

const CONFINED = 1, SPOILING = 1000;
/** Places that are reported; a text with more is beyond repair anyway. */
const PLACE_LIMIT = 64;

/** Node classes that the checks look at. */
const NONE = 0, FUNCTION_DEFINITION = 1, DECLARATION = 2, WORD = 3;

const classes = new WeakMap<Names, Uint8Array>();

function classesOf(names: Names): Uint8Array {
  let result = classes.get(names);
  if (!result) {
    result = Uint8Array.from(names.types, (type, id) => {
      if (names.named[id] !== 1) return NONE;
      switch (type) {
        case 'function_definition': return FUNCTION_DEFINITION;
        case 'declaration': return DECLARATION;
        case 'identifier': case 'type_identifier': return WORD;
        default: return NONE;
      }
    });
    classes.set(names, result);
  }
  return result;
}

/**
 * Judges the tree of one item. Damage is confined when it lies within one expression statement, declaration or condition
 * and holds no brace and no control word: whoever reads the tree takes that statement as unknown (`hasError`). Anything
 * else that is damaged, and every misparse that leaves no error behind, makes the tree of a function untrustworthy.
 * `original` is the text before any repair; calls of the `expected` functions in it must all be there as calls. Linear in the size of the tree.
 */
export function findDamage(tree: FlatTree, item: Item, original: string, expected?: ReadonlySet<string>): Damage {
  const report = new Report(tree);
  if (item.kind !== 'function') {
    if (tree.hasError(0)) for (let i = 0; i < tree.size; i++) if (tree.kinds[i] === ERROR_KIND || tree.isMissing(i)) report.confined(i);
    return report.result();
  }
  const definition = checkShape(tree, item, report);
  if (tree.hasError(0)) {
    for (let i = 0; i < tree.size; i++) {
      if (tree.kinds[i] === ERROR_KIND || (tree.hasError(i) && tree.isMissing(i))) judgeError(tree, i, definition, report);
    }
  }
  const kinds = classesOf(tree.names);
  for (let i = 0; i < tree.size; i++) {
    switch (kinds[tree.kinds[i] as number]) {
      case FUNCTION_DEFINITION: if (i !== definition) report.spoiling(i, 'reads like a second function'); break;
      case DECLARATION: if (i > definition) judgeDeclaration(tree, i, report); break;
      case WORD: if (isControlWord(tree, i)) report.spoiling(i, 'does not belong to a statement'); break;
      default: break;
    }
  }
  if (expected && definition >= 0) for (const at of lostCalls(tree, definition, original, expected)) if (!report.covers(at)) report.spoilingAt(at, 'is not seen as a call');
  return report.result();
}

class Report {
  private score = 0;
  private readonly places: number[] = [];
  private reason: string | null = null;
  private at = 0;

  constructor(private readonly tree: FlatTree) {}

  private readonly unknown: [number, number][] = [];

  confined(node: number): void { this.add(this.tree.start(node), CONFINED); }

  /** Damage that makes one whole statement unknown. */
  confinedTo(statement: number, node: number): void {
    this.confined(node);
    this.unknown.push([this.tree.start(statement), this.tree.end(statement)]);
  }

  /** Is the offset in a statement that is unknown as a whole? */
  covers(at: number): boolean { return this.unknown.some(([from, to]) => from <= at && at < to); }

  spoiling(node: number, why: string): void { this.spoilingAt(this.tree.start(node), why); }

  spoilingAt(at: number, why: string): void {
    this.add(at, SPOILING);
    if (this.reason !== null) return;
    this.at = at;
    this.reason = `\`${excerpt(this.tree, at)}\` ${why}`;
  }

  private add(at: number, weight: number): void {
    this.score += weight;
    if (this.places.length < PLACE_LIMIT) this.places.push(at);
  }

  result(): Damage {
    return { score: this.score, places: this.places.sort((a, b) => a - b), reason: this.reason, at: this.at };
  }
}

/** The first line from an offset on, cut short. */
function excerpt(tree: FlatTree, at: number): string {
  const text = tree.parsed.slice(at - tree.base, at - tree.base + 60).trimStart();
  const line = /^[^\n\r]*/.exec(text)?.[0].trimEnd() ?? '';
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

/** The one function definition at the top, whose body is the item's and ends where the item ends. */
function checkShape(tree: FlatTree, item: Item, report: Report): number {
  let definition = -1;
  for (const child of tree.children(0)) if (tree.type(child) === 'function_definition' && definition < 0) definition = child;
  if (definition < 0) { report.spoilingAt(item.start, 'is not seen as a function'); return -1; }
  const body = tree.child(definition, 'body');
  if (body < 0 || tree.type(body) !== 'compound_statement') { report.spoiling(definition, 'has no body'); return definition; }
  const rest = tree.parsed.slice(tree.end(body) - tree.base);
  if (/[^\s;]/.test(stripQuoted(rest))) report.spoilingAt(tree.end(body) - 1, 'ends the function too early');
  if (stripQuoted(tree.parsed.slice(0, tree.start(body) - tree.base)).includes('{')) report.spoilingAt(item.body, 'does not open the body');
  return definition;
}

const CONTROL_TEXT = /[{}]|\b(?:if|else|for|while|do|switch|case|default|return|goto|break|continue)\b/;

function judgeError(tree: FlatTree, node: number, definition: number, report: Report): void {
  // An error inside an ERROR is part of it.
  for (let p = tree.parent(node); p >= 0; p = tree.parent(p)) if (tree.kinds[p] === ERROR_KIND) return;
  const body = definition < 0 ? -1 : tree.child(definition, 'body');
  if (body >= 0 && tree.start(node) < tree.start(body)) { report.confined(node); return; }
  const own = tree.text(node);
  if (CONTROL_TEXT.test(own)) { report.spoiling(node, 'is not understood'); return; }
  if (tree.isMissing(node)) {
    const type = tree.type(node);
    if (type === '}' || type === '#endif') { report.spoiling(node, `has no matching ${type}`); return; }
    // if (s == NULL        what is typed next is no body
    //     drop(s);
    if (type === ')' && tree.field(tree.parent(node)) === 'condition') { report.spoiling(node, 'has no matching )'); return; }
    if (type === ';' && blockFollows(tree, node)) { report.spoilingAt(statementStart(tree, node), 'is followed by a block'); return; }
  }
  for (let p = node, inner = node; p >= 0; inner = p, p = tree.parent(p)) {
    switch (tree.type(p)) {
      case 'expression_statement': case 'declaration': case 'return_statement': case 'goto_statement': case 'parameter_list':
      case 'field_declaration': case 'labeled_statement': case 'case_statement':
        if (holdsStatements(tree, p, node)) report.spoiling(node, 'is not understood'); else report.confinedTo(p, node);
        return;
      case 'compound_statement': case 'translation_unit':
        report.confinedTo(inner, node);
        return;
      case 'parenthesized_expression':
        if (tree.field(p) === 'condition') { report.confined(node); return; }
        break;
      case 'for_statement': {
        const loop = tree.child(p, 'body');
        if (loop < 0 || tree.start(node) < tree.start(loop)) report.confined(node); else report.spoiling(node, 'is not understood');
        return;
      }
      case 'if_statement': case 'while_statement': case 'do_statement': case 'switch_statement': case 'else_clause':
        report.spoiling(node, 'is not understood');
        return;
      default:
    }
  }
}

/** The statement in which damage is confined must not be one that swallowed others. */
function holdsStatements(tree: FlatTree, statement: number, error: number): boolean {
  const type = tree.type(statement);
  if (type === 'labeled_statement' || type === 'case_statement') return false;
  const from = tree.start(statement), to = tree.end(statement);
  const text = tree.parsed.slice(from - tree.base, to - tree.base);
  const semicolon = text.indexOf(';');
  if (semicolon >= 0 && semicolon < text.length - 1 && /;\s*\S/.test(stripQuoted(text))) return true;
  return tree.end(error) - from > 20_000;
}

function stripQuoted(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*/g, '');
}

/** `foreach(x, list) {` reads as a call without its semicolon, then a block: the loop is lost. */
function blockFollows(tree: FlatTree, missing: number): boolean {
  const after = tree.parsed.slice(tree.end(missing) - tree.base, tree.end(missing) - tree.base + 400);
  return /^\s*\{/.test(stripQuoted(after));
}

function statementStart(tree: FlatTree, node: number): number {
  const parent = tree.parent(node);
  return tree.start(parent < 0 ? node : parent);
}

/**
 * A declaration inside a body that is a macro call and the statement after it:
 *
 *     TRACE(x)
 *     drop(s);        reads as: drop is a function of an s, its type is TRACE(x)
 */
function judgeDeclaration(tree: FlatTree, node: number, report: Report): void {
  const type = tree.child(node, 'type');
  const declarator = tree.child(node, 'declarator');
  if (type < 0 || declarator < 0) return;
  const typeName = tree.type(type);
  if (typeName !== 'macro_type_specifier' && typeName !== 'type_identifier') return;
  const laterLine = tree.parsed.slice(tree.end(type) - tree.base, tree.start(declarator) - tree.base).includes('\n');
  if (typeName === 'macro_type_specifier') {
    if (laterLine && tree.type(declarator) !== 'pointer_declarator') { report.spoiling(node, 'runs into the next statement'); return; }
  } else if (laterLine && tree.type(declarator) !== 'pointer_declarator' && /^[A-Z][A-Z0-9_]*$/.test(tree.text(type)) && tree.start(type) === tree.start(node)) {
    report.spoiling(node, 'runs into the next statement');
    return;
  }
  if (tree.type(declarator) === 'function_declarator' && tree.start(type) === tree.start(node) && onlyWords(tree, tree.child(declarator, 'parameters'))) {
    report.spoiling(node, 'may be a call');
  }
}

/** A parameter list of bare words (`(s, n)`): arguments rather than parameters. */
function onlyWords(tree: FlatTree, list: number): boolean {
  if (list < 0) return false;
  const parameters = tree.children(list);
  return parameters.length > 0 && parameters.every((p) => tree.type(p) === 'parameter_declaration' && tree.child(p, 'declarator') < 0 && tree.type(tree.child(p, 'type')) === 'type_identifier' && !/_t$/.test(tree.text(p)));
}

const CONTROL_WORD = /^(?:if|else|for|while|do|switch|case|default|return|goto|break|continue)$/;

/** A control word where a name should be. */
function isControlWord(tree: FlatTree, node: number): boolean {
  const length = tree.end(node) - tree.start(node);
  return length >= 2 && length <= 8 && CONTROL_WORD.test(tree.text(node));
}

