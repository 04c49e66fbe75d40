import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { SourceFile } from '../../server/src/analysis/code/item.ts';
import { LineTable } from '../../server/src/analysis/code/position.ts';
import type { Confidence, Finding, Severity } from '../../server/src/analysis/verdict/finding.ts';
import { rangeOf } from '../../server/src/analysis/verdict/range.ts';
import type { Console } from '../../server/src/cli/console.ts';
import { run } from '../../server/src/cli/run.ts';
import { NO_RESULT } from '../../server/src/workspace/engine.ts';
import type { OpenEngine } from '../../server/src/workspace/engine.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with the given files, removed after the test. A value that is a Buffer is written as it is, `-> x` makes a link to x. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ssl-lint-test-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string' && content.startsWith('-> ')) symlinkSync(content.slice(3), path);
    else writeFileSync(path, content);
  }
  return folder;
}

export const forbid = (path: string): void => chmodSync(path, 0);

/** Says what the text says: each `say(rule, severity, confidence);` is a finding. Looks only at files with `say(`. */
export const echo: OpenEngine = () => Promise.resolve({ hints: ['say('], analyze: (files) => Promise.resolve({ ...NO_RESULT, findings: files.flatMap(findingsIn) }) });

function findingsIn(file: SourceFile): Finding[] {
  const lines = new LineTable(file.text);
  return [...file.text.matchAll(/say\(([\w-]+)(?:, *(\w+))?(?:, *(\w+))?\);/g)].map((match) => {
    const range = rangeOf(lines, match.index, match.index + match[0].length - 1);
    const rule = match[1] ?? '';
    return {
      rule, severity: (match[2] ?? 'warning') as Severity, confidence: (match[3] ?? 'high') as Confidence, path: file.path, range, statement: range,
      statementText: match[0], originText: '', function: 'f', message: `\`${rule}\` was said`, help: 'do not say it', why: '', cwe: [],
      steps: [{ kind: 'use' as const, path: file.path, range, message: 'said here', depth: 0 }], fixes: [],
    };
  });
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process. */
export async function ssl(cwd: string, argv: readonly string[], more: Partial<Console> = {}, open: OpenEngine = echo): Promise<Outcome> {
  let out = '';
  let err = '';
  let time = 0;
  const console: Console = {
    cwd, env: {}, isStdoutTerminal: false, isStderrTerminal: false, columns: null, now: () => time++, spent: () => 0,
    out: (text) => { out += text; }, err: (text) => { err += text; }, readStdin: () => Buffer.alloc(0),
    serve: () => Promise.reject(new Error('no server here')), ...more,
  };
  const code = await run(argv, console, open);
  return { code, out, err };
}

/** `path:line rule severity` of each finding of a run with `--format json`. */
export async function found(cwd: string, argv: readonly string[], more: Partial<Console> = {}): Promise<string[]> {
  const { out, err } = await ssl(cwd, ['--format', 'json', ...argv], more);
  if (out === '') throw new Error(err);
  const document = JSON.parse(out) as { findings: { path: string; range: { startLine: number }; ruleId: string; severity: string }[] };
  return document.findings.map((f) => `${f.path}:${f.range.startLine} ${f.ruleId} ${f.severity}`);
}
