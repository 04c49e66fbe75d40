import type { MacroTable } from './item.ts';

/**
 * What a name does to the syntax around it: `loop` and `if` govern the next statement, `empty` leaves nothing behind
 * (or an attribute), `statement` brings its own `;` or block, `forever` is a loop head without arguments, `identity` is its argument,
 * `defer` runs the next statement, or its argument, when the scope is left.
 */
export type Meaning = 'loop' | 'if' | 'empty' | 'statement' | 'forever' | 'identity' | 'defer' | 'unknown';

/**
 * What a macro is known to do without its definition: `loop` governs a block that runs any number of times, `ignore` is an annotation,
 * `noreturn` does not come back, `return` leaves the function, `defer` governs what runs when the scope is left.
 */
export type MacroRole = 'loop' | 'ignore' | 'noreturn' | 'return' | 'defer';

const TYPE_KEYWORD = /^(?:void|int|char|short|long|unsigned|signed|float|double|_Bool|_Complex|__int128)$/;
const TAG_KEYWORD = /^(?:struct|union|enum)$/;
const QUALIFIER = /^(?:const|volatile|restrict|static|extern|inline|register|auto|typedef|__inline|__inline__|__restrict|__restrict__|__const|__volatile__|_Atomic|constexpr)$/;
const CONTROL = /^(?:if|else|for|while|do|switch|case|default|return|goto|break|continue)$/;
const OPERATOR_WORD = /^(?:sizeof|_Alignof|alignof|typeof|__typeof__|__typeof|_Generic|offsetof|__builtin_offsetof|__builtin_types_compatible_p|asm|__asm__|__asm|_Static_assert|static_assert|_Alignas|alignas|defined)$/;

export function isTypeKeyword(word: string): boolean { return TYPE_KEYWORD.test(word); }
export function isTagKeyword(word: string): boolean { return TAG_KEYWORD.test(word); }
export function isQualifier(word: string): boolean { return QUALIFIER.test(word); }
export function isControl(word: string): boolean { return CONTROL.test(word); }
/** Words that look like a call when a parenthesis follows, but are part of the language. */
export function isOperatorWord(word: string): boolean { return OPERATOR_WORD.test(word); }
/** Any word with a meaning of its own in C. */
export function isKeyword(word: string): boolean { return CONTROL.test(word) || TYPE_KEYWORD.test(word) || TAG_KEYWORD.test(word) || QUALIFIER.test(word) || OPERATOR_WORD.test(word); }

/** Written as macros are. */
export function isCapital(word: string): boolean { return /^[A-Z_][A-Z0-9_]*$/.test(word) && /[A-Z]/.test(word); }

/** Reads like an annotation rather than a type or a name. */
export function isAnnotation(word: string): boolean { return isCapital(word) || word.startsWith('_') || /unused/i.test(word); }

/** Macros that stand for other macros are followed this far. */
const ALIAS_LIMIT = 4;

/** What names mean to the parser, from the macros of the project and from configuration. */
export class WordMeaning {
  private readonly known = new Map<string, Meaning>();

  constructor(private readonly macros: MacroTable, private readonly words: ReadonlyMap<string, MacroRole>) {}

  of(name: string): Meaning {
    let meaning = this.known.get(name);
    if (meaning === undefined) {
      meaning = this.lookUp(name, ALIAS_LIMIT);
      this.known.set(name, meaning);
    }
    return meaning;
  }

  private lookUp(name: string, depth: number): Meaning {
    const word = this.words.get(name);
    if (word === 'loop' || word === 'defer') return word;
    if (word === 'ignore') return 'empty';
    let empty = false, unknown = false;
    for (const definition of this.macros.get(name) ?? []) {
      const meaning = definition.parameters?.length === 1 && definition.parameters[0]?.replace('...', '__VA_ARGS__').endsWith(definition.body.replace(/^\((.*)\)$/, '$1')) && definition.body !== '' ? 'identity' : this.ofBody(definition.body, depth);
      if (meaning === 'empty') empty = true;
      else if (meaning !== 'unknown') return meaning;
      else unknown = true;
    }
    // Empty in some configurations only, it is like any other macro.
    return empty && !unknown ? 'empty' : 'unknown';
  }

  private ofBody(body: string, depth: number): Meaning {
    if (body === '') return 'empty';
    if (/^(?:__attribute__|__attribute|__declspec|_Noreturn|__inline|__inline__|inline|static|extern|__extension__|__stdcall|__cdecl|\[\[)\b/.test(`${body} `) || body.startsWith('[[')) return 'empty';
    if (/^for\s*\(\s*;\s*;\s*\)$/.test(body)) return 'forever';
    const head = /^(for|while|if)\s*\(/.exec(body)?.[1];
    if (head && !/[;}]$/.test(body)) return head === 'if' || /\belse$/.test(body) ? 'if' : 'loop';
    if (/[;}]$/.test(body)) return 'statement';
    const alias = /^([A-Za-z_]\w*)\s*(?:\([^()]*\))?$/.exec(body)?.[1];
    return alias !== undefined && depth > 0 && this.macros.has(alias) ? this.lookUp(alias, depth - 1) : 'unknown';
  }
}
