import type { Account } from '../state/account.ts';
import type { Event } from '../state/event.ts';
import type { Frame, Site } from '../state/frame.ts';
import { set } from './ledger.ts';
import type { Value } from '../state/value.ts';
import type { World } from '../state/world.ts';

/** A way out of a function on which it has one reference more to what came in than there are places that it put it in. */
export interface LeftOver {
  readonly world: World;
  readonly site: Site;
  readonly value: Value;
  readonly name: string;
  readonly account: Account;
  readonly origin: Event;
}

/**
 * A function that adds a reference to its argument may do it for its caller (`conn_ref(s)`), or because it is told elsewhere to.
 * Only where it gives that reference away itself on another way out it has forgotten it on this one:
 *
 *     SSL_SESSION_up_ref(s);
 *     if ((e = malloc(sizeof(*e))) == NULL) return -1;
 *     e->sess = s;
 *
 * O(ways out with such a reference).
 */
export function checkAdded(frame: Frame): void {
  for (const { world, site, value, name, account, origin } of frame.leftOver) {
    if (account.doubts.includes('refused-reference') || !(frame.placed.has(origin.range.start) || frame.released.has(origin.range.start))) continue;
    frame.report(world, 'leak', site, value, name, { account, detail: 'added' });
    set(world, value, { ...account, state: 'lost' });
  }
}

/** Notes one way out. `places`: how many places outlive the function that have the value now, but for the one that it came in by. */
export function noteAdded(frame: Frame, world: World, site: Site, value: Value, name: string, account: Account, places: number): void {
  const { origin } = account;
  if (account.provenance !== 'incoming' || account.retained === 0 || origin === null || account.held === 0) return;
  if (account.state === 'lost' || places >= account.held) frame.placed.add(origin.range.start);
  else if (places === 0 && account.state === 'live') frame.leftOver.push({ world, site, value, name, account, origin });
}
