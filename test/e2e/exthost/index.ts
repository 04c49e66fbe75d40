import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import lineReporter from '../drive/reporter.ts';

/** VS Code calls this in the extension host: runs the bundled tests of the session that E2E_SESSION names. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: lineReporter as unknown as typeof Mocha.reporters.Base });
  if (process.env.E2E_GREP !== undefined) mocha.grep(process.env.E2E_GREP);
  const folder = join(__dirname, process.env.E2E_SESSION ?? '');
  for (const file of readdirSync(folder).sort()) mocha.addFile(join(folder, file));
  const failures = await new Promise<number>((resolve) => { mocha.run(resolve); });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
