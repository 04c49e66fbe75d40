import { chromium, type Browser, type Page } from 'playwright-core';
import type { Editor } from './editor.ts';

export interface WindowOptions {
  /** A folder or a .code-workspace file. */
  readonly opens: string;
  /** A file that is shown at first. */
  readonly file?: string;
  /** Further pairs for VS Code's start. */
  readonly payload?: readonly (readonly [string, string])[];
  readonly size?: { readonly width: number; readonly height: number };
  /** Pixels of the screen for one of the page. */
  readonly scale?: number;
  /** Called before the page loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Debian's chromium, or the one that E2E_CHROMIUM names. */
export function launch(): Promise<Browser> {
  // A container has neither the kernel's sandbox for root nor a large /dev/shm.
  return chromium.launch({ executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
}

/** Opens a VS Code window. Whatever the page asks of other machines is refused and noted in `outside`. */
export async function openWindow(browser: Browser, editor: Editor, options: WindowOptions): Promise<{ page: Page; outside: Set<string> }> {
  const context = await browser.newContext({ viewport: options.size ?? { width: 1280, height: 800 }, deviceScaleFactor: options.scale ?? 1 });
  const outside = new Set<string>();
  await context.route((url) => url.hostname !== '127.0.0.1' && !url.hostname.endsWith('localhost'), (route) => {
    outside.add(route.request().url());
    return route.abort();
  });
  const page = await context.newPage();
  await options.prepare?.(page);
  const payload = [...(options.payload ?? []), ...(options.file === undefined ? [] : [['openFile', editor.uri(options.file)]])];
  const opens = options.opens.endsWith('.code-workspace') ? 'workspace' : 'folder';
  await page.goto(`${editor.url}/?${opens}=${encodeURIComponent(options.opens)}&payload=${encodeURIComponent(JSON.stringify(payload))}`, { waitUntil: 'domcontentloaded' });
  return { page, outside };
}
