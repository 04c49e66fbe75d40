import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../server/src/lsp/settings/settings.ts';
import { filesUnder, root } from '../harness/files.ts';

interface Setting { readonly default: unknown; readonly scope: string; readonly markdownDescription: string; readonly properties?: Readonly<Record<string, unknown>> }
interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when: string }[];
    readonly views: { readonly explorer: readonly { readonly id: string; readonly icon: string }[] };
    readonly colors: readonly { readonly id: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly problemMatchers: readonly { readonly pattern: { readonly regexp: string } }[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly { readonly media: { readonly svg: string }; readonly description: string; readonly completionEvents: readonly string[] }[] }[];
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
}

const text = readFileSync(new URL('package.json', root), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const strings = JSON.parse(readFileSync(new URL('package.nls.json', root), 'utf8')) as Record<string, string>;
const sources = filesUnder('client/src', '.ts').map((path) => readFileSync(new URL(path, root), 'utf8')).join('\n');
const server = filesUnder('server/src/lsp', '.ts').map((path) => readFileSync(new URL(path, root), 'utf8')).join('\n');

const settings = Object.keys(contributes.configuration.properties);
const commands = contributes.commands.map(({ command }) => command);

describe('strings', () => {
  const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? ''));

  it('of the manifest are all in package.nls.json, which has no others', () => {
    expect(Object.keys(strings).sort()).toEqual([...used].sort());
  });

  it('are texts', () => {
    expect(Object.entries(strings).filter(([, value]) => value.trim() === '' || value !== value.trim()).map(([key]) => key)).toEqual([]);
  });

  it('of the code are all in l10n/bundle.l10n.json, which has no others', () => {
    const bundle = JSON.parse(readFileSync(new URL('l10n/bundle.l10n.json', root), 'utf8')) as Record<string, string>;
    const found = [...sources.matchAll(/\bt\('((?:[^'\\]|\\.)+)'/g)].map((match) => (match[1] ?? '').replaceAll("\\'", "'"));
    expect(Object.keys(bundle).sort()).toEqual([...new Set(found)].sort());
    expect(Object.entries(bundle).filter(([key, value]) => key !== value)).toEqual([]);
  });
});

describe('commands', () => {
  it('are those that the code has', () => {
    const list = /export const COMMANDS = \{([^}]*)\}/.exec(sources)?.[1] ?? '';
    const names = [...list.matchAll(/\w+/g)].map(([name]) => `sslLint.${name}`);
    expect([...commands].sort()).toEqual(names.sort());
  });

  it('that menus, keys and the walkthrough name exist', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const described = steps.flatMap((step) => [...(strings[step.description.replaceAll('%', '')] ?? '').matchAll(/command:([\w.]+)/g)].map((match) => match[1] ?? ''));
    const completing = steps.flatMap((step) => step.completionEvents).map((event) => event.replace('onCommand:', ''));
    const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    expect([...named, ...described, ...completing].filter((command) => !commands.includes(command))).toEqual([]);
  });

  it('have keys only while a path is shown', () => {
    expect(contributes.keybindings.filter(({ when }) => !when.startsWith('sslLint.pathActive && '))).toEqual([]);
  });
});

describe('settings', () => {
  it('are all read by the extension or the server', () => {
    const isRead = (setting: string): boolean => {
      const name = setting.replace('sslLint.', '');
      return sources.includes(`'${setting}'`) || sources.includes(`('${name}'`) || sources.includes(`>('${name}'`) || server.includes(`'${name}'`)
        || server.includes(`'${name}.enable'`) || server.includes(`\`${name}.\${`);
    };
    expect(settings.filter((setting) => !isRead(setting))).toEqual([]);
  });

  it('that the code names exist', () => {
    const known = new Set([
      ...settings, ...commands, ...contributes.views.explorer.map(({ id }) => id), ...contributes.colors.map(({ id }) => id),
      'sslLint.server', 'sslLint.status', 'sslLint.pathActive', 'sslLint.linting',
    ]);
    expect([...sources.matchAll(/'(sslLint\.[\w.]+)'/g)].map((match) => match[1] ?? '').filter((name) => !known.has(name))).toEqual([]);
  });

  it('have the defaults of the server', () => {
    const nested: Record<string, unknown> = {};
    for (const [name, { default: value }] of Object.entries(contributes.configuration.properties)) {
      const keys = name.split('.').slice(1);
      const inner = keys.slice(0, -1).reduce<Record<string, unknown>>((object, key) => (object[key] ??= {}) as Record<string, unknown>, nested);
      inner[keys.at(-1) ?? ''] = value;
    }
    const complaints: string[] = [];
    expect(readSettings(nested, (complaint) => complaints.push(complaint))).toEqual(readSettings(undefined, () => undefined));
    expect(complaints).toEqual([]);
  });

  it('that start programs are restricted', () => {
    const starting = settings.filter((setting) => /^sslLint\.server\.(?!maxMemory)/.test(setting));
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(starting);
  });

  it('know every rule', () => {
    const pages = filesUnder('docs/rules', '.md').map((path) => path.replace(/^.*\/|\.md$/g, ''));
    expect(Object.keys(contributes.configuration.properties['sslLint.rules']?.properties ?? {}).sort()).toEqual(pages.sort());
  });

  it('and commands are on the page about the editor', () => {
    const page = readFileSync(new URL('docs/vscode.md', root), 'utf8');
    expect(settings.filter((setting) => !page.includes(`\`${setting.replace('sslLint.', '')}\``))).toEqual([]);
    const titles = commands.filter((command) => !['sslLint.goToStep', 'sslLint.saveConfiguration'].includes(command)).map((command) => strings[`command.${command.replace('sslLint.', '')}.title`] ?? '?');
    expect(titles.filter((title) => !page.includes(title))).toEqual([]);
  });
});

describe('files that the manifest names', () => {
  it('exist', () => {
    const named = [
      manifest.icon, ...contributes.views.explorer.map(({ icon }) => icon), ...contributes.jsonValidation.map(({ url }) => url),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  it('have an icon of 256 by 256', () => {
    const png = readFileSync(new URL(manifest.icon, root));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
  });
});

describe('the problem matcher', () => {
  const pattern = new RegExp(contributes.problemMatchers[0]?.pattern.regexp ?? '');

  it('reads findings', () => {
    expect(pattern.exec('src/a b.c:46:5: error: `s` is released twice [double-free]')?.slice(1, 7)).toEqual(['src/a b.c', '46', '5', 'error', '`s` is released twice', 'double-free']);
    expect(pattern.exec('C:\\x\\a.c:1:2: note: text [unchecked-up-ref]')?.[1]).toBe('C:\\x\\a.c');
  });

  it('leaves the steps of a path out', () => {
    expect(pattern.exec('a.c:34:25: note: (1) owned: taken here')).toBeNull();
  });
});
