/** A short string that occurs in several hints, and where in each. */
interface Needle {
  readonly bytes: Buffer;
  readonly hints: readonly { readonly bytes: Buffer; readonly offset: number }[];
}

/** Shorter needles occur everywhere, longer ones cover few hints. */
const SHORTEST = 5;
const LONGEST = 12;

/**
 * Looks for many strings in bytes at little more than the cost of two or three: the strings share pieces, only the pieces are searched
 * for, and the strings are compared where a piece was found.
 */
export class HintSearch {
  readonly #needles: readonly Needle[];

  /** Without a hint everything is found. */
  constructor(hints: readonly string[]) {
    this.#needles = cover(hints);
  }

  /** Whether `bytes` contain one of the hints. */
  foundIn(bytes: Buffer): boolean {
    if (this.#needles.length === 0) return true;
    for (const needle of this.#needles) {
      for (let at = bytes.indexOf(needle.bytes); at >= 0; at = bytes.indexOf(needle.bytes, at + 1)) {
        for (const hint of needle.hints) if (equalsAt(bytes, at - hint.offset, hint.bytes)) return true;
      }
    }
    return false;
  }
}

/** Needles such that each hint contains one, chosen greedily: the piece that most of the remaining hints share, the longest of such. */
function cover(hints: readonly string[]): Needle[] {
  const needles: Needle[] = [];
  let rest = [...new Set(hints)].sort();
  while (rest.length > 0) {
    const counts = new Map<string, number>();
    for (const hint of rest) for (const piece of pieces(hint)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    let best = '';
    for (const [piece, count] of counts) {
      const most = counts.get(best) ?? 0;
      if (count > most || (count === most && piece.length > best.length)) best = piece;
    }
    const needle = best;
    const covered = rest.filter((hint) => hint.includes(needle));
    needles.push({
      bytes: Buffer.from(needle),
      hints: covered.map((hint) => ({ bytes: Buffer.from(hint), offset: Buffer.byteLength(hint.slice(0, hint.indexOf(needle))) })),
    });
    rest = rest.filter((hint) => !hint.includes(needle));
  }
  return needles;
}

function pieces(hint: string): Set<string> {
  const found = new Set<string>();
  for (let length = Math.min(SHORTEST, hint.length); length <= Math.min(LONGEST, hint.length); length++) {
    for (let at = 0; at + length <= hint.length; at++) found.add(hint.slice(at, at + length));
  }
  return found;
}

function equalsAt(bytes: Buffer, at: number, hint: Buffer): boolean {
  if (at < 0 || at + hint.length > bytes.length) return false;
  for (let i = 0; i < hint.length; i++) if (bytes[at + i] !== hint[i]) return false;
  return true;
}
