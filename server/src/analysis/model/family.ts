import type { Model } from './effects.ts';

/**
 * What drops and adds a reference, under names of the same family as the call that gave the session: the names that
 * share the longest beginning with `source`, else the usual ones. O(functions of the model).
 */
export function familyNames(model: Model, source: string): { readonly release: string; readonly retain: string } {
  const nearest = (effect: 'release' | 'retain', usual: string): string => {
    let best = usual;
    for (const entry of model.functions.values()) {
      if (!entry.tracked || entry.parameters.length !== 1 || entry.parameters[0]?.effect !== effect) continue;
      if (sharedStart(entry.name, source) > sharedStart(best, source)) best = entry.name;
    }
    return best;
  };
  return { release: nearest('release', model.release), retain: nearest('retain', model.retain) };
}

function sharedStart(a: string, b: string): number {
  let n = 0;
  while (n < a.length && a.charCodeAt(n) === b.charCodeAt(n)) n++;
  return n;
}
