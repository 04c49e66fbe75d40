import type { Reporter } from './report.ts';

/** Formats by name. Each is loaded when it is used: most runs need one. */
const FORMATS = {
  full: async () => (await import('./full.ts')).full,
  concise: async () => (await import('./concise.ts')).concise,
  gcc: async () => (await import('./gcc.ts')).gcc,
  json: async () => (await import('./json.ts')).json,
  jsonl: async () => (await import('./json.ts')).jsonl,
  sarif: async () => (await import('./sarif.ts')).sarif,
} satisfies Record<string, () => Promise<Reporter>>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

export const isFormat = (name: string): name is FormatName => Object.hasOwn(FORMATS, name);
export const loadReporter = (name: FormatName): Promise<Reporter> => FORMATS[name]();
