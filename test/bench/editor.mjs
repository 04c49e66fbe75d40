// How the language server feels: figures taken at the protocol, with the built server, as ratios where a ratio means something.
//
//   npm run bench:editor -- [--edits N] [--runs N] [--type] DIR:FILE...
//
// For each DIR:FILE a fresh server has DIR open as its folder and FILE as its document. Printed are
//   first       start of the process to the diagnostics of FILE, over the wall time of `node -e 0` (medians of N runs, 7)
//   workspace   start of the process to the diagnostics of all files of DIR, in ms; and the longest wait for an answer meanwhile
//   keystroke   N edits (500), typed and taken back a character at a time in the functions of FILE, each at once asked for diagnostics:
//               `thread` is the wait for an answer that needs no analysis, sent right behind the edit; `diagnostics` the wait for those
//   memory      resident memory of the server's process after that, in MiB
// With --type, FILE is typed from nothing, a character at a time, instead; each text is analysed. Told is how often the server answered with
// an error or logged one, and whether it says, at ten places on the way and at the end, what a fresh server says of the same text.
//
// Without arguments: on 8,000 lines that are made up, in a temporary folder.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';

const SERVER = fileURLToPath(new URL('../../server/out/server.js', import.meta.url));
const LINES = 8000;
/** Milliseconds between two questions while the workspace is analysed. */
const PAUSE = 4;
/** A little more than findings stay in functions that cannot be read any more. */
const GRACE = 2200;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { edits: { type: 'string', default: '500' }, runs: { type: 'string', default: '7' }, type: { type: 'boolean', default: false } } });
const edits = Number(values.edits);
const runs = Number(values.runs);
if (!(runs >= 1) || !(edits >= 1)) fail('usage: npm run bench:editor -- [--edits N] [--runs N] [--type] DIR:FILE...');
if (!existsSync(SERVER)) fail("bench:editor: server/out/server.js is missing; run 'npm run build'");

async function measure(title, folder, file) {
  const uri = pathToFileURL(join(folder, file)).href;
  const text = readFileSync(join(folder, file), 'latin1');
  const first = [];
  const bare = [];
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    spawnSync(process.execPath, ['-e', '0']);
    bare.push(since(start));
    const server = await Server.start(folder);
    server.open(uri, text);
    await server.diagnostics(uri);
    first.push(since(server.started));
    await server.stop();
  }
  console.log(title);
  console.log(`  first diagnostics: ${(median(first) / median(bare)).toFixed(1)}x the wall time of node -e 0 (medians of ${runs})`);

  const server = await Server.start(folder);
  server.open(uri, text);
  let longest = 0;
  let busy = true;
  const pings = (async () => {
    while (busy) {
      const start = process.hrtime.bigint();
      await server.ping();
      longest = Math.max(longest, since(start));
      await new Promise((wake) => setTimeout(wake, PAUSE));
    }
  })();
  const files = await server.workspace();
  const all = since(server.started);
  busy = false;
  await pings;
  console.log(`  workspace: all diagnostics ${all.toFixed(0)} ms after the start of the process (${files} files); longest wait for an answer meanwhile ${longest.toFixed(1)} ms`);

  const waits = { thread: [], diagnostics: [] };
  for (const change of script(text, edits)) {
    const start = process.hrtime.bigint();
    server.change(uri, change);
    const pull = server.diagnostics(uri);
    await server.ping();
    waits.thread.push(since(start));
    await pull;
    waits.diagnostics.push(since(start));
  }
  const shown = (numbers) => [50, 95, 99].map((p) => `p${p} ${percentile(numbers, p).toFixed(1)} ms`).join(', ');
  console.log(`  keystroke (${waits.thread.length} edits): thread ${shown(waits.thread)}`);
  console.log(`                         diagnostics ${shown(waits.diagnostics)}`);
  console.log(`  memory: ${server.memory()} MiB`);
  await server.stop();
}

/** Types a whole file. */
async function type(title, folder, file) {
  const uri = pathToFileURL(join(folder, file)).href;
  const text = readFileSync(join(folder, file), 'latin1');
  const server = await Server.start(folder);
  const said = async (one) => JSON.stringify((await one.diagnostics(uri)).items.map(({ range, message, relatedInformation }) => [range, message, relatedInformation]));
  server.open(uri, '');
  let failures = 0;
  let compared = 0;
  let stale = 0;
  const places = new Set([...Array(10).keys()].map((i) => Math.floor(((i + 1) * text.length) / 10)));
  const at = { line: 0, character: 0 };
  for (let i = 0; i < text.length; i++) {
    server.change(uri, { range: { start: { ...at }, end: { ...at } }, text: text[i] });
    if (text[i] === '\n') { at.line++; at.character = 0; } else at.character++;
    await server.diagnostics(uri).catch(() => failures++);
    if (!places.has(i + 1)) continue;
    // Findings may outlive a syntax error that long.
    await new Promise((wake) => setTimeout(wake, GRACE));
    const fresh = await Server.start(folder);
    fresh.open(uri, text.slice(0, i + 1));
    compared++;
    if (await said(server) !== await said(fresh)) stale++;
    await fresh.stop();
  }
  console.log(`${title}: ${text.length} texts, ${failures} answered with an error, ${server.errors} errors logged, ${stale} of ${compared} compared texts with other findings than in a fresh server`);
  await server.stop();
  if (failures + server.errors + stale > 0) process.exitCode = 1;
}

class Server {
  errors = 0;

  static async start(folder) {
    const server = new Server();
    server.started = process.hrtime.bigint();
    server.child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    server.connection = createMessageConnection(new StreamMessageReader(server.child.stdout), new StreamMessageWriter(server.child.stdin));
    server.connection.onRequest('workspace/configuration', ({ items }) => items.map(() => ({ scope: 'workspace' })));
    server.connection.onRequest('client/registerCapability', () => null);
    server.connection.onRequest('workspace/diagnostic/refresh', () => null);
    // 1 is an error.
    server.connection.onNotification('window/logMessage', ({ type: kind }) => { if (kind === 1) server.errors++; });
    server.connection.listen();
    server.version = 1;
    const root = pathToFileURL(folder).href;
    await server.connection.sendRequest('initialize', {
      processId: process.pid, rootUri: root, workspaceFolders: [{ uri: root, name: 'bench' }],
      capabilities: { textDocument: { diagnostic: {}, synchronization: {} }, workspace: { diagnostics: { refreshSupport: true }, configuration: true, workspaceFolders: true } },
    });
    void server.connection.sendNotification('initialized', {});
    return server;
  }

  open(uri, text) {
    void this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'c', version: this.version, text } });
  }

  change(uri, contentChange) {
    void this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: ++this.version }, contentChanges: [contentChange] });
  }

  diagnostics(uri) { return this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } }); }

  async workspace() { return (await this.connection.sendRequest('workspace/diagnostic', { previousResultIds: [] })).items.length; }

  /** A question that the server answers at once: a method it has not. */
  async ping() { await this.connection.sendRequest('bench/ping', {}).catch(() => null); }

  memory() { return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024); }

  async stop() {
    const ended = new Promise((done) => this.child.once('exit', done));
    await this.connection.sendRequest('shutdown');
    void this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
  }
}

/** The cursor goes over a bracket that the editor has closed. */
const OVER = '';
const KEYS = [...'\n    if ', '()', ...'ssl != 0', OVER, ' ', '{}', ...' SSL_SESSION_free', '()', ...'s', OVER, ...'; '];

/** Edits as an editor sends them: statements typed at ends of lines inside functions, brackets closed by the editor, and taken back again. */
function* script(text, count) {
  const lines = text.split('\n');
  const places = [];
  let inside = false;
  for (const [i, line] of lines.entries()) {
    // The brace of a function stands in the first column or behind its parameters, that of a struct behind its name.
    if (/^[{}]/.test(line)) inside = line.startsWith('{');
    else if (/^\S.*\)\s*\{\s*$/.test(line)) inside = true;
    if (inside && /^[ \t]+[^#*/\s].*;\s*$/.test(line) && !/\\\s*$/.test(lines[i - 1] ?? '')) places.push(i);
  }
  let left = places.length === 0 ? 0 : count;
  for (let next = 7; left > 0; next = (next * 7919 + 104729) % 1000003) {
    const line = places[next % places.length];
    let at = { line, character: lines[line].length };
    const undo = [];
    for (const key of KEYS) {
      if (key === OVER) { at = { line: at.line, character: at.character + 1 }; continue; }
      const end = key === '\n' ? { line: at.line + 1, character: 0 } : { line: at.line, character: at.character + key.length };
      undo.push({ range: { start: at, end }, text: '' });
      yield { range: { start: at, end: at }, text: key };
      at = key.length === 2 ? { line: end.line, character: end.character - 1 } : end;
      if (--left === 0) return;
    }
    for (const change of undo.reverse()) {
      yield change;
      if (--left === 0) return;
    }
  }
}

/** Functions that use sessions, one in ten of them wrongly. */
function longFile() {
  const parts = ['#include <openssl/ssl.h>', '', 'struct conn { SSL *ssl; SSL_SESSION *kept; int state; };', ''];
  for (let i = 0; parts.length < LINES; i++) {
    parts.push(
      `static int step_${i}(struct conn *c, int flags)`, '{', '    int ok = 0;', `    SSL_SESSION *sess = ${i % 10 === 0 ? 'SSL_get_session' : 'SSL_get1_session'}(c->ssl);`, '',
      '    if (sess == NULL)', '        return 0;', `    if ((flags & ${1 << (i % 8)}) != 0 && SSL_SESSION_is_resumable(sess)) {`, `        c->state = ${i};`, '        ok = 1;', '    }',
      '    SSL_SESSION_free(sess);', '    return ok;', '}', '',
    );
  }
  return parts.join('\n');
}

function since(start) { return Number(process.hrtime.bigint() - start) / 1e6; }
function median(numbers) { return percentile(numbers, 50); }
function percentile(numbers, p) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0;
}
function fail(text) {
  console.error(text);
  process.exit(2);
}

for (const given of positionals) {
  const colon = given.lastIndexOf(':');
  const [folder, file] = [given.slice(0, colon), given.slice(colon + 1)];
  if (colon < 0 || !existsSync(join(folder, file))) fail(`bench:editor: no such file: ${given}`);
  await (values.type ? type : measure)(given, resolve(folder), file);
}
if (positionals.length === 0) {
  const folder = mkdtempSync(join(tmpdir(), 'ssl-lint-bench-'));
  try {
    writeFileSync(join(folder, 'long.c'), longFile());
    await measure(`${LINES} lines`, folder, 'long.c');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
