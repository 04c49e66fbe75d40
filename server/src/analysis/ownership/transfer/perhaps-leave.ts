import { doubt } from '../state/account.ts';
import { set } from './ledger.ts';
import type { World } from '../state/world.ts';

/**
 * `SSL_SESSION_free(s); THROW(x);`, and nobody has seen the macro: whether what was released or handed over before can be met again
 * after it is not known. O(accounts).
 */
export function perhapsLeave(world: World): void {
  for (const [value, account] of world.accounts) {
    const isDone = account.state === 'gone' || account.state === 'ended' || account.stored !== null;
    if (isDone && !account.doubts.includes('perhaps-left')) set(world, value, doubt(account, 'perhaps-left'));
  }
}
