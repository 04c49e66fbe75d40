import { isAscii, isUtf8 } from 'node:buffer';

/**
 * Bytes of a source file as text, or a reason why they are not text. UTF-8 with or without byte order mark; bytes that are no UTF-8
 * are read as Latin-1, which keeps every ASCII byte in place. Does not keep `bytes`.
 */
export function decode(bytes: Buffer): { text: string } | { reason: string } {
  if (isUtf16(bytes)) return { reason: 'not text in UTF-8: it begins like UTF-16' };
  if (bytes.includes(0)) return { reason: 'not text: it holds a NUL byte' };
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  // One byte a character in memory wherever that is possible.
  if (isAscii(bytes)) return { text: bytes.toString('latin1') };
  return { text: isUtf8(bytes) ? bytes.toString('utf8', start) : bytes.toString('latin1', start) };
}

/** Whether bytes begin with a byte order mark of UTF-16 (or UTF-32). */
export const isUtf16 = (bytes: Buffer): boolean =>
  bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
