// Runs the tests of one session inside the extension host of a window.  usage: exthost.mjs SESSION
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESSIONS } from '../exthost/sessions.ts';
import { Editor } from './editor.ts';
import { repository, vsix, workspace } from './places.ts';
import { launch, openWindow } from './window.ts';

const LONGEST = 600_000;

const name = process.argv[2] ?? '';
const session = SESSIONS[name];
if (session === undefined) throw new Error(`no session ${name}`);

const folder = workspace(session.workspace);
if (session.folderSettings !== undefined) {
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(session.folderSettings));
}
const editor = await Editor.start({
  extension: vsix, trust: session.restricted === true, env: { E2E_SESSION: name, E2E_REPORT: process.env.E2E_REPORT, E2E_REPOSITORY: repository, E2E_GREP: process.env.E2E_GREP },
  settings: session.restricted === true
    ? { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never', ...session.settings } : session.settings ?? {},
});
const browser = await launch();
try {
  const code = await new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => { reject(new Error(`the tests did not end within ${LONGEST} ms`)); }, LONGEST);
    openWindow(browser, editor, {
      opens: session.opens === undefined ? folder : join(folder, session.opens),
      // The extension is installed as users install it; the one "under development" only satisfies the test mode.
      payload: [['extensionDevelopmentPath', editor.uri(join(repository, 'test/e2e/runner-ext'))],
        ['extensionTestsPath', editor.uri(join(repository, 'test/e2e/out/exthost/index.cjs'))]],
      async prepare(page) {
        await page.exposeFunction('codeAutomationLog', () => undefined);
        await page.exposeFunction('codeAutomationExit', (exit: number) => {
          clearTimeout(late);
          resolve(exit);
        });
      },
    }).catch(reject);
  });
  process.exitCode = code;
} finally {
  await browser.close();
  await editor.stop();
}
