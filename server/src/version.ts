import manifest from '../../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;

/** Homepage without a final `/`; null while package.json names none: no address is ever made up. */
export const HOMEPAGE: string | null = 'homepage' in manifest && typeof manifest.homepage === 'string' ? manifest.homepage.replace(/\/$/, '') : null;
