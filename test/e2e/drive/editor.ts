import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { repository, scratch, vscode } from './places.ts';
import { until } from './until.ts';

// What is started here ends with this process, however that ends.
const groups = new Set<number>();
process.on('exit', () => { for (const group of groups) signal(group, 'SIGKILL'); });
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => process.exit(130));

export type Settings = Readonly<Record<string, unknown>>;

/** What keeps a test window quiet: nothing that asks, suggests or reports. */
const QUIET: Settings = {
  'workbench.startupEditor': 'none', 'workbench.tips.enabled': false, 'workbench.enableExperiments': false, 'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden', 'chat.disableAIFeatures': true, 'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off', 'update.mode': 'none', 'git.enabled': false, 'files.autoSave': 'off',
  'extensions.autoCheckUpdates': false, 'extensions.autoUpdate': false, 'extensions.ignoreRecommendations': true,
  'editor.minimap.enabled': false, 'editor.cursorBlinking': 'solid', 'security.workspace.trust.enabled': false,
};

/**
 * VS Code's web server, with the packaged extension installed, on a port of the loopback interface. All it writes is below one
 * folder: settings, extensions, logs, sockets.
 */
export class Editor {
  readonly base: string;
  readonly port: number;
  private readonly child: ChildProcess;

  private constructor(base: string, port: number, child: ChildProcess) {
    this.base = base;
    this.port = port;
    this.child = child;
  }

  /** `trust`: whether folders are restricted until the user trusts them. `extension`: a .vsix, or a folder that is one unpacked. */
  static async start(options: { readonly extension: string; readonly settings?: Settings; readonly trust?: boolean; readonly env?: NodeJS.ProcessEnv }): Promise<Editor> {
    const base = scratch('editor');
    for (const folder of ['home', 'tmp', 'extensions', 'data']) mkdirSync(join(base, folder));
    writeSettings(base, options.settings ?? {});
    const main = join(vscode.folder, 'out/server-main.js');
    const launcher = readFileSync(main, 'utf8').includes('CODE_SERVER_PARENT_PID')
      ? [main] : [join(repository, 'test/e2e/drive/old-launcher.cjs'), vscode.folder];
    const common = ['--accept-server-license-terms', '--telemetry-level', 'off',
      '--server-data-dir', join(base, 'data'), '--extensions-dir', join(base, 'extensions')];
    const env = {
      PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: join(base, 'home'), TMPDIR: join(base, 'tmp'), XDG_RUNTIME_DIR: join(base, 'tmp'),
      // No shop for extensions: nothing outside is asked.
      EXTENSIONS_GALLERY: '{}', ...options.env,
    };

    const install = spawnSync(vscode.node, [...launcher, ...common, '--install-extension', options.extension], { env, encoding: 'utf8' });
    if (!/successfully installed/.test(install.stdout + install.stderr)) throw new Error(`${options.extension} is not installed:\n${install.stdout}${install.stderr}`);

    const port = await freePort();
    const log = openSync(join(base, 'server.log'), 'w');
    // A group of its own, so that all it starts can be ended with it.
    const child = spawn(vscode.node, [...launcher, ...common, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token',
      '--enable-smoke-test-driver', ...(options.trust === true ? [] : ['--disable-workspace-trust'])], { env, stdio: ['ignore', log, log], detached: true });
    const editor = new Editor(base, port, child);
    if (child.pid !== undefined) groups.add(-child.pid);
    try {
      await until('VS Code answers', async () => {
        if (child.exitCode !== null) throw new Error(`VS Code ended: ${readFileSync(join(base, 'server.log'), 'utf8')}`);
        return await fetch(`${editor.url}/version`).then((answer) => answer.ok, () => false);
      });
    } catch (error) {
      await editor.stop();
      throw error;
    }
    return editor;
  }

  get url(): string { return `http://127.0.0.1:${this.port}`; }

  /** What a path on this machine is called in a window. */
  uri(path: string): string { return `vscode-remote://127.0.0.1:${this.port}${path}`; }

  /** Replaces the user's settings; open windows follow. */
  configure(settings: Settings): void { writeSettings(this.base, settings); }

  async stop(): Promise<void> {
    const group = -(this.child.pid ?? 0);
    groups.delete(group);
    if (group === 0 || !signal(group, 'SIGTERM')) return;
    await until('VS Code has ended', () => !signal(group, 0), 8000).catch(() => signal(group, 'SIGKILL'));
  }
}

function writeSettings(base: string, settings: Settings): void {
  for (const folder of ['data/data/User', 'data/data/Machine']) {
    mkdirSync(join(base, folder), { recursive: true });
    writeFileSync(join(base, folder, 'settings.json'), JSON.stringify(folder.endsWith('User') ? { ...QUIET, ...settings } : {}, null, 2));
  }
}

/** False when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });
}
