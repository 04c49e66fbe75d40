import type { Item } from '../code/item.ts';
import type { FlatTree } from './flat-tree.ts';

export interface Damage {
  readonly score: number;
  readonly places: readonly number[];
  readonly reason: string | null;
  readonly at: number;
}

export function findDamage(tree: FlatTree, item: Item, _text: string, _expected?: ReadonlySet<string>): Damage {
  return { score: tree.hasError(0) ? 1 : 0, places: [], reason: null, at: item.start };
}
