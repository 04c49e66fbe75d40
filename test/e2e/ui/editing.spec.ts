import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { until } from '../drive/until.ts';
import { Desk } from './support.ts';

describe('a user', () => {
  let desk: Desk;
  before(async () => { desk = await Desk.open(); });
  afterEach(async function () { await desk.clear(this.currentTest?.state === 'failed' ? this.currentTest.fullTitle() : undefined); });
  after(async () => { await desk.close(); });

  it('sees a squiggle come and go while typing, before the file is saved', async () => {
    const window = await desk.window('project', 'typing.c');
    await window.goTo(10, 1);
    await window.page.keyboard.type('    SSL_SESSION_free(sess);', { delay: 20 });
    await window.hasSquiggles(1);
    await window.goTo(6, 32);
    await window.page.keyboard.type('1');
    await window.hasSquiggles(0);
    assert.match(await window.page.locator('.view-line', { hasText: 'SSL_get1_session' }).innerText(), /SSL_get1_session/);
    assert.doesNotMatch(window.read('typing.c'), /get1/);
    assert.deepEqual([...window.outside], []);
  });

  it('finds all of it in the Problems panel, and jumps to another file from there', async () => {
    const window = await desk.window('project', 'report.c');
    await window.hasSquiggles(1);
    await window.pressUntil('Control+Shift+M', '.markers-panel .monaco-list-row');
    const rows = window.page.locator('.markers-panel .monaco-list-row');
    await until('the panel names finding and step', async () => {
      const texts = (await rows.allInnerTexts()).join('\n');
      return texts.includes('`sess` is borrowed from `c->ssl` and is released here') && texts.includes('ssl-lint');
    }, undefined);
    // Opened, the finding shows its steps; one of them is in conn.c.
    const finding = rows.filter({ hasText: 'is released here' }).first();
    await finding.click();
    await window.page.keyboard.press('ArrowRight');
    const step = rows.filter({ hasText: /conn\.c/ }).first();
    await step.waitFor();
    await step.dblclick();
    await window.page.locator('.tab.active', { hasText: 'conn.c' }).waitFor();
  });

  it('reads in a hover what is wrong and what a call does', async () => {
    const window = await desk.window('project', 'report.c');
    await window.hasSquiggles(1);
    const hover = async (line: string, text: string, wanted: RegExp): Promise<void> => {
      await until(`the hover over ${text} says ${String(wanted)}`, async () => {
        const { x, y } = await window.place(line, text);
        await window.page.mouse.move(x + 60, y + 200);
        await window.page.mouse.move(x, y, { steps: 3 });
        return until('a hover', async () => wanted.test((await window.page.locator('.monaco-hover:visible').allInnerTexts()).join('\n')), 4000).catch(() => false);
      });
    };
    await hover('SSL_SESSION_free(sess);', 'SSL_SESSION_free', /is borrowed from .* and is released here/);
    await window.dismiss();
    await hover('SSL_SESSION_get_timeout(sess)', 'SSL_SESSION_get_timeout', /SSL_SESSION_get_timeout/);
  });

  it('fixes a finding with the keyboard and saves it', async () => {
    const window = await desk.window('project', 'inline.h');
    await window.hasSquiggles(1);
    await window.goTo(10, 8);
    await window.dismiss();
    await window.pressUntil('Control+.', '.action-widget .monaco-list-row');
    const titles = (await window.page.locator('.action-widget .monaco-list-row').allInnerTexts()).map((title) => title.trim());
    for (const wanted of ['Take a reference with SSL_get1_session()', 'Remove this SSL_SESSION_free()', 'Explain free-of-borrowed']) assert.ok(titles.includes(wanted), JSON.stringify(titles));
    await window.page.locator('.action-widget .monaco-list-row.focused', { hasText: 'Take a reference' }).waitFor();
    // The list may lie under a sheet that takes the mouse.
    await window.page.keyboard.press('Enter');
    await window.hasSquiggles(0);
    await window.page.keyboard.press('Control+s');
    await until('it is saved', () => window.read('inline.h').includes('SSL_get1_session(ssl)'));
  });
});
