/** Readers of single settings: each takes a value, its name, where to complain, and the default. None throws. */

type Complain = (text: string) => void;

const wrong = (value: unknown, name: string, complain: Complain, wanted: string): void =>
  complain(`setting ${name} is ignored: ${shown(value)} is not ${wanted}`);

/** A value in a message: JSON, cut where it gets long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? typeof value : text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

export function object(value: unknown, name: string, complain: Complain): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  wrong(value, name, complain, 'an object');
  return {};
}

export function boolean(value: unknown, name: string, complain: Complain, otherwise: boolean): boolean {
  if (typeof value === 'boolean') return value;
  if (value !== undefined && value !== null) wrong(value, name, complain, 'true or false');
  return otherwise;
}

export function number(value: unknown, name: string, complain: Complain, otherwise: number, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  if (value !== undefined && value !== null) wrong(value, name, complain, `a number from ${least} to ${most}`);
  return otherwise;
}

/** One of `words`; the first is the default unless another is given. */
export function word<W extends string>(value: unknown, name: string, complain: Complain, words: readonly [W, ...W[]], otherwise: W = words[0]): W {
  const found = words.find((candidate) => candidate === value);
  if (found === undefined && value !== undefined && value !== null) wrong(value, name, complain, `one of ${words.join(', ')}`);
  return found ?? otherwise;
}

/** A text that is not empty, or null. */
export function textOrNull(value: unknown, name: string, complain: Complain): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (value !== undefined && value !== null) wrong(value, name, complain, 'a text');
  return null;
}

/** A list of texts; what is no text in it is left out. */
export function texts(value: unknown, name: string, complain: Complain, otherwise: readonly string[]): readonly string[] {
  if (value === undefined || value === null) return otherwise;
  if (!Array.isArray(value)) {
    wrong(value, name, complain, 'a list of texts');
    return otherwise;
  }
  return value.filter((entry, i): entry is string => {
    if (typeof entry === 'string') return true;
    wrong(entry, `${name}[${i}]`, complain, 'a text');
    return false;
  });
}

/** A map to one of `words`; entries that are wrong are left out. `refuse` gives the reason why a key is, or null. */
export function record<W extends string>(
  value: unknown, name: string, complain: Complain, refuse: (key: string) => string | null, words: readonly W[],
): Readonly<Record<string, W>> {
  const found: Record<string, W> = {};
  for (const [key, entry] of Object.entries(object(value, name, complain))) {
    const reason = refuse(key);
    const known = words.find((candidate) => candidate === entry);
    if (reason !== null) complain(`setting ${name}.${key} is ignored: ${reason}`);
    else if (known === undefined) wrong(entry, `${name}.${key}`, complain, `one of ${words.join(', ')}`);
    else found[key] = known;
  }
  return found;
}
