import type { Item } from '../code/item.ts';
import { evaluateConstant } from './constant.ts';
import { declarationsIn, withoutNoise, type Declaration } from './declarations.ts';
import type { Known } from './index.ts';
import type { MacroIndex } from './macros.ts';

/** A member of a struct or union. */
export interface Field {
  /** `struct tag`, or the typedef name of one without a tag. */
  readonly owner: string;
  readonly name: string;
  readonly type: string;
  readonly depth: number;
  readonly path: string;
}

const NUMBERS = new Set(['void', 'char', 'short', 'int', 'long', 'float', 'double', 'signed', 'unsigned', 'bool', '_Bool', 'size_t', 'ssize_t', 'time_t', 'off_t', 'socklen_t', 'FILE', 'va_list']);
const MAXIMUM_CHAIN = 12;

/** The typedefs, structs, unions and enums of a project; each is read when it is asked for. */
export class TypeIndex {
  private names: Map<string, Item[]> | undefined;
  private readonly depths = new Map<string, number>();
  private readonly structs = new Map<string, readonly Field[] | undefined>();
  private readonly overlaid = new Map<string, boolean>();
  private readonly typedefs = new Map<string, string | undefined>();
  private fields: Map<string, Field[]> | undefined;
  private enumerators: Map<string, number | undefined> | undefined;
  private readonly tracked: ReadonlySet<string>;

  constructor(private readonly items: readonly Item[], known: Known, private readonly macros: MacroIndex) {
    this.tracked = new Set(known.types);
  }

  private get byName(): ReadonlyMap<string, readonly Item[]> {
    if (this.names === undefined) {
      this.names = new Map();
      for (const item of this.items) {
        for (const name of namesOf(item)) {
          const list = this.names.get(name);
          if (list === undefined) this.names.set(name, [item]);
          else list.push(item);
        }
      }
    }
    return this.names;
  }

  isType(name: string): boolean {
    return NUMBERS.has(name) || this.tracked.has(name) || this.byName.has(name);
  }

  depthOf(type: string): number {
    let depth = this.depths.get(type);
    if (depth === undefined) {
      depth = this.computeDepth(type);
      this.depths.set(type, depth);
    }
    return depth;
  }

  private computeDepth(type: string): number {
    const { base, levels, hasFunction } = splitType(type);
    if (base === '') return -1;
    let [name, stars] = [base, levels];
    for (let i = 0; i < MAXIMUM_CHAIN; i++) {
      if (this.tracked.has(name)) return hasFunction ? 0 : stars;
      const alias = this.macros.aliasOf(name, '');
      if (alias !== name) {
        name = alias;
        continue;
      }
      const target = this.typedefOf(name);
      if (target === undefined) break;
      const inner = splitType(target);
      if (inner.hasFunction) return 0;
      stars += inner.levels;
      if (inner.base === name) return 0;
      name = inner.base;
    }
    if (/^(?:struct|union|enum)\b/.test(name)) return 0;
    if (name === 'void') return stars === 0 ? 0 : -1;
    return name.split(' ').every((word) => NUMBERS.has(word)) || this.byName.has(name) ? 0 : -1;
  }

  /** What a typedef name stands for; undefined when it is none, or different things in different files. */
  private typedefOf(name: string): string | undefined {
    if (this.typedefs.has(name)) return this.typedefs.get(name);
    let found: string | undefined;
    for (const item of this.byName.get(name) ?? []) {
      const text = item.file.text.slice(item.start, item.end);
      if (!/^\s*(?:__extension__\s+)?typedef\b/.test(text)) continue;
      const target = declarationsIn(text).find((declaration) => declaration.name === name)?.type;
      if (target === undefined) continue;
      if (found !== undefined && found !== target) {
        // void * under one #if, T * under the other: the tracked one is the interesting one
        if (this.trackedBase(found)) continue;
        if (!this.trackedBase(target)) { found = undefined; break; }
      }
      found = target;
    }
    this.typedefs.set(name, found);
    return found;
  }

  private trackedBase(type: string): boolean {
    return this.tracked.has(splitType(type).base);
  }

  fieldsOf(type: string): readonly Field[] | undefined {
    const { base, levels } = splitType(type);
    if (levels > 0 || base === '') return undefined;
    if (this.structs.has(base)) return this.structs.get(base);
    this.structs.set(base, undefined);
    let fields: readonly Field[] | undefined;
    const name = base.replace(/^(?:struct|union)\s+/, '');
    for (const item of this.byName.get(name) ?? []) {
      const own = this.membersOf(item);
      if (own.length === 0) continue;
      if (fields !== undefined && fields.map((field) => field.name).join() !== own.map((field) => field.name).join()) { fields = undefined; break; }
      fields = own;
    }
    if (fields === undefined) {
      const target = this.typedefOf(name);
      if (target !== undefined && target !== base) fields = this.fieldsOf(target);
    }
    this.structs.set(base, fields);
    return fields;
  }

  /** Whether some members of a type lie over each other: a union, or a struct with one inside. Memoised. */
  overlaps(type: string): boolean {
    const { base, levels } = splitType(type);
    if (levels > 0 || base === '') return false;
    if (base.startsWith('union')) return true;
    const known = this.overlaid.get(base);
    if (known !== undefined) return known;
    this.overlaid.set(base, false);
    const name = base.replace(/^struct\s+/, '');
    const hasUnion = (item: Item): boolean => membersIn(item).length > 0 && /\bunion\b/.test(item.file.text.slice(item.start, item.end));
    const target = this.typedefOf(name);
    const answer = (this.byName.get(name) ?? []).some(hasUnion) || (target !== undefined && target !== base && this.overlaps(target));
    this.overlaid.set(base, answer);
    return answer;
  }

  private membersOf(item: Item): readonly Field[] {
    return membersIn(item).map(({ owner, name, type }) => ({ owner, name, type, depth: this.depthOf(type), path: item.file.path }));
  }

  private allFields(): Map<string, Field[]> {
    if (this.fields === undefined) {
      this.fields = new Map();
      for (const item of this.items) {
        for (const field of this.membersOf(item)) {
          const list = this.fields.get(field.name);
          if (list === undefined) this.fields.set(field.name, [field]);
          else list.push(field);
        }
      }
    }
    return this.fields;
  }

  fieldTypes(name: string): ReadonlySet<string> {
    return new Set((this.allFields().get(name) ?? []).map((field) => field.type));
  }

  fieldDepth(name: string): number {
    const depths = new Set((this.allFields().get(name) ?? []).map((field) => field.depth));
    const [depth] = depths;
    return depths.size === 1 && depth !== undefined ? depth : -1;
  }

  trackedFields(): readonly Field[] {
    return [...this.allFields().values()].flat().filter((field) => field.depth > 0);
  }

  enumerator(name: string): number | undefined {
    return this.allEnumerators().get(name);
  }

  isEnumerator(name: string): boolean {
    return this.allEnumerators().has(name);
  }

  private allEnumerators(): ReadonlyMap<string, number | undefined> {
    if (this.enumerators === undefined) {
      const values = new Map<string, number | undefined>();
      this.enumerators = values;
      for (const item of this.items) this.readEnum(item, values);
    }
    return this.enumerators;
  }

  private readEnum(item: Item, values: Map<string, number | undefined>): void {
    const text = item.file.text.slice(item.start, item.end);
    if (!/^\s*(?:typedef\s+)?enum\b/.test(text)) return;
    const body = withoutNoise(text.slice(text.indexOf('{') + 1, Math.max(0, text.lastIndexOf('}'))));
    let next: number | undefined = 0;
    for (const part of splitAtCommas(body)) {
      const match = /^\s*([A-Za-z_]\w*)\s*(?:=([^]*))?$/.exec(part);
      if (match?.[1] === undefined) continue;
      if (match[2] !== undefined) next = evaluateConstant(match[2], (name) => values.get(name) ?? this.macros.integerOf(name, item.file.path));
      const name = match[1];
      // two enums disagree: no value
      values.set(name, values.has(name) && values.get(name) !== next ? undefined : next);
      next = next === undefined ? undefined : next + 1;
    }
  }
}

/** Names under which a type item can be looked up: what the scanner named it, the tag, the typedef names after the body. */
function namesOf(item: Item): ReadonlySet<string> {
  const names = new Set<string>();
  if (item.name !== '') names.add(item.name);
  const { text } = item.file;
  const tag = /^\s*(?:__extension__\s+)?(?:typedef\s+)?(?:const\s+)?(?:struct|union|enum)\s+([A-Za-z_]\w*)/.exec(text.slice(item.start, Math.min(item.end, item.start + 200)))?.[1];
  if (tag !== undefined) names.add(tag);
  for (const match of text.slice(Math.max(item.start, item.end - 120), item.end).matchAll(/[}*\s,]([A-Za-z_]\w*)\s*(?=[;,])/g)) {
    if (match[1] !== undefined && text.charCodeAt(item.start) === 't'.charCodeAt(0) && text.startsWith('typedef', item.start)) names.add(match[1]);
  }
  return names;
}

function splitAtCommas(body: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(body.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(body.slice(start));
  return parts;
}

const members = new WeakMap<Item, readonly (Declaration & { readonly owner: string })[]>();

/** Members of the struct or union that an item defines. An item is looked at once: its text never changes. */
export function membersIn(item: Item): readonly (Declaration & { readonly owner: string })[] {
  const known = members.get(item);
  if (known !== undefined) return known;
  const text = item.file.text.slice(item.start, item.end);
  const head = /^\s*(?:__extension__\s+)?(?:(?:typedef|static|extern)\s+)?(?:const\s+)?(struct|union)\b\s*(\w*)/.exec(text);
  const open = text.indexOf('{');
  const close = text.lastIndexOf('}');
  const owner = head?.[2] === '' || head?.[2] === undefined ? item.name : `struct ${head[2]}`;
  const found = head === null || open < 0 || close < open ? [] : flatten(text.slice(open + 1, close)).map((member) => ({ ...member, owner }));
  members.set(item, found);
  return found;
}

/** Members of a struct body; those of an unnamed struct or union inside count as its own. */
function flatten(body: string): Declaration[] {
  const members: Declaration[] = [];
  for (const match of body.matchAll(/\b(?:struct|union)\s*\w*\s*\{([^{}]*)\}/g)) {
    for (const member of declarationsIn(match[1] ?? '')) members.push(member);
  }
  const inner = new Set(members.map((member) => member.name));
  const own = declarationsIn(body).filter((member) => !inner.has(member.name));
  return members.length === 0 ? own : [...own, ...members];
}

function splitType(type: string): { base: string; levels: number; hasFunction: boolean } {
  let levels = 0;
  let at = type.length;
  let hasFunction = false;
  for (; at > 0; at--) {
    const c = type[at - 1];
    if (c === '*' || c === '[') levels++;
    else if (c === '(' || c === ')') hasFunction = true;
    else if (c !== ' ' && c !== ']') break;
  }
  if (hasFunction && type.includes('(') && at > 0 && type[at - 1] !== ' ') {
    // STACK_OF(X) * keeps its parentheses
    const open = type.indexOf('(');
    if (open > 0 && /\w/.test(type[open - 1] ?? '') && open < at) return { base: type.slice(0, at).trim(), levels, hasFunction: false };
  }
  const base = type.slice(0, at).replace(/\b(?:const|volatile)\b/g, '').replace(/\s+/g, ' ').trim();
  return { base, levels, hasFunction };
}
