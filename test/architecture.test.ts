import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder, root } from './harness/files.ts';

/** The layers of the analysis in the order in which data flows; each may import from those before it, and nothing else. */
const LAYERS = ['code', 'cst', 'index', 'ir', 'model', 'ownership', 'verdict'];

/** The folders inside `ownership`, in the same order; types may be named across it. */
const STEPS = ['state', 'flow', 'transfer', 'paths', 'program', 'fields'];

/** The files beside the layers, which tie them together, in the order in which they may import from each other. */
const TIES = ['stages', 'memory', 'reading', 'judging', 'analyze'];

/** The doors: which folders of `server/src` may be imported besides the folder itself. `analysis` includes `analyze.ts`. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  report: ['analysis'],
  workspace: ['analysis'],
  launch: ['lsp', 'workspace'],
  cli: ['analysis', 'report', 'workspace', 'lsp', 'launch'],
  lsp: ['analysis', 'report', 'workspace'],
};

/** Types that join layers and that an earlier one names without depending on the code of the later one. */
const TYPE_ONLY: Readonly<Record<string, readonly string[]>> = { index: ['model'] };

const LONGEST = 400;
const sources = filesUnder('server/src', '.ts');
const extension = filesUnder('client/src', '.ts');
const texts = new Map([...sources, ...extension].map((path) => [path, readFileSync(new URL(path, root), 'utf8')]));

interface Import { readonly from: string; readonly to: string; readonly typeOnly: boolean }

function imports(path: string): Import[] {
  const found: Import[] = [];
  const text = texts.get(path) ?? '';
  for (const match of text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'/gm)) {
    found.push({ from: path, to: match[2] ?? '', typeOnly: match[1] !== undefined });
  }
  for (const match of text.matchAll(/\bimport\(\s*'([^']+)'\s*\)|^import\s+'([^']+)'/gm)) {
    found.push({ from: path, to: match[1] ?? match[2] ?? '', typeOnly: false });
  }
  return found;
}

const isLocal = (to: string): boolean => to.startsWith('.');
const resolve = (found: Import): string => posix.normalize(posix.join(posix.dirname(found.from), found.to));

/** `code` for server/src/analysis/code/scan.ts, `analyze` for server/src/analysis/analyze.ts, `` outside the analysis. */
function layerOf(path: string): string {
  const inside = /^server\/src\/analysis\/(?:([a-z]+)\/|([a-z]+)\.ts$)/.exec(path);
  return inside?.[1] ?? inside?.[2] ?? '';
}

function layerAllows(found: Import, from: string, to: string): boolean {
  if (to === from) return true;
  if (TIES.includes(from)) return LAYERS.includes(to) || (TIES.includes(to) && TIES.indexOf(to) < TIES.indexOf(from));
  if (found.typeOnly && TYPE_ONLY[from]?.includes(to)) return true;
  return LAYERS.includes(to) && LAYERS.indexOf(to) < LAYERS.indexOf(from);
}

describe('layers', () => {
  it('finds the sources', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.some((path) => imports(path).length > 0)).toBe(true);
  });

  it('of the analysis import only from those before them', () => {
    const wrong: string[] = [];
    for (const path of sources.filter((p) => p.startsWith('server/src/analysis/'))) {
      for (const found of imports(path).filter((i) => isLocal(i.to))) {
        const target = resolve(found);
        if (target.startsWith('server/models/') && layerOf(path) === 'model') continue;
        if (!layerAllows(found, layerOf(path), layerOf(target))) wrong.push(`${path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('of the ledger import only from those before them', () => {
    const stepOf = (path: string): string => /^server\/src\/analysis\/ownership\/(?:([a-z]+)\/)?[^/]*$/.exec(path)?.[1] ?? '';
    const inside = sources.filter((path) => path.startsWith('server/src/analysis/ownership/'));
    const wrong = inside.filter((path) => !STEPS.includes(stepOf(path)));
    for (const path of inside) {
      for (const found of imports(path).filter((i) => isLocal(i.to) && !i.typeOnly)) {
        const target = resolve(found);
        if (inside.includes(target) && STEPS.indexOf(stepOf(target)) > STEPS.indexOf(stepOf(path))) wrong.push(`${path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are all in the table', () => {
    const unknown = sources.map(layerOf).filter((layer) => layer !== '' && ![...TIES, ...LAYERS].includes(layer));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('around the analysis keep to their table', () => {
    const wrong: string[] = [];
    for (const path of sources.filter((p) => !p.startsWith('server/src/analysis/'))) {
      const door = path.split('/')[2] ?? '';
      for (const found of imports(path).filter((i) => isLocal(i.to))) {
        const target = resolve(found);
        const folder = target.startsWith('server/src/') ? (target.split('/')[2] ?? '') : '';
        if (folder === '' || folder === door || target === 'server/src/version.ts') continue;
        if (!DOORS[door]?.includes(folder)) wrong.push(`${path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('the analysis', () => {
  const analysis = sources.filter((path) => path.startsWith('server/src/analysis/'));
  const forbidden: readonly (readonly [string, RegExp])[] = [
    ['a module of the platform', /from\s+'(?:node:|vscode)|import\(\s*'(?:node:|vscode)/],
    ['the process', /\bprocess\.[a-z]/],
    ['a clock', /\bDate\b|\bperformance\.|\bsetTimeout\(|\bhrtime\b/],
    ['chance', /\bMath\.random\b/],
    ['the console', /\bconsole\./],
  ];
  for (const [what, pattern] of forbidden) {
    it(`does not touch ${what}`, () => {
      expect(analysis.filter((path) => pattern.test(withoutComments(texts.get(path) ?? '')))).toEqual([]);
    });
  }

  it('shows web-tree-sitter to one file only', () => {
    const users = sources.filter((path) => imports(path).some((i) => i.to === 'web-tree-sitter' && !i.typeOnly));
    expect(users.filter((path) => !path.startsWith('server/src/analysis/cst/'))).toEqual([]);
    expect(users.length).toBeLessThanOrEqual(1);
  });
});

describe('the extension', () => {
  it('shares with the server what they say to each other, and nothing else', () => {
    const local = extension.flatMap(imports).filter((found) => isLocal(found.to)).map((found) => [found.from, resolve(found)] as const);
    expect(local.filter(([, target]) => !target.startsWith('client/src/') && target !== 'server/src/lsp/protocol.ts')).toEqual([]);
    expect(local.some(([, target]) => target === 'server/src/lsp/protocol.ts')).toBe(true);
  });

  it('keeps Node out of what runs in a browser', () => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const found of imports(path).filter((i) => isLocal(i.to))) visit(resolve(found));
    };
    visit('client/src/browser.ts');
    const foreign = [...reached].flatMap(imports).filter((found) => /^node:|\/node$/.test(found.to));
    expect(foreign.map((found) => `${found.from} imports ${found.to}`)).toEqual([]);
    expect(reached.size).toBeGreaterThan(10);
  });
});

describe('the language server', () => {
  const server = sources.filter((path) => path.startsWith('server/src/lsp/'));
  const entries = ['server/src/lsp/browser.ts', 'server/src/lsp/node.ts', 'server/src/lsp/transport.ts'];

  it('knows the platform in its entries only', () => {
    const platform = /^(?:node:|vscode-languageserver\/(?:node|browser)$)/;
    expect(server.filter((path) => imports(path).some((i) => platform.test(i.to)))).toEqual(entries);
  });

  it('parses no C: what it imports, without its entries and types, never reaches the parser', () => {
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const found of imports(path).filter((i) => isLocal(i.to) && !i.typeOnly)) visit(resolve(found));
    };
    for (const path of server.filter((p) => !entries.includes(p))) visit(path);
    expect(seen.size).toBeGreaterThan(server.length);
    expect([...seen].filter((path) => /analysis\/(?:analyze\.ts|cst\/|ir\/)/.test(path))).toEqual([]);
  });
});

describe('source files', () => {
  it(`have at most ${LONGEST} lines`, () => {
    const all = [...sources, ...extension, ...filesUnder('test', '.ts')];
    const long = all.filter((path) => readFileSync(new URL(path, root), 'utf8').split('\n').length - 1 > LONGEST);
    expect(long).toEqual([]);
  });

  it('have no `any`, no ignored error and nothing left for later', () => {
    const weak = /(?::\s*any\b|\bas\s+any\b|<any>|@ts-ignore|@ts-nocheck|@ts-expect-error|\bTODO\b|\bFIXME\b|eslint-disable)/;
    const self = 'test/architecture.test.ts';
    const all = [...sources, ...extension, ...filesUnder('test', '.ts')].filter((path) => path !== self);
    expect(all.filter((path) => weak.test(readFileSync(new URL(path, root), 'utf8')))).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
