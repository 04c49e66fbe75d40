// Tests the packaged extension where it is used.
// usage: node test/e2e/run.mjs [--only exthost|ui|web|clients|figures] [--vscode newest|oldest] [--grep TEXT] [--vsix FILE] [--update-images]
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { VERSIONS, install, installed } from './install.mjs';

const here = import.meta.dirname;
const repository = resolve(here, '../..');
const out = join(here, 'out');

// --session NAME: one of the folders in exthost/. --keep: leave the temporary folder, with the logs of VS Code.
const { values: options } = parseArgs({ options: {
  only: { type: 'string', multiple: true }, vscode: { type: 'string', multiple: true }, session: { type: 'string', multiple: true },
  grep: { type: 'string' }, vsix: { type: 'string' }, keep: { type: 'boolean' }, 'update-images': { type: 'boolean' },
} });
const wants = (part) => options.only === undefined || options.only.includes(part);
const versions = options.vscode ?? Object.keys(VERSIONS);
const unknown = [...(options.only ?? []).filter((part) => !['exthost', 'ui', 'web', 'clients', 'figures'].includes(part)), ...versions.filter((which) => !(which in VERSIONS))];
if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}`);

// Everything the run writes is in here, and goes with it.
const scratch = mkdtempSync(join(tmpdir(), 'ssl-lint-e2e-'));
const children = new Set();
const end = () => {
  for (const child of children) child.kill('SIGTERM');
  if (!options.keep) rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
};
process.on('exit', end);
for (const name of ['SIGINT', 'SIGTERM']) {
  process.once(name, () => {
    for (const child of children) child.kill('SIGTERM');
    // Time for them to end what they started.
    setTimeout(() => process.exit(130), 2000);
  });
}

const counts = { 'ok': 0, 'not ok': 0, 'skipped': 0 };
const failed = [];
const start = performance.now();

await bundle();
const vsix = resolve(options.vsix ?? pack());
const versionOfClients = versions[0];
for (const which of versions) {
  install(which);
  if (wants('exthost')) {
    for (const session of sessions()) await part(which, `exthost/${session}`, [join(out, 'exthost.mjs'), session], { E2E_SESSION: session });
  }
  if (wants('ui')) await mocha(which, 'ui');
  if (wants('web')) await mocha(which, 'web');
  // Nothing is right or wrong about them: only when they are asked for.
  if (options.only?.includes('figures')) await mocha(which, 'figures');
  // Editors other than VS Code, once.
  if (wants('clients') && which === versionOfClients) await mocha(which, 'clients');
}
console.log(`\n${counts.ok} passed, ${counts['not ok']} failed, ${counts.skipped} skipped in ${Math.round((performance.now() - start) / 1000)} s`);
for (const line of failed) console.log(`not ok - ${line}`);
process.exitCode = counts['not ok'] === 0 && counts.ok > 0 ? 0 : 1;

function sessions() {
  const all = readdirSync(join(out, 'exthost')).filter((name) => !name.includes('.'));
  return options.session ?? all;
}

function pack() {
  const file = join(scratch, 'ssl-lint.vsix');
  execFileSync('npm', ['run', 'package', '--silent', '--', '--out', file], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
  return file;
}

/** Tests are TypeScript; what runs is JavaScript in `out`, a bundle for each file. */
async function bundle() {
  rmSync(out, { recursive: true, force: true });
  const specs = (folder) => readdirSync(join(here, folder), { recursive: true }).filter((file) => file.endsWith('.spec.ts')).map((file) => join(here, folder, file));
  const common = { bundle: true, platform: 'node', target: 'node20', packages: 'external', outbase: here, outdir: out, logLevel: 'warning' };
  await build({ ...common, format: 'esm', outExtension: { '.js': '.mjs' }, entryPoints: [...specs('ui'), ...specs('web'), ...specs('clients'), ...specs('figures')] });
  await build({ ...common, format: 'esm', outExtension: { '.js': '.mjs' }, outbase: join(here, 'drive'), entryPoints: [join(here, 'drive/exthost.ts')] });
  await build({ ...common, format: 'cjs', outExtension: { '.js': '.cjs' }, entryPoints: [join(here, 'exthost/index.ts'), ...specs('exthost')] });
  // mocha's command wants the reporter itself for a module.
  await build({ ...common, format: 'cjs', outExtension: { '.js': '.cjs' }, entryPoints: [join(here, 'drive/reporter.ts')], footer: { js: 'module.exports = module.exports.default;' } });
}

function mocha(which, name) {
  const files = readdirSync(join(out, name)).map((file) => join(out, name, file));
  return part(which, name, [join(repository, 'node_modules/mocha/bin/mocha.js'), '--no-config', '--exit', '--timeout', '180000',
    '--reporter', join(out, 'drive/reporter.cjs'), ...(options.grep === undefined ? [] : ['--grep', options.grep]), ...files]);
}

/** Runs one program that reports its tests, and prints them as they come. */
async function part(which, name, args, env = {}) {
  const folder = mkdtempSync(join(scratch, `${basename(name)}-`));
  const report = join(folder, 'report.jsonl');
  const place = installed(which);
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env, TMPDIR: folder, E2E_REPORT: report, E2E_REPOSITORY: repository, E2E_VSIX: vsix, E2E_VSCODE: which,
      E2E_VSCODE_FOLDER: place.vscode, E2E_VSCODE_NODE: place.node, ...(options.grep && { E2E_GREP: options.grep }),
      ...(options['update-images'] && { E2E_IMAGES: join(repository, 'docs/images') }), ...env,
    },
  });
  children.add(child);
  let shown = 0;
  const show = () => {
    if (!existsSync(report)) return;
    const lines = readFileSync(report, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(shown)) print(`${which} ${name}`, JSON.parse(line));
    shown = lines.length;
  };
  const timer = setInterval(show, 200);
  const code = await new Promise((done) => child.on('close', (status, signal) => done(status ?? signal)));
  clearInterval(timer);
  children.delete(child);
  const before = counts['not ok'];
  show();
  // A part that ends badly without naming a test, or that runs none, has failed as well.
  if (code !== 0 && counts['not ok'] === before && !failed.some((line) => line.startsWith(`${which} ${name}: `)) || shown === 0) {
    print(`${which} ${name}`, { title: `ended with ${code} after ${shown} tests`, state: 'not ok', ms: 0, error: '' });
  }
  if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function print(where, { title, state, ms, error }) {
  counts[state]++;
  if (state === 'not ok') failed.push(`${where}: ${title}`);
  console.log(`${state} - ${where}: ${title} (${ms} ms)${error === '' ? '' : `\n${error.replace(/^/gm, '    ')}`}`);
}
