// Starts a VS Code server whose out/server-main.js does not start by itself.  usage: old-launcher.cjs VSCODE-FOLDER OPTION...
const http = require('node:http');
const path = require('node:path');
const { parseArgs } = require('node:util');

const [folder, ...argv] = process.argv.slice(2);
const { values: { port, ...args } } = parseArgs({
  args: argv,
  options: {
    'accept-server-license-terms': { type: 'boolean' }, 'without-connection-token': { type: 'boolean' },
    'enable-smoke-test-driver': { type: 'boolean' }, 'disable-workspace-trust': { type: 'boolean' },
    'server-data-dir': { type: 'string' }, 'extensions-dir': { type: 'string' }, 'telemetry-level': { type: 'string' },
    'install-extension': { type: 'string', multiple: true }, 'host': { type: 'string' }, 'port': { type: 'string' },
  },
});

async function start() {
  process.env.CODE_SERVER_PARENT_PID = String(process.pid);
  const vscode = await require(path.join(folder, 'out/server-main.js')).loadCodeWithNls();
  if (args['install-extension'] !== undefined) return vscode.spawnCli({ _: [], ...args });
  const { host, ...rest } = args;
  const server = await vscode.createServer(null, { _: [], ...rest });
  http.createServer((request, response) => server.handleRequest(request, response))
    .on('upgrade', (request, socket) => {
      server.handleUpgrade(request, socket);
      socket.resume();
    })
    .listen(Number(port), host);
}

start().catch((error) => {
  console.error(error);
  process.exit(1);
});
