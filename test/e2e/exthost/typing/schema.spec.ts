import { rmSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, show, until, write } from '../support.ts';

/** What VS Code itself says of a JSON file by its schema. */
const said = (uri: vscode.Uri): string[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source !== 'ssl-lint').map(({ message }) => message);

const proposed = async (uri: vscode.Uri, position: vscode.Position): Promise<string[]> => {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, position);
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
};

describe('the schema', () => {
  const written: vscode.Uri[] = [];
  afterEach(async () => {
    await closeAll();
    for (const uri of written.splice(0)) rmSync(uri.fsPath);
  });

  // That for package.json needs the one of npm beside it, which VS Code fetches from the network.
  for (const name of ['.ssl-lint.json', '.ssl-lint.jsonc']) {
    it(`knows what may stand in ${name}`, async () => {
      const uri = at(name);
      written.push(uri);
      write(uri, '{\n  "confidence": "hihg"\n}\n');
      const { document } = await show(uri);
      await until('what is wrong is said', () => said(uri).some((message) => message.includes('"high"')), undefined, () => said(uri));
      const place = document.positionAt(document.getText().indexOf('hihg'));
      await until('what is right is proposed', async () => (await proposed(uri, place)).includes('"medium"'));
    });
  }
});
