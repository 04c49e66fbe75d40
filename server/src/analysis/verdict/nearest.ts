/**
 * Number of single-character edits (insert, delete, replace, swap of neighbours) between two words.
 * Words longer than 64 characters count as entirely different. O(|a|·|b|).
 */
function distance(a: string, b: string): number {
  if (a.length > 64 || b.length > 64) return Infinity;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforePrevious[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? Infinity;
}

/**
 * The candidate closest to a mistyped word, or undefined when none is close (more than a third of the letters differ, at least two allowed).
 * The first of equally close candidates wins, so the answer depends on the order of `candidates` only.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const d = distance(wanted, candidate.toLowerCase());
    // Every letter changed is no resemblance ("xy" and "ab").
    if (d < least && d < Math.max(wanted.length, candidate.length)) {
      best = candidate;
      least = d;
    }
  }
  return best;
}

/** ` Did you mean 'x'?` for an error text, or '' when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === undefined ? '' : `. Did you mean '${near}'?`;
}
