import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { until } from '../drive/until.ts';
import { Desk, type Window } from './support.ts';

describe('the path of a finding', () => {
  let desk: Desk;
  before(async () => { desk = await Desk.open(); });
  afterEach(async function () { await desk.clear(this.currentTest?.state === 'failed' ? this.currentTest.fullTitle() : undefined); });
  after(async () => { await desk.close(); });

  /** The labels behind lines: they are drawn as content of ::after. */
  const labels = (window: Window): Promise<string[]> => window.page.evaluate(() => [...document.querySelectorAll('.editor-instance .view-line span')]
    .map((each) => getComputedStyle(each, '::after').content).filter((content) => content !== 'none' && content !== '').map((content) => content.replaceAll('\u00a0', ' ')));
  const rows = (window: Window) => window.page.locator('.pane:has(.pane-header:has-text("SSL Lint Path")) .monaco-list-row');

  const shown = async (window: Window): Promise<void> => {
    await window.hasSquiggles(1);
    await window.goTo(12, 6);
    await window.command('SSL Lint: Show Path of the Finding');
    await until('the view has the steps', async () => await rows(window).count() >= 3);
  };

  it('is drawn in the editor and listed in the Explorer, walked with keys and put away', async () => {
    const window = await desk.window('project', 'report.c');
    await shown(window);
    const drawn = await until('steps are drawn', async () => {
      const all = await labels(window);
      return all.some((text) => text.includes('①')) && all;
    }, undefined);
    assert.ok(drawn.some((text) => /released here/.test(text)), JSON.stringify(drawn));

    // Back through the steps, of which one is in the other file.
    await window.page.locator('.editor-instance .view-lines').first().click({ position: { x: 200, y: 10 } });
    await until('the step in conn.c is shown', async () => {
      await window.page.keyboard.press('Alt+[');
      return window.page.locator('.tab.active', { hasText: 'conn.c' }).waitFor({ timeout: 1500 }).then(() => true, () => false);
    });
    await until('a step is drawn there', async () => (await labels(window)).some((text) => /[①②③④⑤]/.test(text)));

    // A click on a step goes there.
    await rows(window).last().click();
    await window.page.locator('.tab.active', { hasText: 'report.c' }).waitFor();

    await window.page.locator('.editor-instance .view-lines').first().click({ position: { x: 200, y: 10 } });
    await until('Escape puts it away', async () => {
      await window.page.keyboard.press('Escape');
      return await rows(window).count() === 0 && (await labels(window)).every((text) => !/[①②③]/.test(text));
    });
  });

  it('is readable with high contrast', async () => {
    desk.editor.configure({ 'workbench.colorTheme': 'Default High Contrast' });
    try {
      const window = await desk.window('project', 'report.c');
      await window.page.locator('.monaco-workbench.hc-black').waitFor();
      await shown(window);
      await until('steps are drawn', async () => (await labels(window)).some((text) => text.includes('①')));
      // No tint that fights with the theme: the colours that high contrast was given are in force.
      const colour = await window.page.evaluate(() => getComputedStyle(document.querySelector('.monaco-workbench')!).getPropertyValue('--vscode-sslLint-pathStep-foreground'));
      assert.equal(colour.trim(), '#6cb6ff');
    } finally {
      desk.editor.configure({});
    }
  });
});
