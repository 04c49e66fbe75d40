#!/usr/bin/env node
// Runs the built command on the bad and good examples of a list of misuse patterns and prints one row a pattern.
//
//   node test/tools/patterns.mjs PATTERNS.md [--register] [--verbose] [--cli PATH]
//
// PATTERNS.md   sections `### name` with a block after `Bad:` and one after `Good:`
// --register    adds the call that registers the callback of a callback pattern, which the examples leave out
// Exit code 1 when a bad example in scope is not reported under its rule, or a good one is reported (notes aside).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Which rule reports which pattern. */
const RULE_OF = {
  'free-of-borrowed': ['session-free-borrowed', 'session-cache-walk-free', 'session-ticket-cb-free', 'wolfssl-get-session-free', 'session-cache-over-release'],
  'double-free': ['session-double-free', 'session-alias-double-free', 'session-field-dangling', 'session-d2i-two-names'],
  'use-after-free': ['session-use-after-free', 'session-interior-use-after-free', 'get-cb-returns-freed', 'session-remove-then-use'],
  'dangling-borrow': ['session-borrowed-outlives-owner', 'session-borrowed-across-io', 'session-cleanup-order'],
  'escaping-borrow': ['session-borrowed-stored'],
  'leak': ['session-leak', 'session-leak-error-path', 'session-set-does-not-consume', 'session-remove-does-not-free', 'session-result-ignored', 'session-unbalanced-up-ref', 'session-d2i-failure-leak'],
  'leak-on-overwrite': ['session-overwrite-leak'],
  'field-ownership': ['session-owner-struct-leak', 'session-exdata-without-free-hook', 'session-exdata-dup-without-hook'],
  'inconsistent-ownership': ['session-borrowed-returned-as-owned', 'session-add-result-as-ownership'],
  'wrong-deallocator': ['session-wrong-deallocator', 'session-interior-freed', 'session-manual-refcount', 'session-struct-copy', 'session-pending-marker-misuse'],
  'new-session-callback': ['new-cb-free-and-return-zero', 'new-cb-return-one-without-keeping', 'new-cb-store-and-return-zero', 'new-cb-up-ref-and-return-one', 'new-cb-overwrite'],
  'get-session-callback': ['get-cb-owned-with-copy', 'get-cb-borrowed-without-copy', 'get-cb-copy-not-written'],
  'remove-session-callback': ['remove-cb-free-borrowed', 'session-callback-reentry'],
  'psk-session-callback': ['psk-cb-kept-without-up-ref', 'psk-cb-free-after-handover', 'psk-find-cb-fail-leak'],
  'invalid-session-argument': ['session-null-deref', 'session-d2i-uninitialised', 'session-set1-self-alias'],
  'session-reuse-hazard': ['session-d2i-reuse', 'session-cross-ctx', 'session-mutate-shared', 'session-set-after-handshake'],
  'unchecked-up-ref': ['session-up-ref-unchecked'],
  'portability': ['session-api-portability'],
};
const OUT_OF_SCOPE = new Set(['session-tls13-early-get', 'session-unclean-free-kills-resumption']);
const ruleOf = new Map(Object.entries(RULE_OF).flatMap(([rule, patterns]) => patterns.map((pattern) => [pattern, rule])));

/** How a callback of this name, with this signature, is registered. */
const REGISTER = {
  on_new: 'SSL_CTX_sess_set_new_cb(ctx, on_new);',
  on_get: 'SSL_CTX_sess_set_get_cb(ctx, on_get);',
  on_remove: 'SSL_CTX_sess_set_remove_cb(ctx, on_remove);',
  on_ticket: 'SSL_CTX_set_session_ticket_cb(ctx, NULL, on_ticket, NULL);',
  use_psk: 'SSL_CTX_set_psk_use_session_callback(ctx, use_psk);',
  find_psk: 'SSL_CTX_set_psk_find_session_callback(ctx, find_psk);',
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { register: { type: 'boolean' }, verbose: { type: 'boolean' }, cli: { type: 'string' } },
});
if (positionals.length !== 1) {
  console.error('usage: patterns.mjs PATTERNS.md [--register] [--verbose] [--cli PATH]');
  process.exit(2);
}
const cli = resolve(options.cli ?? fileURLToPath(new URL('../../server/out/cli.js', import.meta.url)));

/** `[{name, bad, good}]` of the sections that have both blocks. */
function readPatterns(text) {
  const sections = text.split(/^### /m).slice(1);
  return sections.flatMap((section) => {
    const block = (word) => new RegExp(`^${word}:\\s*\\n\`\`\`c\\n([\\s\\S]*?)\`\`\``, 'm').exec(section)?.[1];
    const name = section.slice(0, section.indexOf('\n')).trim();
    const bad = block('Bad'), good = block('Good');
    return bad && good ? [{ name, bad, good }] : [];
  });
}

const registered = (code) => {
  const calls = Object.entries(REGISTER).filter(([name]) => new RegExp(`\\b${name}\\(`).test(code)).map(([, call]) => `    ${call}\n`);
  return calls.length > 0 ? `${code}\nvoid register_callbacks(SSL_CTX *ctx)\n{\n${calls.join('')}}\n` : code;
};

function lint(dir, code, rule) {
  mkdirSync(dir);
  writeFileSync(join(dir, 'example.c'), options.register ? registered(code) : code);
  const flavor = /\/\*(wolfssl|boringssl)\*\//.exec(code)?.[1] ?? (rule === 'portability' ? 'wolfssl' : undefined);
  writeFileSync(join(dir, '.ssl-lint.json'), JSON.stringify({
    root: true,
    ...(flavor ? { library: { flavor } } : {}),
    ...(rule === 'portability' ? { rules: { portability: 'warning' } } : {}),
  }));
  const out = execFileSync(process.execPath, [cli, '--format', 'json', '--exit-zero', '.'], { cwd: dir, encoding: 'utf8' });
  return JSON.parse(out).findings;
}

const work = mkdtempSync(join(tmpdir(), 'ssl-lint-patterns-'));
const say = (findings) => findings.map((f) => `${f.ruleId}/${f.confidence}@${f.range.startLine}`).join(' ') || '-';
let reported = 0, silent = 0, scope = 0;
try {
  for (const { name, bad, good } of readPatterns(readFileSync(positionals[0], 'utf8'))) {
    if (OUT_OF_SCOPE.has(name)) continue;
    const rule = ruleOf.get(name);
    const onBad = lint(join(work, `${name}.bad`), bad, rule), onGood = lint(join(work, `${name}.good`), good, rule);
    const hit = onBad.some((f) => f.ruleId === rule), quiet = onGood.every((f) => f.severity === 'note');
    scope++;
    reported += hit ? 1 : 0;
    silent += quiet ? 1 : 0;
    console.log(`${hit ? 'ok  ' : 'MISS'} ${quiet ? 'ok  ' : 'LOUD'} ${name.padEnd(40)} ${(rule ?? '?').padEnd(26)} bad: ${say(onBad)}   good: ${say(onGood)}`);
    if (options.verbose && (!hit || !quiet)) for (const f of [...onBad, ...onGood]) console.log(`          ${f.ruleId}: ${f.message}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`\nbad examples reported under their rule: ${reported} of ${scope}; good examples silent: ${silent} of ${scope}`);
process.exitCode = reported === scope && silent === scope ? 0 : 1;
