import type { Condition } from '../code/condition.ts';
import type { Item, MacroTable } from '../code/item.ts';
import { LineTable } from '../code/position.ts';
import { variantsOf } from '../code/variants.ts';
import type { ConditionalGroup } from '../code/variants.ts';
import { repairDamage } from '../code/repair-damage.ts';
import { repairAlways } from '../code/repair.ts';
import { WordMeaning, type MacroRole } from '../code/words.ts';
import { findDamage } from './damage.ts';
import type { Damage } from './damage.ts';
import { FlatTree, allocate } from './flat-tree.ts';
import { loadRuntime } from './runtime.ts';
import type { Runtime, Wasm } from './runtime.ts';
import type { SyntaxTree } from './tree.ts';

export type { ConditionalGroup } from '../code/variants.ts';
export type { Wasm } from './runtime.ts';

/** What parsing an item may know about the project. */
export interface ParseContext {
  readonly macros: MacroTable;
  /** Words that are configured. */
  readonly words: ReadonlyMap<string, MacroRole>;
  /** Arms worth a variant of their own when an item has too many; all, when it is not given. */
  readonly interest?: (text: string) => boolean;
  /** Calls of these functions must be found in the tree as calls: a text where one got lost is not trusted. */
  readonly expectCalls?: ReadonlySet<string>;
}

/** One reading of an item and its syntax. */
export interface ParsedVariant {
  /** What has to hold for this reading, the item's own presence included. */
  readonly presence: Condition;
  readonly tree: SyntaxTree;
  /** The `#if` groups that stand in the text of this reading with all their arms; outer ones before inner ones. */
  readonly groups: readonly ConditionalGroup[];
}

export interface ParsedItem {
  /** The readings that can be trusted; at least one unless `opaque` is set. */
  readonly variants: readonly ParsedVariant[];
  /** Why none can be trusted, naming line and text; null when at least one can. */
  readonly opaque: string | null;
  /** Offset in the file where trust was lost; the start of the item otherwise. */
  readonly opaqueAt: number;
  /** Readings that were left out because they could not be trusted. */
  readonly left: number;
  /** Why the first of those was left out; null when none was. */
  readonly leftReason: string | null;
}

export interface Parser {
  /** Parses one item; never throws. Trees in the result own their memory. */
  parseItem(item: Item, context: ParseContext): ParsedItem;
  /** Parses a piece of C as it is (the body of a macro); offsets are those of the piece. */
  parseSnippet(text: string): SyntaxTree;
  /** False when trees are read through the slow public interface of the runtime. */
  readonly direct: boolean;
}

export interface ParserOptions {
  /** A monotonic clock in ms, or the processor time that was spent; without it no parse is cut short. */
  readonly now?: () => number;
}

/** Times that a text may be parsed again in search of less damage. */
const REPAIR_LIMIT = 6;
/** A parse may take this many ms, plus ms per 1,000 units: some ten times of what ordinary text takes. */
const BASE_TIME = 150, TIME_PER_THOUSAND = 3;
/** The runtime asks every few microseconds whether to go on; the clock is dearer. */
const QUESTIONS_BETWEEN_CLOCKS = 32;
/** Longer items are not looked at. */
const LENGTH_LIMIT = 2_000_000;

/** Loads the runtime and the grammar. Rejects when they are not the modules they should be. */
export async function createParser(wasm: Wasm, options: ParserOptions = {}): Promise<Parser> {
  return new ItemParser(await loadRuntime(wasm), options.now);
}

interface Attempt { readonly text: string; readonly tree: FlatTree; readonly damage: Damage }

class ItemParser implements Parser {
  private readonly scratch = allocate(8192);

  constructor(private readonly runtime: Runtime, private readonly now: (() => number) | undefined) {}

  get direct(): boolean { return this.runtime.direct; }

  parseSnippet(text: string): SyntaxTree {
    return this.parse(text, 0) ?? this.parse('', 0) as FlatTree;
  }

  parseItem(item: Item, context: ParseContext): ParsedItem {
    const length = item.end - item.start;
    if (length > LENGTH_LIMIT) return opaque(item, item.start, `${length} characters are too many for one item`);
    const text = item.file.text.slice(item.start, item.end);
    const meaning = new WordMeaning(context.macros, context.words);
    const variants: ParsedVariant[] = [];
    let worst: Damage | null = null;
    let left = 0;
    for (const variant of variantsOf(text, item.start, item.presence, context.interest)) {
      const attempt = this.parseVariant(item, variant.text, meaning, context);
      if (attempt && attempt.damage.reason === null) variants.push({ presence: variant.presence, tree: attempt.tree, groups: variant.groups });
      else {
        left++;
        worst ??= attempt?.damage ?? { score: 0, places: [], reason: 'parsing took too long', at: item.start };
      }
    }
    if (variants.length > 0) return { variants, opaque: null, opaqueAt: item.start, left, leftReason: worst && reasonAt(item, worst.at, worst.reason ?? '') };
    return opaque(item, worst?.at ?? item.start, worst?.reason ?? 'nothing of it is ever compiled');
  }

  /** Parses a text, and again with repairs as long as each lessens the damage. Null when time ran out on the first. */
  private parseVariant(item: Item, text: string, meaning: WordMeaning, context: ParseContext): Attempt | null {
    const attempt = (candidate: string): Attempt | null => {
      const tree = this.parse(candidate, item.start);
      return tree && { text: candidate, tree, damage: findDamage(tree, item, text, context.expectCalls) };
    };
    let best = attempt(repairAlways(text, item.kind, item.name, meaning));
    if (!best) return null;
    let tries = REPAIR_LIMIT;
    while (best.damage.score > 0 && tries > 0) {
      let better: Attempt | null = null;
      for (const candidate of repairDamage(best.text, best.damage.places.map((p) => p - item.start))) {
        if (tries-- <= 0) break;
        const next = attempt(candidate);
        if (next && next.damage.score < best.damage.score) { better = next; break; }
      }
      if (!better) break;
      best = better;
    }
    return best;
  }

  private parse(text: string, base: number): FlatTree | null {
    const { parser, read, names } = this.runtime;
    const now = this.now;
    const deadline = now ? now() + BASE_TIME + TIME_PER_THOUSAND * text.length / 1000 : 0;
    let asked = 0;
    const tree = parser.parse(text, null, now ? { progressCallback: (() => ++asked % QUESTIONS_BETWEEN_CLOCKS === 0 && now() > deadline) } : undefined);
    if (!tree) {
      // Otherwise the next parse would go on with this text.
      parser.reset();
      return null;
    }
    try {
      read(tree, base, this.scratch);
      return new FlatTree(text, base, this.scratch, names);
    } finally {
      tree.delete();
    }
  }
}

function opaque(item: Item, at: number, reason: string): ParsedItem {
  const text = reasonAt(item, at, reason);
  return { variants: [], opaque: text, opaqueAt: at, left: 1, leftReason: text };
}

function reasonAt(item: Item, at: number, reason: string): string {
  return `line ${new LineTable(item.file.text).lineOf(at)}: ${reason}`;
}
