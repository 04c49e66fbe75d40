import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Editor, type Settings } from '../drive/editor.ts';
import { repository, vsix, workspace } from '../drive/places.ts';
import { PATIENCE, until } from '../drive/until.ts';
import { launch, openWindow, type WindowOptions } from '../drive/window.ts';

/** One window of VS Code that a test drives with mouse and keyboard. */
export class Window {
  readonly page: Page;
  readonly folder: string;
  readonly outside: ReadonlySet<string>;

  constructor(page: Page, folder: string, outside: ReadonlySet<string>) {
    this.page = page;
    this.folder = folder;
    this.outside = outside;
  }

  /** Squiggles that are visible now. */
  squiggles(severity = 'error'): Promise<number> {
    return this.page.locator(`.editor-instance .squiggly-${severity}`).count();
  }

  async hasSquiggles(count: number, severity = 'error'): Promise<void> {
    await until(`there are ${count} squiggles (${severity})`, async () => await this.squiggles(severity) === count);
  }

  /** Puts the cursor at a line and column, counted from 1, by the keyboard alone. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.dismiss();
    // The palette: the key of its own for this does nothing while no editor has the focus.
    await this.pressUntil('F1', '.quick-input-box input');
    await this.page.locator('.quick-input-box input').fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Runs a command as users do, by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.dismiss();
    await this.pressUntil('F1', '.quick-input-box input');
    await this.page.locator('.quick-input-box input').fill(`>${title}`);
    await this.page.locator(`.quick-input-list .monaco-list-row.focused:has-text("${title.split(': ').at(-1)}")`).waitFor({ timeout: PATIENCE });
    await this.page.keyboard.press('Enter');
  }

  /** A key can come before the workbench listens to it: presses it until its effect is seen. */
  async pressUntil(key: string, selector: string): Promise<void> {
    await until(`${key} shows ${selector}`, async () => {
      await this.page.keyboard.press(key);
      return this.page.locator(selector).first().waitFor({ timeout: 2000 }).then(() => true, async () => {
        await this.page.keyboard.press('Escape');
        return false;
      });
    });
  }

  /** Moves the mouse away, so that no hover stays in front of the keyboard. */
  async dismiss(): Promise<void> {
    await this.page.mouse.move(640, 2);
    await until('no hover is shown', async () => await this.page.locator('.monaco-hover:visible').count() === 0, 5000).catch(() => this.page.keyboard.press('Escape'));
  }

  /** What is on disk for a file of the folder. */
  read(name: string): string { return readFileSync(join(this.folder, name), 'utf8'); }

  /** The place of a text in the editor, in the middle of its first character. */
  async place(line: string, text: string): Promise<{ x: number; y: number }> {
    // Spaces of the editor are unbreakable.
    const box = await this.page.evaluate(([wholeLine, part]) => {
      for (const each of document.querySelectorAll('.editor-instance .view-line')) {
        const content = each.textContent.replaceAll('\u00a0', ' ');
        if (!content.includes(wholeLine)) continue;
        let offset = content.indexOf(part, content.indexOf(wholeLine));
        const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          if (offset < length) {
            const range = document.createRange();
            range.setStart(node, offset);
            range.setEnd(node, offset + 1);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x: x + width / 2, y: y + height / 2 };
          }
          offset -= length;
        }
      }
      return null;
    }, [line, text] as const);
    if (box === null) throw new Error(`"${text}" is not visible in "${line}"`);
    return box;
  }
}

/** One VS Code and one browser for the tests of a file. */
export class Desk {
  readonly editor: Editor;
  readonly browser: Browser;
  #page: Page | null = null;

  private constructor(editor: Editor, browser: Browser) {
    this.editor = editor;
    this.browser = browser;
  }

  static async open(options: { readonly settings?: Settings; readonly trust?: boolean; readonly extension?: string } = {}): Promise<Desk> {
    const editor = await Editor.start({ extension: vsix, ...options });
    return new Desk(editor, await launch());
  }

  /** Opens a window over a copy of a folder of `workspaces/` or over `folder`, with a file in it, and waits until the file is shown. */
  async window(name: string, file: string, options: Partial<WindowOptions> & { readonly folder?: string; readonly as?: string } = {}): Promise<Window> {
    const folder = options.folder ?? workspace(name, options.as ?? name);
    const { page, outside } = await openWindow(this.browser, this.editor, { ...options, opens: options.opens ?? folder, file: join(folder, file) });
    this.#page = page;
    await page.locator('.editor-instance .view-lines .view-line').first().waitFor({ timeout: PATIENCE * 2 });
    return new Window(page, folder, outside);
  }

  /** Closes all windows; `failed` keeps a picture of the last one where `E2E_FAILURES` says. */
  async clear(failed?: string): Promise<void> {
    const folder = process.env.E2E_FAILURES;
    if (failed !== undefined && folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      await this.#page?.screenshot({ path: join(folder, `${failed.replace(/\W+/g, '-')}.png`) }).catch(() => null);
    }
    for (const context of this.browser.contexts()) await context.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.editor.stop();
  }
}

/** The folder that pictures are written to, null when they are not wanted. */
export const images = process.env.E2E_IMAGES ?? null;
export const example = join(repository, 'example');
