import { describe, expect, it } from 'vitest';
import { launch, type ServerSettings } from '../../client/src/launch.ts';

const plain: ServerSettings = { path: '', runtime: '', execArgv: [], maxMemory: 1024, trusted: true };
const chosen: ServerSettings = { path: '/opt/ssl-lint', runtime: '/opt/node', execArgv: ['--inspect'], maxMemory: 512, trusted: true };

const own = { kind: 'script', script: '/x/server.js', args: ['--max-memory=1024'], runtime: null, execArgv: [], transport: 'ipc' };

describe('the server that is started', () => {
  it('is the bundled one, with the Node of the editor', () => {
    expect(launch('/x/server.js', plain)).toEqual(own);
  });

  it('is the command the user names', () => {
    expect(launch('/x/server.js', chosen)).toEqual({ kind: 'program', program: '/opt/ssl-lint', args: ['lsp', '--max-memory=512'] });
    for (const path of ['/opt/cli.js', '/opt/cli.mjs', '/opt/cli.cjs']) {
      expect(launch('/x/server.js', { ...chosen, path })).toEqual({
        kind: 'script', script: path, args: ['lsp', '--max-memory=512'], runtime: '/opt/node', execArgv: ['--inspect'], transport: 'stdio',
      });
    }
  });

  it('is run by the Node the user names', () => {
    expect(launch('/x/server.js', { ...plain, runtime: '/opt/node' })).toEqual({ ...own, runtime: '/opt/node' });
  });

  it('is the bundled one whatever the settings say when the folder is not trusted', () => {
    expect(launch('/x/server.js', { ...chosen, trusted: false, maxMemory: 1024 })).toEqual(own);
  });

  it('has its usual memory when the setting is no number of megabytes', () => {
    for (const maxMemory of [0, -1, 1.5, NaN, '512' as unknown as number]) {
      expect(launch('/x/server.js', { ...plain, maxMemory })).toEqual({ ...own, args: [] });
      expect(launch('/x/server.js', { ...chosen, maxMemory })).toMatchObject({ args: ['lsp'] });
    }
  });
});
