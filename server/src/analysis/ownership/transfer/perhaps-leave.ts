import { doubt } from '../state/account.ts';
import { set } from './ledger.ts';
import type { World } from '../state/world.ts';

/**
 * `SSL_SESSION_free(s); THROW(x);`, and nobody has seen the macro: whether what was released or handed over before can be met again
 * after it is not known. O(accounts).
 */
export function perhapsLeave(world: World): void {
  for (const [value, account] of world.accounts) {
    const reason = account.state === 'gone' || account.state === 'ended' ? 'perhaps-left' : account.stored === null ? null : 'perhaps-handed-over';
    if (reason !== null && !account.doubts.includes(reason)) set(world, value, doubt(account, reason));
  }
}
