import type { FieldEvent } from '../state/field-events.ts';

/**
 * Members of structs that nothing in the project declares (a header that is not there), as far as the code shows them:
 * an owned session is stored in `c->sess`, where `c` has this type.
 */
export interface Undeclared {
  /** Type of the pointer, as it is spelled, to the names of such members. */
  readonly behind: ReadonlyMap<string, readonly string[]>;
  readonly members: ReadonlySet<string>;
  /** Words of those types, to find functions by. */
  readonly words: ReadonlySet<string>;
}

/** O(events). `isDeclared` tells whether any struct of the project has a member of this name. */
export function undeclaredMembers(events: readonly FieldEvent[], isDeclared: (name: string) => boolean): Undeclared {
  const behind = new Map<string, string[]>();
  const members = new Set<string>();
  const words = new Set<string>();
  for (const event of events) {
    const named = event.kind === 'owned' ? /^(\w+)->(\w+)$/.exec(event.name) : null;
    const [, variable, member] = named ?? [];
    if (variable === undefined || member === undefined || event.field !== `.${member}` || isDeclared(member)) continue;
    const type = event.function.variables.find((candidate) => candidate.name === variable)?.type ?? '';
    const tag = /(\w+)\s*\*$/.exec(type)?.[1];
    if (tag === undefined || tag === 'void' || tag === 'char') continue;
    const known = behind.get(type);
    if (known === undefined) behind.set(type, [member]);
    else if (!known.includes(member)) known.push(member);
    members.add(member);
    words.add(tag);
  }
  return { behind, members, words };
}
