import { RULE_BY_ID } from '../../analysis/verdict/rules.ts';
import { rulePage } from '../../workspace/package-root.ts';
import { UsageError } from '../../workspace/usage-error.ts';
import type { Arguments } from '../arguments.ts';
import type { Console, ExitCode } from '../console.ts';
import { knownRule } from '../request.ts';

/** `ssl-lint explain <rule>`: the page of the rule, as it is in docs/rules. */
export function explain(args: Arguments, console: Console): ExitCode {
  const [id] = args.positional;
  if (id === undefined) throw new UsageError('explain needs a rule', "list them with 'ssl-lint rules'");
  if (args.positional.length > 1) throw new UsageError(`explain takes one rule, not ${args.positional.length}`);
  const rule = knownRule(id);
  const page = rulePage(rule);
  if (page !== null) {
    console.out(page.endsWith('\n') ? page : `${page}\n`);
    return 0;
  }
  const { summary, severity, cwe } = RULE_BY_ID.get(rule)!;
  console.out(`# ${rule}\n\n${summary}.\n\nSeverity: ${severity}${cwe.map((number) => ` · CWE-${number}`).join('')}\n`);
  return 0;
}
