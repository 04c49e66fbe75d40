/** The files of a server that has no disk: texts by absolute path with `/`, as the client sent them. Folders exist where files are in them, or where one was opened. */
const texts = new Map<string, string>();
const folders = new Map<string, Set<string>>([['/', new Set()]]);

export const textOf = (path: string): string | undefined => texts.get(path);

/** Names of what is in a folder; undefined when there is none. */
export const entriesOf = (path: string): ReadonlySet<string> | undefined => folders.get(path);

export function addFile(path: string, text: string): void {
  texts.set(path, text);
  enter(path);
}

export function addFolder(path: string): void {
  const known = path === '/' ? path : path.replace(/\/+$/, '');
  if (folders.has(known)) return;
  folders.set(known, new Set());
  enter(known);
}

/** Makes the folders above a path. */
function enter(path: string): void {
  const slash = path.lastIndexOf('/');
  if (slash < 0 || path === '/') return;
  const parent = slash === 0 ? '/' : path.slice(0, slash);
  addFolder(parent);
  folders.get(parent)?.add(path.slice(slash + 1));
}
