import { UsageError } from './usage-error.ts';

/** Bytes of a size as it is written: `2m`, `500k`, `4096`. Throws UsageError naming `where` it was written. */
export function parseSize(text: string, where: string): number {
  const match = /^(\d{1,9})([km]?)b?$/i.exec(text.trim());
  const unit = match?.[2]?.toLowerCase();
  const bytes = Number(match?.[1]) * (unit === 'm' ? 1 << 20 : unit === 'k' ? 1 << 10 : 1);
  // The parser's memory is capped; far below this bound it would run for minutes.
  if (match === null || bytes < 1 || bytes > 1 << 28) throw new UsageError(`${where}: '${text}' is no size from 1 to 256m; write it like 500k or 2m`);
  return bytes;
}
