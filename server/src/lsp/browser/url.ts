/** The part of `node:url` that the analysis uses. */
export const fileURLToPath = (url: string): string => decodeURIComponent(new URL(url).pathname);
