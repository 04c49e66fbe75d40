// How much of real C can be parsed: over the HEAD commits of bare repositories, the share of functions that name a
// session function and can be trusted, with the ones that cannot and why.
//
//   node test/tools/parse-metric.mjs MIRROR [owner+name ...] [--list] [--names REGEXP]
//
// MIRROR/<owner>+<name>/repo are bare git directories; without names all of them are read.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
const list = args.includes('--list');
const namesAt = args.indexOf('--names');
const pattern = new RegExp(namesAt >= 0 ? args[namesAt + 1] : String.raw`\b(?:wolf)?(?:SSL|ssl)_(?:CTX_)?(?:sess|SESSION|[sg]et[01]?_session|add_session|remove_session|flush_sessions)\w*|\b[di]2[di]_SSL_SESSION\w*|\bPEM_(?:read|write)\w*_SSL_SESSION\w*|\bngx_ssl_(?:get|free|set)\w*_session\w*`);
const positional = args.filter((a, i) => !a.startsWith('--') && (namesAt < 0 || i !== namesAt + 1));
const mirror = positional[0];
if (!mirror) { console.error('usage: parse-metric.mjs MIRROR [owner+name ...] [--list] [--names REGEXP]'); process.exit(2); }

const out = mkdtempSync(join(tmpdir(), 'parse-metric-'));
await build({
  stdin: { contents: ['code/scan', 'code/tokens', 'code/macro', 'code/position', 'cst/parser'].map((f) => `export * from './server/src/analysis/${f}.ts';`).join('\n'), resolveDir: root },
  bundle: true, platform: 'node', format: 'esm', outfile: join(out, 'front.mjs'), logLevel: 'error',
});
const { scan, Tokens, parseMacro, LineTable, createParser } = await import(pathToFileURL(join(out, 'front.mjs')).href);
rmSync(out, { recursive: true });

const models = join(root, 'server/models');
const expectCalls = new Set();
for (const file of existsSync(models) ? readdirSync(models).filter((f) => f.endsWith('.json') && !f.includes('schema')) : []) {
  const model = JSON.parse(readFileSync(join(models, file), 'utf8'));
  for (const name of Object.keys(model.functions ?? {})) if (pattern.test(name)) expectCalls.add(name);
}
const parser = await createParser({
  runtime: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammar: readFileSync(require.resolve('tree-sitter-c/tree-sitter-c.wasm')),
}, { now: () => performance.now() });

function readTree(repository) {
  const git = (a, input) => spawnSync('git', ['-C', repository, ...a], { input, maxBuffer: 1 << 30 }).stdout;
  const entries = git(['ls-tree', '-r', '-z', 'HEAD']).toString('utf8').split('\0').map((l) => /^\S+ blob (\S+)\t(.*)$/s.exec(l)).filter((m) => m && /\.[chly]$|\.inc$/.test(m[2]) && !/\.[ly]$/.test(m[2]));
  const data = git(['cat-file', '--batch'], entries.map((m) => m[1]).join('\n') + '\n');
  const files = [];
  let at = 0;
  for (const [, , path] of entries) {
    const end = data.indexOf(10, at);
    const size = Number(data.toString('latin1', at, end).split(' ')[2]);
    files.push({ path, text: data.toString('latin1', end + 1, end + 1 + size) });
    at = end + 2 + size;
  }
  return files;
}

const total = { relevant: 0, opaque: 0, partial: 0, confined: 0 };
console.log('repository'.padEnd(36), 'files     MB  scan MB/s  relevant  opaque  partial  damaged   share  parse ms  ms/fn  slowest');
for (const name of positional.length > 1 ? positional.slice(1) : readdirSync(mirror).sort()) {
  const repository = join(mirror, name, 'repo');
  if (!existsSync(repository)) continue;
  try { execFileSync('git', ['-C', repository, 'rev-parse', 'HEAD'], { stdio: 'ignore' }); } catch { continue; }
  const files = readTree(repository);
  const started = performance.now();
  const scanned = files.map((file) => scan(file));
  const scanTime = performance.now() - started;
  const bytes = files.reduce((n, f) => n + f.text.length, 0);
  const macros = new Map();
  for (const { items } of scanned) for (const item of items) {
    if (item.kind !== 'macro') continue;
    const macro = parseMacro(item);
    if (!macro) continue;
    const known = macros.get(macro.name);
    if (known) known.push(macro); else macros.set(macro.name, [macro]);
  }
  const context = { macros, words: new Map(), expectCalls };
  let relevant = 0, opaque = 0, partial = 0, confined = 0, slowest = 0;
  const parseStart = performance.now();
  const notes = [];
  scanned.forEach(({ items }, index) => {
    for (const item of items) {
      if (item.kind !== 'function' || !pattern.test(item.file.text.slice(item.start, item.end))) continue;
      relevant++;
      const before = performance.now();
      const parsed = parser.parseItem(item, context);
      slowest = Math.max(slowest, performance.now() - before);
      const lines = new LineTable(item.file.text);
      if (parsed.opaque !== null) { opaque++; notes.push(`  ${files[index].path}:${lines.lineOf(parsed.opaqueAt)} ${item.name} ${parsed.opaque}`); }
      else if (parsed.left > 0) { partial++; notes.push(`  ${files[index].path}:${lines.lineOf(item.start)} ${item.name} (${parsed.left} of ${parsed.left + parsed.variants.length} readings left out: ${parsed.leftReason ?? ''})`); }
      else if (parsed.variants.some((v) => v.tree.hasError(0))) { confined++; if (list) for (const v of parsed.variants) { for (let i = 0; i < v.tree.size; i++) if (v.tree.type(i) === 'ERROR' || v.tree.isMissing(i)) { notes.push(`  ~ ${files[index].path}:${lines.lineOf(v.tree.start(i))} ${item.name} ${v.tree.type(i)} \`${v.tree.text(i).slice(0, 60).replace(/\s+/g, ' ')}\``); break; } } }
    }
  });
  const parseTime = performance.now() - parseStart;
  // Calls that the splitting into items lost: tokens know nothing of items.
  let stray = 0;
  scanned.forEach(({ items }, index) => {
    const { path, text } = files[index];
    if (!pattern.test(text)) return;
    const owners = items.filter((i) => i.kind === 'function' || i.kind === 'prototype' || i.kind === 'global');
    const lines = new LineTable(text);
    const tokens = new Tokens(text);
    for (let i = 0; i < tokens.count; i++) {
      if (tokens.kind(i) !== 1 || tokens.kind(i + 1) !== 40 || !expectCalls.has(tokens.word(i))) continue;
      const at = tokens.start(i);
      if (!owners.some((o) => at >= o.start && at < o.end)) { stray++; notes.push(`  ? ${path}:${lines.lineOf(at)} ${lines.lineText(lines.lineOf(at)).trim().slice(0, 80)}`); }
    }
  });
  total.relevant += relevant; total.opaque += opaque; total.partial += partial; total.confined += confined;
  console.log(name.padEnd(36), String(files.length).padStart(5), (bytes / 1e6).toFixed(1).padStart(6), (bytes / 1e3 / scanTime).toFixed(0).padStart(8), String(relevant).padStart(9), String(opaque).padStart(7), String(partial).padStart(8), String(confined).padStart(8), `${(100 * (1 - opaque / Math.max(1, relevant))).toFixed(1)} %`.padStart(8), parseTime.toFixed(0).padStart(9), (parseTime / Math.max(1, relevant)).toFixed(2).padStart(6), slowest.toFixed(0).padStart(7));
  for (const note of notes) console.log(note);
}
console.log('total', total, `usable ${(100 * (1 - total.opaque / Math.max(1, total.relevant))).toFixed(2)} %`);
