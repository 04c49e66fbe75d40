import type { Instruction } from '../../ir/instructions.ts';
import type { Account } from '../../ownership/state/account.ts';
import type { World } from '../../ownership/state/world.ts';

/**
 * Since when nothing is known of a session. The ledger does not write it down; whoever looks on sees the instruction
 * after which an account is `lost` for the first time.
 */
export class LostTrack {
  /** Accounts are never changed, only replaced. */
  readonly #since = new Map<Account, Instruction | null>();

  /** To be told of every world after every instruction, and with null before the first. O(accounts). */
  note(world: World, instruction: Instruction | null): void {
    for (const account of world.accounts.values()) {
      if (account.state === 'lost' && !this.#since.has(account)) this.#since.set(account, instruction);
    }
  }

  since(account: Account): Instruction | null { return this.#since.get(account) ?? null; }
}
