import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { until } from '../drive/until.ts';
import { Desk } from './support.ts';

describe('in the workbench', () => {
  let desk: Desk;
  before(async () => { desk = await Desk.open(); });
  afterEach(async function () { await desk.clear(this.currentTest?.state === 'failed' ? this.currentTest.fullTitle() : undefined); });
  after(async () => { await desk.close(); });

  it('the status item says how many problems there are', async () => {
    const window = await desk.window('project', 'save.c');
    await window.hasSquiggles(1);
    await until('the status item counts', async () => {
      await window.page.locator('#status\\.languageStatus').click();
      return until('its text', async () => /SSL Lint: 2 problems/.test((await window.page.locator('.hover-language-status:visible').allInnerTexts()).join('\n')), 2000).catch(() => false);
    });
  });

  it('the walkthrough shows its steps and a picture', async () => {
    // The pictures have no place in a narrow window.
    const window = await desk.window('project', 'save.c', { size: { width: 1800, height: 900 } });
    await window.hasSquiggles(1);
    await window.command('SSL Lint: Open Walkthrough');
    await until('the steps are there', async () => await window.page.locator('.gettingStarted .getting-started-step').count() === 4);
    await window.page.locator('.gettingStarted .getting-started-media').locator('img, iframe, webview, .webview').first().waitFor();
  });

  it('two windows over one folder go their own ways until the file is saved', async () => {
    const one = await desk.window('project', 'report.c');
    const two = await desk.window('project', 'report.c', { folder: one.folder });
    await one.hasSquiggles(1);
    await two.hasSquiggles(1);
    await one.page.bringToFront();
    await one.goTo(7, 26);
    await one.goTo(12, 1);
    await one.page.keyboard.press('Control+Shift+K');
    await one.hasSquiggles(0);
    assert.equal(await two.squiggles(), 1);
    await one.page.keyboard.press('Control+s');
    await until('it is saved', () => !one.read('report.c').includes('SSL_SESSION_free'));
    await two.hasSquiggles(0);
  });
});

describe('a folder that is not trusted', () => {
  let desk: Desk;
  before(async () => {
    desk = await Desk.open({ trust: true, settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' } });
  });
  afterEach(async function () { await desk.clear(this.currentTest?.state === 'failed' ? this.currentTest.fullTitle() : undefined); });
  after(async () => { await desk.close(); });

  it('is checked, and says that it is restricted', async () => {
    const window = await desk.window('project', 'report.c');
    await window.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await window.hasSquiggles(1);
  });
});
