/** Disc and digits in the margin, for light and dark themes; both keep a contrast above 4.5 to 1 on white, black and what themes use for them. */
const COLORS = { light: { disc: '#005fb8', digits: '#ffffff' }, dark: { disc: '#6cb6ff', digits: '#0b1a2b' } } as const;

/** A numbered disc as the address of an SVG picture. The active step is a full disc, the others are rings. */
export function marginIcon(number: number, active: boolean, theme: keyof typeof COLORS): string {
  const { disc, digits } = COLORS[theme];
  const size = number < 10 ? 10.5 : number < 100 ? 8.5 : 6.5;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">`
    + `<circle cx="8" cy="8" r="6.75" fill="${active ? disc : 'none'}" stroke="${disc}" stroke-width="1.25"/>`
    + `<text x="8" y="${8 + size * 0.36}" font-family="sans-serif" font-weight="bold" font-size="${size}" text-anchor="middle" fill="${active ? digits : disc}">${number}</text></svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
