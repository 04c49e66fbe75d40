import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.ts';
import type { AnalysisResult } from '../../server/src/analysis/analyze.ts';
import { createParser } from '../../server/src/analysis/cst/parser.ts';
import { openModel } from '../../server/src/workspace/open-model.ts';
import { wasmFromPackages } from '../service/harness.ts';

/** Long enough for the clock to be looked at. */
const TEXT = `void f(SSL *ssl, int n)
{
    SSL_SESSION *s = SSL_get_session(ssl);
${Array.from({ length: 400 }, (_, i) => `    if (n == ${i}) SSL_set_session(ssl, s);\n`).join('')}    SSL_SESSION_free(s);
}
`;

async function analysed(now: () => number, spent: () => number): Promise<AnalysisResult> {
  const parser = await createParser(wasmFromPackages());
  return analyze({ files: [{ path: 'a.c', text: TEXT }], model: openModel(null, []), parser, functionTimeoutMs: 1000, now, spent });
}

/** A clock that goes on a second each time it is looked at. */
const fast = (): (() => number) => {
  let time = 0;
  return () => { time += 1000; return time; };
};

describe('the limit of a function', () => {
  it('is counted in what was spent on it, not in what the clock says', async () => {
    const { findings, incomplete } = await analysed(fast(), () => 0);
    expect(incomplete).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toEqual(['free-of-borrowed']);
  });

  it('loses that function only, which is listed', async () => {
    const { findings, incomplete } = await analysed(() => 0, fast());
    expect(findings).toEqual([]);
    expect(incomplete).toEqual([{ path: 'a.c', function: 'f', line: 1, reason: 'longer than 1000 ms' }]);
  });
});
