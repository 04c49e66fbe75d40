import { createHash } from 'node:crypto';

/** SHA-256 of the UTF-8 bytes of a text, as hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export const sha256OfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
