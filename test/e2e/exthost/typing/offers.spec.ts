import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { action, actions, apply, at, closeAll, expectFindings, findings, replace, show, until, withSetting } from '../support.ts';

const REPORT: readonly (readonly [number, string])[] = [[12, 'free-of-borrowed']];

/** Waits until what is offered at the finding of `report.c` is as wanted. */
async function offers(what: string, wanted: (titles: readonly string[]) => boolean): Promise<void> {
  let titles: readonly string[] = [];
  await until(what, async () => {
    const [found] = findings(at('report.c'));
    titles = found === undefined ? [] : (await actions(at('report.c'), found.range)).map(({ title }) => title);
    return titles.length > 0 && wanted(titles);
  }, undefined, () => titles);
}

const has = (start: string) => (titles: readonly string[]): boolean => titles.some((title) => title.startsWith(start));
const hasNot = (start: string) => (titles: readonly string[]): boolean => !has(start)(titles);

describe('what is offered goes by the settings:', () => {
  afterEach(closeAll);

  it('comments', async () => {
    await show(at('report.c'));
    await expectFindings(at('report.c'), REPORT);
    await withSetting('codeAction.disableRuleComment', { enable: false }, async () => { await offers('no comment is offered', hasNot('Suppress')); });
    await offers('the line above comes first', (titles) => titles.find((title) => title.startsWith('Suppress'))?.endsWith('for the next line') === true);
    await withSetting('codeAction.disableRuleComment', { enable: true, location: 'sameLine', commentStyle: 'block', dialect: 'nolint' }, async () => {
      await offers('the same line comes first', (titles) => titles.find((title) => title.startsWith('Suppress'))?.endsWith('on this line') === true);
      const { document } = await show(at('report.c'));
      await apply(await action(document.uri, findings(document.uri)[0]!.range, 'Suppress free-of-borrowed on this line'));
      assert.match(document.getText(), /SSL_SESSION_free\(sess\); \/\* NOLINT\(ssl-lint-free-of-borrowed\) \*\/\n/);
      await expectFindings(document.uri, []);
    });
  });

  it('the page of the rule', async () => {
    await show(at('report.c'));
    await expectFindings(at('report.c'), REPORT);
    await offers('it is offered', has('Explain'));
    await withSetting('codeAction.showDocumentation', { enable: false }, async () => { await offers('it is not offered', hasNot('Explain')); });
  });

  it('words for the configuration file', async () => {
    await show(at('report.c'));
    await expectFindings(at('report.c'), REPORT);
    await offers('they are offered', has("Mark 'conn_session()'"));
    await withSetting('codeAction.editModel', false, async () => { await offers('they are not offered', hasNot('Mark')); });
  });

  it('fix all', async () => {
    const { document } = await show(at('report.c'));
    await replace(document, '    if (sess == NULL)', '    /* ssl-lint-disable-next-line leak */\n    if (sess == NULL)');
    const [unused] = await expectFindings(document.uri, [[9, 'unused-suppression'], [13, 'free-of-borrowed']]);
    assert.deepEqual(unused?.tags, [vscode.DiagnosticTag.Unnecessary]);
    const all = async (): Promise<number> => (await actions(document.uri, new vscode.Range(0, 0, 0, 0), vscode.CodeActionKind.SourceFixAll)).length;
    await until('it is offered', async () => await all() === 1);
    await withSetting('fixAll', false, async () => { await until('it is not offered', async () => await all() === 0); });
  });
});

describe('a function is marked in the configuration', () => {
  const config = at('.ssl-lint.json');
  afterEach(async () => {
    await closeAll();
    rmSync(config.fsPath, { force: true });
  });

  it('as returning an owned session', async () => {
    const { document } = await show(at('report.c'));
    const [found] = await expectFindings(document.uri, REPORT);
    await apply(await action(document.uri, found!.range, "Mark 'conn_session()' as returning an owned session"));
    await expectFindings(document.uri, []);
    assert.match(readFileSync(config.fsPath, 'utf8'), /"conn_session":\s*\{[^}]*"owned"/);
  });

  it('as releasing an argument', async () => {
    const { document } = await show(at('typing.c'));
    await replace(document, '#include <openssl/ssl.h>\n', '#include <openssl/ssl.h>\n\nstatic void drop(SSL_SESSION *sess)\n{\n    SSL_SESSION_get_timeout(sess);\n}\n');
    await replace(document, 'SSL_get_session', 'SSL_get1_session');
    await replace(document, '    return left;', '    drop(sess);\n    return left;');
    const [found] = await expectFindings(document.uri, [[16, 'leak']]);
    await apply(await action(document.uri, found!.range, "Mark 'drop()' as releasing argument 1"));
    await expectFindings(document.uri, []);
    assert.match(readFileSync(config.fsPath, 'utf8'), /"drop":\s*\{\s*"args":\s*\{\s*"0":\s*"frees"/);
  });
});
