import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { at, closeAll, expectFindings, findings, replace, show, write } from '../support.ts';

const HEAD = '#include <openssl/ssl.h>\n';
const BUG = 'void last(SSL *ssl)\n{\n    SSL_SESSION_free(SSL_get_session(ssl));\n}\n';

/** A file of about `bytes` bytes with one mistake at its end, and the line of the mistake. */
function large(bytes: number): { text: string; line: number } {
  const one = (i: number) => `static int fill_${i}(int a)\n{\n    int b = a + ${i};\n\n    return b > 3 ? b : a;\n}\n\n`;
  let text = HEAD;
  for (let i = 0; text.length < bytes; i++) text += one(i);
  return { text: text + BUG, line: text.split('\n').length + 2 };
}

describe('a large file', () => {
  const uri = at('large.c');
  afterEach(async () => {
    await closeAll();
    rmSync(uri.fsPath, { force: true });
  });

  it('below the limit is checked, and again while typing', async () => {
    const { text, line } = large(1_500_000);
    write(uri, text);
    const { document } = await show(uri);
    await expectFindings(uri, [[line, 'free-of-borrowed']]);
    await replace(document, HEAD, `${HEAD}\n`);
    await expectFindings(uri, [[line + 1, 'free-of-borrowed']]);
  });

  it('over the limit is left alone, and other files go on', async () => {
    write(uri, large(3_000_000).text);
    await show(uri);
    const small = await show(at('report.c'));
    await expectFindings(small.document.uri, [[12, 'free-of-borrowed']]);
    assert.deepEqual(findings(uri), []);
  });
});
