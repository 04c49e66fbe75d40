import { Uri, workspace } from 'vscode';

const NAMES = '{**/.ssl-lint.json,**/.ssl-lint.jsonc,**/package.json}';
const EXCLUDED = '**/node_modules/**';
const MOST_FILES = 200;

/** Texts of all configuration files in the workspace and of what they extend, by path: for a server that cannot read files. */
export async function configurationFiles(): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  const add = async (uri: Uri): Promise<void> => {
    if (uri.path in texts) return;
    const text = await readText(uri);
    if (text === null || (uri.path.endsWith('/package.json') && !text.includes('"sslLint"'))) return;
    texts[uri.path] = text;
    await Promise.all(extended(text).map((path) => add(Uri.joinPath(uri, '..', path))));
  };
  // A workspace that cannot be searched (no search program, a provider that has none) is checked all the same.
  const found = await Promise.resolve(workspace.findFiles(NAMES, EXCLUDED, MOST_FILES)).catch(() => []);
  const named = (workspace.workspaceFolders ?? []).flatMap((folder) => {
    const path = workspace.getConfiguration('sslLint', folder).get<string | null>('configPath', null);
    return path === null || path === '' ? [] : [path.startsWith('/') ? folder.uri.with({ path }) : Uri.joinPath(folder.uri, path)];
  });
  await Promise.all([...found, ...named].map(add));
  return texts;
}

/** The files that a configuration begins with: its only relative paths that end in `.json` or `.jsonc`. */
export function extended(text: string): string[] {
  return [...text.matchAll(/"(\.{1,2}\/[^"\\]+\.jsonc?)"/g)].map((match) => match[1] ?? '');
}

async function readText(uri: Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
