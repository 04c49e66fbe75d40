import { readAnnotations, type Annotation } from './annotations.ts';

/** One file of a fixture: what is analysed, where it starts in the fixture on disk, and what is expected of it. */
export interface FixtureFile {
  readonly path: string;
  readonly text: string;
  /** Lines of the fixture above the first line of `text`. */
  readonly lineOffset: number;
  readonly annotations: readonly Annotation[];
}

/** The part of the configuration that decides what the analysis says. */
export interface FixtureConfig {
  readonly library?: { readonly flavor?: string };
  /** Rules that are off by default and wanted here, with any severity. */
  readonly rules?: Readonly<Record<string, string>>;
}

export interface Fixture {
  readonly path: string;
  readonly files: readonly FixtureFile[];
  readonly config: FixtureConfig;
  /** JSON text of the `model` key of a configuration file, or ''. */
  readonly model: string;
}

const DIRECTIVE = /^\s*\/\/\s*@(file|config|model)\s+(\S.*?)\s*$/;

/**
 * Reads a fixture: `// @file name.c` starts a file of its own, `// @config {…}` and `// @model {…}` hold for all of them.
 * Throws on a malformed annotation or directive, and on C above the first file; `path` names the fixture in messages.
 */
export function readFixture(path: string, text: string): Fixture {
  const parts: { path: string; lineOffset: number; lines: string[] }[] = [];
  let config: FixtureConfig = {};
  let model = '';
  let current = { path, lineOffset: 0, lines: [] as string[] };
  parts.push(current);
  text.split('\n').forEach((line, index) => {
    const directive = DIRECTIVE.exec(line);
    if (directive?.[1] === 'file') {
      current = { path: directive[2] ?? '', lineOffset: index + 1, lines: [] };
      parts.push(current);
      return;
    }
    if (directive?.[1] === 'config') config = JSON.parse(directive[2] ?? '{}') as FixtureConfig;
    if (directive?.[1] === 'model') model = directive[2] ?? '';
    current.lines.push(line);
  });
  // What stands above the first `@file` is commentary, unless there is no `@file`.
  const above = parts.length > 1 ? parts[0]?.lines.findIndex((line) => !/^\s*(\/\/.*)?$/.test(line)) ?? -1 : -1;
  if (above >= 0) throw new Error(`${path}:${above + 1}: this is in no file: it stands above the first '@file'`);
  const files = (parts.length > 1 ? parts.slice(1) : parts).map((part) => {
    const body = part.lines.join('\n');
    const { annotations, malformed } = readAnnotations(body);
    if (malformed.length > 0) throw new Error(`${path}:${malformed[0]! + part.lineOffset}: cannot read this annotation`);
    return { path: part.path, text: body, lineOffset: part.lineOffset, annotations };
  });
  return { path, files, config, model };
}
