/** The part of Node.js' Buffer that the analysis uses. */
export const Buffer = {
  from(text: string): Bytes {
    const encoded = new TextEncoder().encode(text);
    const bytes = new Bytes(encoded.length);
    bytes.set(encoded);
    return bytes;
  },

  allocUnsafeSlow: (length: number): Bytes => new Bytes(length),

  byteLength: (text: string): number => new TextEncoder().encode(text).length,
};

export class Bytes extends Uint8Array {
  copy(target: Uint8Array, targetStart: number, start: number, end: number): void {
    target.set(this.slice(start, end), targetStart);
  }

  /** Where a byte, or a sequence of them, first occurs; -1 when it does not. */
  override indexOf(sought: number | Uint8Array, from = 0): number {
    if (typeof sought === 'number') return super.indexOf(sought, from);
    const first = sought[0];
    if (first === undefined) return from;
    for (let at = super.indexOf(first, from); at >= 0; at = super.indexOf(first, at + 1)) {
      if (sought.every((byte, i) => this[at + i] === byte)) return at;
    }
    return -1;
  }

  override toString(encoding: 'latin1' | 'utf8' = 'utf8', start = 0): string {
    const bytes = this.subarray(start);
    if (encoding === 'utf8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const pieces: string[] = [];
    for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
    return pieces.join('');
  }
}

export const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80);

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
