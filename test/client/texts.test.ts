import { describe, expect, it } from 'vitest';
import type { PathResult, StatusParams } from '../../server/src/lsp/protocol.ts';
import { findingMarkdown } from '../../client/src/finding-markdown.ts';
import { marginIcon } from '../../client/src/path/margin-icon.ts';
import { Restarts } from '../../client/src/restarts.ts';
import { statusText } from '../../client/src/status-text.ts';

describe('a finding as Markdown', () => {
  const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character: character + 1 } });
  const finding: PathResult = {
    uri: 'file:///w/a.c', fingerprint: 'f', rule: 'double-free', severity: 'error', message: '`s` is released twice', help: 'release it once',
    steps: [
      { uri: 'file:///w/a.c', range: at(3, 8), message: 'calls drop()', kind: 'call', depth: 0 },
      { uri: 'file:///w/b.c', range: at(9, 4), message: '`s` is released here', kind: 'release', depth: 1 },
      { uri: 'file:///w/a.c', range: at(5, 4), message: '`s` is\nreleased twice', kind: 'use', depth: 0 },
    ],
  };
  const place = (uri: string): string => uri.replace('file:///w/', '');

  it('has the place, the steps and the help', () => {
    expect(findingMarkdown(finding, place)).toBe(
      '**error: `s` is released twice** (`double-free`)\n\n`a.c:6:5`\n\n'
      + '1. calls drop() (`a.c:4`)\n   - `s` is released here (`b.c:10`)\n3. `s` is released twice (`a.c:6`)\n'
      + '\nHelp: release it once\n');
  });

  it('does without help and steps', () => {
    expect(findingMarkdown({ ...finding, help: '', steps: [] }, place)).toBe('**error: `s` is released twice** (`double-free`)\n\n`a.c`\n\n');
  });
});

describe('the status item', () => {
  const t = (message: string, ...values: (string | number)[]): string => message.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)]));
  const status: StatusParams = { state: 'ready', version: '1.2.3', problems: 2, configurations: ['file:///w/.ssl-lint.json'], incomplete: [{ uri: 'file:///w/a.c', reason: 'r' }], message: null };
  const running = (more: Partial<StatusParams>) => statusText({ state: 'running', status: { ...status, ...more } }, '0', t);

  it('says how many problems, which version and configuration, and what was skipped', () => {
    expect(running({})).toEqual({ text: 'SSL Lint: 2 problems', detail: '1.2.3 · .ssl-lint.json · partly analysed: 1 function', severity: 'information', busy: false });
  });

  it('counts', () => {
    expect(running({ problems: 1 }).text).toBe('SSL Lint: 1 problem');
    expect(running({ configurations: ['a', 'b'], incomplete: [] }).detail).toBe('1.2.3 · 2 configuration files');
    expect(running({ configurations: ['file:///w/a%20b/.ssl-lint.jsonc'], incomplete: [] }).detail).toBe('1.2.3 · .ssl-lint.jsonc');
  });

  it('is busy while the server works', () => {
    expect(running({ state: 'busy' }).busy).toBe(true);
    expect(statusText({ state: 'starting' }, '0.1.0', t)).toEqual({ text: 'SSL Lint: starting', detail: '0.1.0', severity: 'information', busy: true });
  });

  it('warns of a broken configuration and tells of failures', () => {
    expect(running({ message: 'bad key' })).toMatchObject({ severity: 'warning', detail: 'bad key · 1.2.3 · .ssl-lint.json · partly analysed: 1 function' });
    expect(running({ state: 'failed', message: 'oops' }).severity).toBe('error');
    expect(statusText({ state: 'failed', message: 'gone' }, '0', t)).toEqual({ text: 'SSL Lint: not running', detail: 'gone', severity: 'error', busy: false });
  });
});

describe('restarts', () => {
  it('are three within three minutes, counted anew as time goes by', () => {
    const restarts = new Restarts();
    expect([0, 1000, 2000, 3000].map((time) => restarts.allow(time))).toEqual([true, true, true, false]);
    expect(restarts.allow(179_999)).toBe(false);
    expect(restarts.allow(180_000)).toBe(true);
    expect(restarts.allow(180_001)).toBe(false);
  });
});

describe('the number in the margin', () => {
  it('is an SVG picture that has the number', () => {
    const svg = decodeURIComponent(marginIcon(12, true, 'dark').replace('data:image/svg+xml;utf8,', ''));
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg".*>12<\/text><\/svg>$/);
  });

  it('differs for the active step and by theme', () => {
    const icons = [marginIcon(1, true, 'dark'), marginIcon(1, false, 'dark'), marginIcon(1, true, 'light'), marginIcon(1, false, 'light')];
    expect(new Set(icons).size).toBe(4);
  });
});
