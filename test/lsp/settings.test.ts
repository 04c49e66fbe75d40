import { describe, expect, it } from 'vitest';
import { readSettings } from '../../server/src/lsp/settings/settings.ts';

function read(value: unknown): { settings: ReturnType<typeof readSettings>; complaints: string[] } {
  const complaints: string[] = [];
  return { settings: readSettings(value, (text) => complaints.push(text)), complaints };
}

describe('settings', () => {
  it('have defaults', () => {
    expect(read(undefined)).toMatchInlineSnapshot(`
      {
        "complaints": [],
        "settings": {
          "analysis": {
            "confidence": null,
            "configPath": null,
            "enable": true,
            "exclude": [],
            "preference": "filesystemFirst",
            "rules": {},
          },
          "codeLens": false,
          "delay": 250,
          "disableRuleComment": {
            "commentStyle": "line",
            "dialect": "ssl-lint",
            "enable": true,
            "location": "separateLine",
          },
          "editModel": true,
          "fixAll": true,
          "hover": true,
          "ignoreFileSchemes": [
            "git",
            "gitfs",
            "gitlens",
            "vscode-scm",
            "output",
          ],
          "inlayHints": false,
          "logLevel": "info",
          "run": "onType",
          "scope": "openFiles",
          "shortenToSingleLine": false,
          "showDocumentation": true,
        },
      }
    `);
  });

  it('are read as they come, nested or with dots', () => {
    const { settings, complaints } = read({ run: 'onSave', hover: { enable: false }, 'codeLens.enable': true, rules: { leak: 'off' }, confidence: 'low', exclude: ['x/**'], configPath: '' });
    expect(settings).toMatchObject({ run: 'onSave', hover: false, codeLens: true, analysis: { rules: { leak: 'off' }, confidence: 'low', exclude: ['x/**'], configPath: null } });
    expect(complaints).toEqual([]);
  });

  it('that are wrong are ignored with a word', () => {
    const { settings, complaints } = read({ run: 'never', delay: -1, hover: 3, rules: { lek: 'off', leak: 'loud' }, exclude: ['a', 1], enable: 'yes', configPath: 7 });
    expect(settings).toEqual({ ...read(undefined).settings, analysis: { ...read(undefined).settings.analysis, exclude: ['a'] } });
    expect(complaints).toEqual([
      'setting sslLint.enable is ignored: "yes" is not true or false',
      'setting sslLint.configPath is ignored: 7 is not a text',
      'setting sslLint.rules.lek is ignored: there is no such rule',
      'setting sslLint.rules.leak is ignored: "loud" is not one of error, warning, note, off',
      'setting sslLint.exclude[1] is ignored: 1 is not a text',
      'setting sslLint.run is ignored: "never" is not one of onType, onSave, manual',
      'setting sslLint.delay is ignored: -1 is not a number from 0 to 60000',
    ]);
  });

  it('of any shape do not throw', () => {
    for (const value of [null, 1, 'x', [], { codeAction: 1 }, { codeAction: { disableRuleComment: [] } }, { rules: [] }]) expect(() => read(value)).not.toThrow();
  });
});
