// Builds what runs, in server/out: the programs (NAME-HASH.cjs: the command, the language server and its worker) with their compiled
// code (.cache), the launchers that start them, the language server for browsers, and the parser's modules; in client/out the
// VS Code extension.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { MessageChannel } from 'node:worker_threads';
import { build } from 'esbuild';
import { buildExtension } from './client/build.mjs';
import { Notices } from './notices.mjs';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const require = createRequire(import.meta.url);
const OUT = resolve('server/out');
const notices = new Notices();
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const common = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning', legalComments: 'none', minifyWhitespace: true, minifySyntax: true, write: false, plugins: [notices.plugin] };

const program = await bundleProgram('program', 'server/src/cli/program.ts');
const worker = await bundleProgram('worker', 'server/src/workspace/service/worker.ts');
const server = await bundleProgram('server', 'server/src/lsp/node.ts');
await bundleLauncher('cli', 'server/src/cli/main.ts', { BUNDLE: program, SERVER_BUNDLE: server });
// A worker that begins as CommonJS is there 16 ms earlier: Node.js then loads no part of its loader for modules.
await bundleLauncher('worker', 'server/src/launch/worker.ts', { BUNDLE: worker }, 'cjs');
await bundleLauncher('server', 'server/src/launch/server.ts', { BUNDLE: server });
await bundleForBrowser('browser-server', 'server/src/lsp/browser.ts');

await buildExtension(notices.plugin);

execFileSync(process.execPath, ['grammars/install.mjs'], { stdio: 'inherit' });
// The parser's modules are shipped as they are.
for (const name of ['web-tree-sitter', 'tree-sitter-c']) notices.add(`node_modules/${name}`);
notices.write('THIRD_PARTY_NOTICES');

await storeCompiledCode(program, exerciseCommand);
await storeCompiledCode(worker, exerciseWorker);
await storeCompiledCode(server, exerciseServer);

/** Bundles a program that `server/src/launch/load.ts` starts; answers with the name of its file, which holds a hash of its content. */
async function bundleProgram(name, entry) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [entry],
    format: 'cjs',
    // jsonc-parser's and vscode-uri's other builds hide their parts from the bundler.
    mainFields: ['module', 'main'],
    // An expression that is a function: a script, so that its compiled code can be stored. ASCII only (esbuild's default).
    banner: { js: '(function(module,require,__filename,__dirname,moduleUrl){' },
    footer: { js: '})' },
    define: { 'import.meta.url': 'moduleUrl' },
    plugins: [notices.plugin, {
      // Its other build asks for import() and import.meta, which a script has not.
      name: 'web-tree-sitter as CommonJS',
      setup: (setup) => setup.onResolve({ filter: /^web-tree-sitter$/ }, () => ({ path: require.resolve('web-tree-sitter') })),
    }],
  });
  const source = outputFiles[0].contents;
  const file = `${name}-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`;
  writeFileSync(`${OUT}/${file}.cjs`, source);
  return file;
}

/** Bundles the small script that starts a program, as a module or as CommonJS. */
async function bundleLauncher(name, entry, bundles, format = 'esm') {
  const isModule = format === 'esm';
  const { outputFiles } = await build({
    ...common,
    entryPoints: [entry],
    format,
    banner: { js: isModule ? '#!/usr/bin/env node' : 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
    define: { ...Object.fromEntries(Object.entries(bundles).map(([key, file]) => [key, JSON.stringify(file)])), ...(isModule ? {} : { 'import.meta.url': 'moduleUrl' }) },
  });
  const file = `${OUT}/${name}.${isModule ? 'js' : 'cjs'}`;
  writeFileSync(file, outputFiles[0].contents);
  if (isModule) chmodSync(file, 0o755);
}

/** Bundles the server as a script for a web worker: modules of Node.js are ours, over the files that the client sends. */
async function bundleForBrowser(name, entry) {
  const folder = '/ssl-lint';
  const pages = readdirSync('docs/rules').map((file) => [basename(file, '.md'), readFileSync(`docs/rules/${file}`, 'utf8')]);
  const { outputFiles } = await build({
    ...common,
    entryPoints: [entry],
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    mainFields: ['browser', 'module', 'main'],
    inject: ['server/src/lsp/browser/buffer.ts'],
    define: { 'import.meta.url': JSON.stringify(`file://${folder}/server/out/${name}.js`), PACKAGE: JSON.stringify(folder), RULE_PAGES: JSON.stringify(Object.fromEntries(pages)) },
    plugins: [notices.plugin, {
      name: 'modules of Node.js',
      setup: (setup) => {
        setup.onResolve({ filter: /^(?:node:)?(?:buffer|crypto|fs|path|url|v8)$/ }, ({ path }) => ({ path: resolve(`server/src/lsp/browser/${path.replace('node:', '')}.ts`) }));
        setup.onResolve({ filter: /^web-tree-sitter$/ }, () => ({ path: require.resolve('web-tree-sitter') }));
      },
    }],
  });
  writeFileSync(`${OUT}/${name}.js`, outputFiles[0].contents);
}

/** Runs a program once as `exercise` does it, and stores what V8 has compiled by then. */
async function storeCompiledCode(name, exercise) {
  const file = `${OUT}/${name}.cjs`;
  const script = new Script(readFileSync(file, 'latin1'), { filename: file });
  // Flags of V8 are part of what stored code is checked against: the program must not set any here.
  const stubbed = (id) => (id === 'node:v8' ? { ...require(id), setFlagsFromString() {} } : require(id));
  const module = { exports: {} };
  script.runInThisContext()(module, stubbed, file, dirname(file), pathToFileURL(file).href);
  await exercise(module.exports);
  writeFileSync(file.replace(/cjs$/, 'cache'), script.createCachedData());
}

async function exerciseCommand(command) {
  const quiet = {
    env: {}, isStdoutTerminal: false, isStderrTerminal: false, columns: null, now: () => performance.now(), out() {}, err() {}, readStdin: () => Buffer.alloc(0),
  };
  for (const cwd of ['example', 'test/fixtures'].filter((folder) => existsSync(folder))) {
    await command.run(['check', '--exit-zero', '--no-error-on-unmatched'], { ...quiet, cwd: resolve(cwd) });
    await command.run(['check', '--exit-zero', '--no-error-on-unmatched', '--format', 'json'], { ...quiet, cwd: resolve(cwd) });
  }
}

/** Asks the analysis of the editor what a server asks it when a file is opened and edited. */
async function exerciseWorker({ runWorker }) {
  const { port1: here, port2: there } = new MessageChannel();
  runWorker(there);
  const settings = { enable: true, configPath: null, preference: 'filesystemFirst', rules: {}, confidence: null, exclude: [] };
  here.postMessage({ kind: 'configure', folders: ['example', 'test/fixtures/rules'].filter((folder) => existsSync(folder)).map((folder) => ({ path: resolve(folder), settings })) });
  const name = resolve('example/store.c');
  const text = readFileSync(name, 'utf8');
  let id = 0;
  const ask = (question, ...given) => new Promise((done) => {
    here.once('message', done);
    here.postMessage({ kind: 'ask', id: ++id, question, given });
  });
  for (const edited of [text, `${text}\n`]) {
    here.postMessage({ kind: 'text', name, text: edited });
    const { value } = await ask('report', name);
    for (const { fingerprint } of value.findings) await ask('fixes', name, fingerprint);
    await ask('hover', name, text.indexOf('sess'));
  }
  await ask('status');
  await ask('reports');
  here.close();
}

/** Speaks with the server as an editor does that opens and edits a file. */
async function exerciseServer({ start }) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough() };
  const own = Object.fromEntries(Object.keys(streams).map((name) => [name, Object.getOwnPropertyDescriptor(process, name)]));
  for (const [name, value] of Object.entries(streams)) Object.defineProperty(process, name, { ...own[name], get: () => value });
  const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require('vscode-languageserver-protocol/node');
  const client = createMessageConnection(new StreamMessageReader(streams.stdout), new StreamMessageWriter(streams.stdin));
  client.onRequest(() => null);
  client.listen();
  start([]);
  const uri = pathToFileURL(resolve('example/store.c')).href;
  const textDocument = { uri };
  const range = { start: { line: 0, character: 0 }, end: { line: 200, character: 0 } };
  await client.sendRequest('initialize', {
    processId: null, workspaceFolders: [{ uri: pathToFileURL(resolve('example')).href, name: 'example' }],
    capabilities: {
      textDocument: { diagnostic: { relatedInformation: true }, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      workspace: { workspaceEdit: { documentChanges: true } },
    },
  });
  await client.sendNotification('initialized', {});
  await client.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'c', version: 1, text: readFileSync('example/store.c', 'utf8') } });
  await client.sendRequest('textDocument/diagnostic', { textDocument });
  await client.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ range: { ...range, end: range.start }, text: '\n' }] });
  await client.sendRequest('textDocument/diagnostic', { textDocument });
  await client.sendRequest('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
  await client.sendRequest('textDocument/hover', { textDocument, position: { line: 34, character: 20 } });
  await client.sendRequest('shutdown');
  client.dispose();
  for (const [name, descriptor] of Object.entries(own)) Object.defineProperty(process, name, descriptor);
}
