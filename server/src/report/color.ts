export type Ink = 'error' | 'warning' | 'note' | 'gutter' | 'bold' | 'plain';

const CODES: Readonly<Record<Ink, string>> = { error: '1;31', warning: '1;33', note: '1;36', gutter: '34', bold: '1', plain: '' };

/** Text in a colour of the terminal, or as it is when `on` is false. */
export function paint(on: boolean, ink: Ink, text: string): string {
  return on && ink !== 'plain' && text !== '' ? `\u001b[${CODES[ink]}m${text}\u001b[0m` : text;
}
