import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, closeAll, expectFindings, replace, show } from '../support.ts';

describe('a workspace that is not trusted', () => {
  afterEach(closeAll);

  it('is checked by the bundled server, whatever the settings name', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    assert.equal(vscode.workspace.getConfiguration('sslLint').get('server.path'), '');
    const { document } = await show(at('report.c'));
    await expectFindings(document.uri, [[12, 'free-of-borrowed']]);
  });

  it('is checked while typing', async () => {
    const { document } = await show(at('typing.c'));
    await replace(document, '    return left;', '    SSL_SESSION_free(sess);\n    return left;');
    await expectFindings(document.uri, [[10, 'free-of-borrowed']]);
  });
});
