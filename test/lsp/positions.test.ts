import { describe, expect, it } from 'vitest';
import { difference, Documents } from '../../server/src/lsp/documents/documents.ts';
import { joined, Names } from '../../server/src/lsp/documents/names.ts';
import { chooseEncoding, Positions, unitsOfBytes, utf8Length } from '../../server/src/lsp/documents/positions.ts';

const TEXT = 'aé€😀z\r\nb\rc\n\ud800x';

describe('positions', () => {
  it('are counted as the client asks', () => {
    expect(chooseEncoding(undefined)).toBe('utf-16');
    expect(chooseEncoding(['utf-8', 'utf-16'])).toBe('utf-8');
    expect(chooseEncoding(['utf-32', 'utf-16', 'utf-8'])).toBe('utf-16');
  });

  it.each(['utf-16', 'utf-8'] as const)('lead back to their offset in %s', (encoding) => {
    const positions = new Positions(TEXT, encoding);
    for (let offset = 0; offset <= TEXT.length; offset++) {
      // Neither the middle of a pair nor that of CR LF is a position.
      const inPair = /[\udc00-\udfff]/.test(TEXT.charAt(offset)) || (TEXT[offset] === '\n' && TEXT[offset - 1] === '\r');
      if (!inPair) expect(positions.offset(positions.position(offset))).toBe(offset);
    }
  });

  it('count bytes in UTF-8', () => {
    const positions = new Positions(TEXT, 'utf-8');
    expect(positions.position(TEXT.indexOf('z'))).toEqual({ line: 0, character: 1 + 2 + 3 + 4 });
    expect(positions.position(TEXT.indexOf('x'))).toEqual({ line: 3, character: 3 });
    expect(utf8Length(TEXT)).toBe(Buffer.byteLength(TEXT));
    expect(unitsOfBytes('é', 1)).toBe(0);
  });

  it.each(['utf-16', 'utf-8'] as const)('outside the text are its nearest in %s', (encoding) => {
    const positions = new Positions(TEXT, encoding);
    expect(positions.offset({ line: 99, character: 0 })).toBe(TEXT.length);
    expect(positions.offset({ line: 0, character: 99 })).toBe(TEXT.indexOf('\r'));
    expect(positions.offset({ line: 1, character: 99 })).toBe(TEXT.indexOf('b') + 1);
  });
});

describe('edits', () => {
  it.each(['utf-16', 'utf-8'] as const)('are made one after the other in %s', (encoding) => {
    const document = new Documents(encoding, new Names(), () => false).open('file:///a.c', 'c', 1, 'é😀x\r\ny\rz');
    const x = encoding === 'utf-8' ? 6 : 3;
    const edits = document.change([
      { range: { start: { line: 0, character: x }, end: { line: 0, character: x + 1 } }, text: '!\n' },
      { range: { start: { line: 3, character: 0 }, end: { line: 9, character: 9 } }, text: 'end' },
    ], 2);
    expect(document.text).toBe('é😀!\n\r\ny\rend');
    expect(edits[0]).toEqual({ start: 3, end: 4, text: '!\n' });
    expect(document.version).toBe(2);
  });

  it('of whole texts are as small as they can be', () => {
    expect(difference('abcd', 'abXcd')).toEqual({ start: 2, end: 2, text: 'X' });
    expect(difference('aaa', 'aa')).toEqual({ start: 2, end: 3, text: '' });
    expect(difference('', '')).toEqual({ start: 0, end: 0, text: '' });
  });

  it('give the text of the client, whatever is edited', () => {
    const pieces = ['a', 'é', '😀', '\n', '\r\n', '\r', ';'];
    let seed = 7;
    const next = (limit: number): number => (seed = (seed * 48271) % 2147483647) % limit;
    for (const encoding of ['utf-16', 'utf-8'] as const) {
      const document = new Documents(encoding, new Names(), () => false).open('file:///a.c', 'c', 1, 'int x;\r\nint y;\n');
      let expected = document.text;
      for (let version = 2; version < 300; version++) {
        const positions = new Positions(expected, encoding);
        const [from, to] = [next(expected.length + 1), next(expected.length + 1)].sort((a, b) => a - b).map((offset) => positions.position(offset));
        const text = Array.from({ length: next(4) }, () => pieces[next(pieces.length)]).join('');
        if (from === undefined || to === undefined) continue;
        expected = expected.slice(0, positions.offset(from)) + text + expected.slice(positions.offset(to));
        document.change([{ range: { start: from, end: to }, text }], version);
        expect(document.text).toBe(expected);
      }
    }
  });
});

describe('names', () => {
  const names = new Names();
  it.each([
    ['file:///a/b%20c/d%25.c', '/a/b c/d%.c'],
    ['file:///c%3A/x/a.c', 'c:/x/a.c'],
    ['file:///%C3%A9.c', '/é.c'],
  ])('%s is %s', (uri, name) => {
    expect(names.nameOf(uri)).toBe(name);
    expect(names.nameOf(names.uriOf(name))).toBe(name);
  });

  it('of what is no file are the URIs', () => {
    for (const uri of ['untitled:Untitled-1', 'vscode-vfs://github/o/r/a.c', 'no uri', '']) expect(names.uriOf(names.nameOf(uri))).toBe(uri);
  });

  it('are paths in a browser', () => {
    const virtual = new Names(true);
    expect(virtual.nameOf('vscode-vfs://host/p/a.c')).toBe('/p/a.c');
    expect(virtual.uriOf('/p/b.c')).toBe('vscode-vfs://host/p/b.c');
  });

  it('of other files are seen from a folder', () => {
    expect([joined('/a/b', 'c.c'), joined('/a/b', '../c.c'), joined('/a', '/x.c'), joined('C:/a', 'b/./c.c'), joined('', 'untitled:1')]).toEqual(['/a/b/c.c', '/a/c.c', '/x.c', 'C:/a/b/c.c', 'untitled:1']);
  });
});
