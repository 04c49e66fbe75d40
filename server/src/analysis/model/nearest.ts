/**
 * The word of `words` that `word` was probably meant to be, or undefined when none is close.
 * Close is an edit distance of at most `limit`, a third of the length (a swap of neighbours counts once).
 * Time O(words * length^2); made for closed vocabularies and error messages.
 */
export function nearest(word: string, words: Iterable<string>, limit = Math.max(1, Math.floor(word.length / 3))): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean 'x'?`, or ` One of: a, b.` when nothing is close and the list is short enough to read. */
export function suggestion(word: string, words: Iterable<string>): string {
  const list = [...words];
  const close = nearest(word.slice(0, 80), list);
  if (close !== undefined) return `. Did you mean '${close}'?`;
  return list.length > 0 && list.length <= 24 ? `. Use one of: ${list.join(', ')}` : '';
}

/** Optimal string alignment distance. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, (before[j - 2] ?? 0) + 1);
      row.push(value);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
