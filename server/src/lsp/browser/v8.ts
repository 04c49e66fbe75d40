/** Engines of browsers take no flags. */
export const setFlagsFromString = (): void => undefined;
