import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { until } from '../drive/until.ts';
import { Desk, images, type Window } from './support.ts';

// 1200 x 750 pixels, with letters that can still be read when the picture is shown smaller.
const SIZE = { size: { width: 960, height: 600 }, scale: 1.25 };
const SETTINGS = {
  'workbench.colorTheme': 'Default Dark Modern', 'editor.fontSize': 14, 'editor.lineHeight': 22, 'editor.fontFamily': 'DejaVu Sans Mono',
  'editor.guides.indentation': false, 'editor.renderWhitespace': 'none', 'editor.stickyScroll.enabled': false, 'editor.lightbulb.enabled': 'off',
  'editor.scrollbar.vertical': 'hidden', 'editor.overviewRulerBorder': false, 'breadcrumbs.enabled': false, 'workbench.editor.showTabs': 'single',
  'workbench.layoutControl.enabled': false, 'window.commandCenter': false, 'workbench.activityBar.location': 'hidden', 'editor.hover.sticky': true,
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

    const open = (file: string): Promise<Window> => desk.window('../../../example', file, { ...SIZE, as: 'tls-client' });
    const shoot = async (window: Window, name: string): Promise<void> => { await window.page.screenshot({ path: join(images ?? '', `${name}.png`) }); };
    const hideSideBar = (window: Window): Promise<void> => window.command('View: Toggle Primary Side Bar Visibility');

    it('squiggle', async () => {
      const window = await open('client.c');
      await window.hasSquiggles(1);
      await hideSideBar(window);
      await window.goTo(46, 1);
      await until('the hover is there', async () => {
        const { x, y } = await window.place('SSL_SESSION_free(sess);', 'SSL_SESSION_free');
        await window.page.mouse.move(x + 300, y - 100);
        await window.page.mouse.move(x + 30, y, { steps: 4 });
        return until('a hover', async () => (await window.page.locator('.monaco-hover:visible').allInnerTexts()).join('').includes('is borrowed'), 4000).catch(() => false);
      });
      await shoot(window, 'squiggle');
    });
  });
}
