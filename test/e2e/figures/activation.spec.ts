import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { workspace } from '../drive/places.ts';
import { until } from '../drive/until.ts';
import { Desk, type Window } from '../ui/support.ts';

const RUNS = 5;
/** Rows further down a list are not drawn, and on a busy machine ours is one of them. */
const TALL = { width: 1280, height: 2400 };
/** Milliseconds after which VS Code has started its own extensions. */
const SETTLED = 6000;

describe('figures', () => {
  let desk: Desk;
  before(async () => { desk = await Desk.open(); });
  after(async () => { await desk.close(); });

  // The figure is part of the name, so that it is in the report. There is no limit: a busy machine makes it any number.
  it('activation while VS Code starts, as it tells it', async function () {
    this.test!.title += await figure(() => desk.window('project', 'save.c', { size: TALL }));
  });

  // While VS Code starts, the time that it spends on other extensions is counted for ours as well.
  it('activation in a VS Code that has started, as it tells it', async function () {
    this.test!.title += await figure(async () => {
      const folder = workspace('project', 'settled');
      writeFileSync(join(folder, 'notes.txt'), 'nothing of C\n');
      const window = await desk.window('project', 'notes.txt', { folder, size: TALL });
      await window.page.waitForTimeout(SETTLED);
      await window.pressUntil('F1', '.quick-input-box input');
      await window.page.locator('.quick-input-box input').fill('save.c');
      await window.page.locator('.quick-input-list .monaco-list-row:has-text("save.c")').first().waitFor();
      await window.page.keyboard.press('Enter');
      return window;
    });
  });
});

/** Opens windows in which the extension is started, and tells what VS Code says of it. */
async function figure(open: () => Promise<Window>): Promise<string> {
  const times: number[] = [];
  while (times.length < RUNS) {
    const window = await open();
    await window.hasSquiggles(1);
    times.push(await activation(window));
    await window.page.context().close();
  }
  times.sort((a, b) => a - b);
  return `: ${times[RUNS >> 1]} ms (median of ${times.join(', ')})`;
}

/** Milliseconds, from the list of running extensions. */
async function activation(window: Window): Promise<number> {
  await window.command('Developer: Show Running Extensions');
  const text = await until('VS Code tells the time', async () => {
    const rows = await window.page.locator('.runtime-extensions-editor .monaco-list-row, .editor-instance .monaco-list-row').allInnerTexts();
    return rows.find((row) => row.includes('SSL Lint') && /\d+ ?ms/.test(row));
  });
  return Number(/(\d+) ?ms/.exec(text)?.[1]);
}
