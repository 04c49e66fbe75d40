// Which packages are inside the bundles, and under which licences: THIRD_PARTY_NOTICES.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Collects, over several builds, the folders of packages that bundles were made from. */
export class Notices {
  #folders = new Set();

  /** The plugin for esbuild. */
  plugin = {
    name: 'notices',
    setup: (setup) => {
      setup.initialOptions.metafile = true;
      setup.onEnd(({ metafile }) => {
        for (const file of Object.keys(metafile?.inputs ?? {})) {
          const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
          if (folder !== undefined) this.#folders.add(folder);
        }
      });
    },
  };

  /** A package that is shipped without being bundled. */
  add(folder) {
    this.#folders.add(folder);
  }

  /** Writes name, version and licence of each package, in the order of their names. Throws when a package has no licence text. */
  write(target) {
    const packages = new Map();
    for (const folder of this.#folders) {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      packages.set(`${name} ${version}`, `${name} ${version} (${license})\n\n${licenceIn(folder)}\n`);
    }
    const texts = [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
    writeFileSync(target, `ssl-lint contains the following software.\n\n${'-'.repeat(80)}\n${texts.join(`\n${'-'.repeat(80)}\n`)}`);
  }
}

function licenceIn(folder) {
  for (const at of [folder, folder.replace(/\/[^/]+$/, '')]) {
    const name = existsSync(at) ? readdirSync(at).find((file) => /^licen[cs]e([.-]|$)/i.test(file)) : undefined;
    if (name !== undefined) return readFileSync(`${at}/${name}`, 'utf8').replaceAll('\r\n', '\n').trim();
  }
  throw new Error(`${folder} has no licence text`);
}
