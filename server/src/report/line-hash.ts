const WINDOW = 100;
const BASE = 37n;
const SPACE = 32, TAB = 9, LF = 10, CR = 13, END_OF_FILE = 65535;
const WEIGHT = powerOfBase();

function powerOfBase(): bigint {
  let power = 1n;
  for (let i = 0; i < WINDOW; i++) power = BigInt.asUintN(64, power * BASE);
  return power;
}

/**
 * A hash of each line by which code hosts follow a finding when the file changes: over the next 100 characters from the start of
 * the line that are neither space nor tab (line ends count as LF, the end of the file as 65535, zeros after it), as a polynomial in
 * 37 modulo 2^64; then `:n` for the n-th line with that hash. Element 0 is line 1; the text after the last line end counts as a line.
 * Linear.
 */
export function lineHashes(text: string): string[] {
  // Hash of all characters up to each one as two 32-bit halves; the hash of a window is the difference of two of them.
  const high: number[] = [0];
  const low: number[] = [0];
  const starts: number[] = [];
  let atLineStart = true;
  const push = (code: number): void => {
    if (atLineStart) starts.push(low.length - 1);
    atLineStart = code === LF;
    const sum = (low[low.length - 1] ?? 0) * 37 + code;
    const carry = Math.floor(sum / 0x100000000);
    high.push(((high[high.length - 1] ?? 0) * 37 + carry) % 0x100000000);
    low.push(sum % 0x100000000);
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === SPACE || code === TAB || (code === LF && text.charCodeAt(i - 1) === CR)) continue;
    push(code === CR ? LF : code);
  }
  push(END_OF_FILE);
  const last = low.length - 1;
  const seen = new Map<string, number>();
  return starts.map((start) => {
    const end = Math.min(start + WINDOW, last);
    let hash = join(high[end], low[end]) - join(high[start], low[start]) * (end - start === WINDOW ? WEIGHT : power(end - start));
    // Characters that are missing after the end of the file are zeros.
    hash = BigInt.asUintN(64, hash * power(WINDOW - (end - start)));
    const hex = hash.toString(16);
    const count = (seen.get(hex) ?? 0) + 1;
    seen.set(hex, count);
    return `${hex}:${count}`;
  });
}

const join = (high = 0, low = 0): bigint => (BigInt(high) << 32n) | BigInt(low);

function power(exponent: number): bigint {
  let result = 1n;
  for (let i = 0; i < exponent; i++) result = BigInt.asUintN(64, result * BASE);
  return result;
}
