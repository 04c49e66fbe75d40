import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { pause, until } from '../drive/until.ts';
import type { WindowOptions } from '../drive/window.ts';
import { Desk, images, type Window } from './support.ts';

// 1200 x 750 pixels, with letters that can still be read when the picture is shown smaller.
const SIZE = { size: { width: 960, height: 600 }, scale: 1.25 };
// The same with room for a side bar and what stands behind the lines.
const WIDE = { size: { width: 1360, height: 560 }, scale: 1.125 };
const SETTINGS = {
  'workbench.colorTheme': 'Default Dark Modern', 'editor.fontSize': 14, 'editor.lineHeight': 22, 'editor.fontFamily': 'DejaVu Sans Mono',
  'editor.guides.indentation': false, 'editor.renderWhitespace': 'none', 'editor.stickyScroll.enabled': false, 'editor.lightbulb.enabled': 'off',
  'editor.scrollbar.vertical': 'hidden', 'editor.overviewRulerBorder': false, 'breadcrumbs.enabled': false, 'workbench.editor.showTabs': 'single',
  'workbench.layoutControl.enabled': false, 'window.commandCenter': false, 'workbench.activityBar.location': 'hidden', 'editor.hover.above': false, 'problems.autoReveal': false,
};

if (images !== null) {
  describe('pictures', () => {
    let desk: Desk;
    before(async () => {
      mkdirSync(images ?? '', { recursive: true });
      desk = await Desk.open({ settings: SETTINGS });
    });
    afterEach(async () => { await desk.clear(); });
    after(async () => { await desk.close(); });

    /** The file with a line in the middle and its squiggle drawn. */
    const open = async (file: string, line: number, column = 1, size: Partial<WindowOptions> = SIZE): Promise<Window> => {
      const window = await desk.window('../../../example', file, { ...size, as: 'tls-client' });
      await window.goTo(line, column);
      await until('a squiggle is drawn', async () => await window.squiggles() > 0);
      return window;
    };
    const shoot = async (window: Window, name: string): Promise<void> => { await window.page.screenshot({ path: join(images ?? '', `${name}.png`) }); };
    const hideSideBar = (window: Window): Promise<void> => window.command('View: Toggle Primary Side Bar Visibility');

    const hover = (window: Window, line: string, text: string, wanted: string): Promise<unknown> => until('the hover is there', async () => {
      const { x, y } = await window.place(line, text);
      await window.page.mouse.move(x + 300, y - 100);
      await window.page.mouse.move(x + 30, y, { steps: 4 });
      return until('a hover', async () => (await window.page.locator('.monaco-hover:visible').allInnerTexts()).join('').includes(wanted), 4000).catch(() => false);
    });

    it('squiggle', async () => {
      const window = await open('client.c', 54);
      await hideSideBar(window);
      await hover(window, 'SSL_SESSION_free(sess);', 'SSL_SESSION_free', 'is borrowed');
      await shoot(window, 'squiggle');
    });

    it('path', async () => {
      const window = await open('store.c', 46, 6, WIDE);
      await window.command('SSL Lint: Show Path of the Finding');
      await window.page.locator('.pane-header', { hasText: 'SSL Lint Path' }).waitFor();
      for (const other of ['Outline', 'Timeline']) await window.page.locator('.pane-header', { hasText: other }).waitFor();
      const folder = window.page.locator('.pane-header', { hasText: 'tls-client' }).first();
      if (await folder.getAttribute('aria-expanded') === 'true') await folder.click();
      await window.goTo(46, 6);
      await window.command('SSL Lint: Show Path of the Finding');
      // The first step is a line above what is shown then.
      await pause(1500);
      for (let i = 0; i < 4; i++) await window.page.keyboard.press('Control+ArrowUp');
      await pause(1500);
      await shoot(window, 'path');
    });

    it('fixes', async () => {
      const window = await open('client.c', 54, 8);
      await hideSideBar(window);
      await window.goTo(54, 8);
      await window.pressUntil('Control+.', '.action-widget .monaco-list-row');
      await window.page.locator('.action-widget .monaco-list-row', { hasText: 'Take a reference' }).waitFor();
      await shoot(window, 'fixes');
    });

    it('problems', async () => {
      const window = await open('store.c', 46);
      await window.command('SSL Lint: Lint the Workspace');
      await window.pressUntil('Control+Shift+M', '.markers-panel .monaco-list-row');
      await until('all files are listed', async () => await window.page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'cache.c' }).count() > 0);
      await window.command('Notifications: Clear All Notifications');
      await hideSideBar(window);
      await window.pressUntil('Control+Shift+M', '.markers-panel .monaco-list-row');
      await window.command('View: Toggle Maximized Panel');
      // Where the mouse was, the border of the panel is now, and glows.
      await window.page.mouse.move(480, 590);
      await pause(1000);
      await shoot(window, 'problems');
    });
  });
}
