// Bundles the VS Code extension into client/out. VS Code loads CommonJS; .cjs because package.json says that .js is not.
import { copyFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

/** Call from the repository's root. `notices`: the plugin that notes which packages are bundled. */
export async function buildExtension(notices) {
  rmSync('client/out', { recursive: true, force: true });
  for (const [entry, platform] of [['extension', 'node'], ['server-process', 'node'], ['browser', 'browser']]) {
    await build({
      bundle: true, platform, format: 'cjs', target: 'es2022', logLevel: 'warning', legalComments: 'none', minify: true,
      entryPoints: [`client/src/${entry}.ts`],
      outfile: `client/out/${entry}.cjs`,
      external: ['vscode'],
      supported: { 'dynamic-import': false },
      plugins: [notices, clientApart],
    });
  }
  // VS Code adds `.js` to the name of an entry for the browser: 1.93 unless it ends so, newer ones only where it has no ending. Ending in `.js`
  // it would be a module for the newer ones, because of package.json, and they load none.
  copyFileSync('client/out/browser.cjs', 'client/out/browser.cjs.js');
}

/** The client of a server process is a file of its own: reading it takes ten times as long as all else, and VS Code need not wait for it. */
const clientApart = {
  name: 'the client in a file of its own',
  setup: (setup) => setup.onResolve({ filter: /^\.\/server-process\.ts$/ }, ({ kind }) => (kind === 'dynamic-import' ? { path: './server-process.cjs', external: true } : undefined)),
};
