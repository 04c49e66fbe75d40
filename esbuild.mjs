// Builds what runs, in server/out: the program (program-HASH.cjs) with its compiled code (.cache), the launcher cli.js that starts
// it, the parser's modules, and in client/out the VS Code extension.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { build } from 'esbuild';
import { Notices } from './notices.mjs';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const require = createRequire(import.meta.url);
const OUT = resolve('server/out');
const notices = new Notices();
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
rmSync('client/out', { recursive: true, force: true });

const common = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning', legalComments: 'none', minifyWhitespace: true, minifySyntax: true, write: false, plugins: [notices.plugin] };

const program = await build({
  ...common,
  entryPoints: ['server/src/cli/program.ts'],
  format: 'cjs',
  // jsonc-parser's other build hides its parts from the bundler.
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
const source = program.outputFiles[0].contents;
const name = `program-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`;
writeFileSync(`${OUT}/${name}.cjs`, source);

const launcher = await build({
  ...common,
  entryPoints: ['server/src/cli/main.ts'],
  format: 'esm',
  banner: { js: '#!/usr/bin/env node' },
  define: { BUNDLE: JSON.stringify(name) },
});
writeFileSync(`${OUT}/cli.js`, launcher.outputFiles[0].contents);
chmodSync(`${OUT}/cli.js`, 0o755);

execFileSync(process.execPath, ['grammars/install.mjs'], { stdio: 'inherit' });
await buildExtension('extension', 'node');
await buildExtension('browser', 'browser');
// The parser's modules are copied.
for (const name of ['web-tree-sitter', 'tree-sitter-c']) notices.add(`node_modules/${name}`);
notices.write('THIRD_PARTY_NOTICES');
await storeCompiledCode(`${OUT}/${name}.cjs`);

/** Runs the program once over C code that exercises it, and stores what V8 has compiled by then. */
async function storeCompiledCode(file) {
  const script = new Script(readFileSync(file, 'latin1'), { filename: file });
  // Flags of V8 are part of what stored code is checked against: the program must not set any here.
  const stubbed = (id) => (id === 'node:v8' ? { ...require(id), setFlagsFromString() {} } : require(id));
  const module = { exports: {} };
  script.runInThisContext()(module, stubbed, file, dirname(file), pathToFileURL(file).href);
  const quiet = {
    env: {}, isStdoutTerminal: false, isStderrTerminal: false, columns: null, now: () => performance.now(), out() {}, err() {}, readStdin: () => Buffer.alloc(0),
  };
  for (const cwd of ['example', 'test/fixtures'].filter((folder) => existsSync(folder))) {
    await module.exports.run(['check', '--exit-zero', '--no-error-on-unmatched'], { ...quiet, cwd: resolve(cwd) });
    await module.exports.run(['check', '--exit-zero', '--no-error-on-unmatched', '--format', 'json'], { ...quiet, cwd: resolve(cwd) });
  }
  writeFileSync(file.replace(/cjs$/, 'cache'), script.createCachedData());
}

/** An entry of the VS Code extension. VS Code loads CommonJS; .cjs because package.json says that .js is not. */
async function buildExtension(entry, platform) {
  await build({
    bundle: true, platform, format: 'cjs', target: 'es2022', logLevel: 'warning', legalComments: 'none', minify: true,
    entryPoints: [`client/src/${entry}.ts`],
    outfile: `client/out/${entry}.cjs`,
    external: ['vscode'],
    plugins: [notices.plugin],
  });
}
