// Puts VS Code into the cache folder, from npm alone: the web server that the package code-server carries, and a Node of the major
// it was built for.  usage: node test/e2e/install.mjs [newest|oldest]...
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const here = import.meta.dirname;

/** The newest VS Code, and the oldest on npm that the manifest's `engines.vscode` admits. */
export const VERSIONS = {
  newest: { vscode: '1.139.1', codeServer: '4.139.1', node: '24.21.0' },
  // Its own node-pty has to be compiled; this later one has the same interface and is not.
  oldest: { vscode: '1.93.1', codeServer: '4.93.1', node: '20.20.2', nodePty: '1.2.0-beta.15' },
};

export const CACHE = resolve(process.env.SSL_LINT_E2E_CACHE ?? join(here, '../../node_modules/.cache/ssl-lint-e2e'));

/** Where a version is once it is installed: `vscode` is a folder, `node` a program. */
export function installed(which) {
  const folder = join(CACHE, `vscode-${VERSIONS[which].vscode}`);
  return { folder, vscode: join(folder, 'vscode'), node: join(folder, 'node/bin/node') };
}

/** Installs a version if it is not there: about 20 s and 700 MB. Throws what npm says when it cannot. */
export function install(which) {
  const { folder } = installed(which);
  if (existsSync(folder)) return;
  const { vscode, codeServer, node, nodePty } = VERSIONS[which];
  console.log(`installing VS Code ${vscode} (code-server ${codeServer}, node ${node}) into the cache folder`);
  mkdirSync(CACHE, { recursive: true });
  // Only what is whole gets its final name.
  const partial = mkdtempSync(join(CACHE, 'partial-'));
  const run = (program, args, options) => execFileSync(program, args, { cwd: partial, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });
  try {
    const unpack = (name, to, depth, ...only) => {
      const archive = run('npm', ['pack', '--loglevel', 'error', name]).trim().split('\n').at(-1);
      mkdirSync(join(partial, to), { recursive: true });
      run('tar', ['xzf', archive, '-C', to, `--strip-components=${depth}`, ...only]);
      rmSync(join(partial, archive));
    };
    unpack(`node-linux-${process.arch}@${node}`, 'node', 1);
    unpack(`code-server@${codeServer}`, 'vscode', 3, 'package/lib/vscode');
    const bin = join(partial, 'node/bin');
    run('npm', ['install', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'],
      { cwd: join(partial, 'vscode'), env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });
    if (nodePty !== undefined) {
      rmSync(join(partial, 'vscode/node_modules/node-pty'), { recursive: true });
      unpack(`node-pty@${nodePty}`, 'vscode/node_modules/node-pty', 1);
    }
    // The one native module the server cannot do without; scripts are not run, so it was not compiled.
    cpSync(join(here, 'drive/spdlog.cjs'), join(partial, 'vscode/node_modules/@vscode/spdlog/index.js'));
    // The other program it would fetch from elsewhere; Debian has it.
    const search = join(partial, 'vscode/node_modules/@vscode/ripgrep/bin');
    if (existsSync('/usr/bin/rg') && existsSync(dirname(search)) && !existsSync(join(search, 'rg'))) {
      mkdirSync(search, { recursive: true });
      symlinkSync('/usr/bin/rg', join(search, 'rg'));
    }
    const version = JSON.parse(readFileSync(join(partial, 'vscode/package.json'), 'utf8')).version;
    if (version !== vscode) throw new Error(`code-server ${codeServer} carries VS Code ${version}, not ${vscode}`);
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw new Error(`VS Code ${vscode} could not be installed from npm: ${error.stderr || error.message}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const which of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(VERSIONS)) install(which);
}
