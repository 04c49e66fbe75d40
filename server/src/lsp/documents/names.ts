import { URI } from 'vscode-uri';

/**
 * How the analysis names documents: by their absolute path with `/` separators, or by their URI when they are no file. In a browser no
 * document is a file; there the path of the URI is the name, so that configuration files, which are known by path, are found.
 */
export class Names {
  #root: { readonly scheme: string; readonly authority: string } = { scheme: 'file', authority: '' };

  constructor(private readonly virtual = false) {}

  /** The name of a URI; what is no URI is its own name. Never throws. */
  nameOf(uri: string): string {
    let parsed: URI;
    try {
      parsed = URI.parse(uri, true);
    } catch {
      return uri;
    }
    if (this.virtual && parsed.scheme !== 'untitled' && parsed.path.startsWith('/')) {
      this.#root = { scheme: parsed.scheme, authority: parsed.authority };
      return parsed.path;
    }
    if (parsed.scheme !== 'file') return uri;
    const path = parsed.fsPath;
    return /^(?:[a-z]:|\\\\)/i.test(path) ? path.replaceAll('\\', '/') : path;
  }

  /** The URI of a name. */
  uriOf(name: string): string {
    if (!isPath(name)) return name;
    return (this.virtual ? URI.from({ ...this.#root, path: name }) : URI.file(name)).toString();
  }
}

/** True for a name that is a path: `/a/b.c`, `C:/a/b.c`. */
export const isPath = (name: string): boolean => name.startsWith('/') || /^[a-z]:\//i.test(name);

/** `path` as it is seen from `base`, both with `/`; resolves `.` and `..`. A path that is absolute, or no path, stays as it is. */
export function joined(base: string, path: string): string {
  if (base === '' || isPath(path) || /^[a-z][a-z0-9+.-]+:/i.test(path)) return path;
  const parts = base.replace(/\/$/, '').split('/');
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 1) parts.pop();
    else if (part !== '.' && part !== '..' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Scheme of a URI in lower case; '' for what is no URI. */
export const schemeOf = (uri: string): string => /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase() ?? '';

/** True when `name` is `folder` or lies in it. */
export const isWithin = (folder: string, name: string): boolean =>
  name === folder || name.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
