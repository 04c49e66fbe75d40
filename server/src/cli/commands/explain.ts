import { suggestion } from '../../analysis/model/nearest.ts';
import { RULES } from '../../analysis/verdict/rules.ts';
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
  const found = RULES.find((candidate) => candidate.id === rule);
  if (found === undefined) throw new UsageError(`unknown rule '${id}'${suggestion(id, RULES.map((candidate) => candidate.id))}`);
  console.out(`# ${found.id}\n\n${found.summary}.\n\nSeverity: ${found.severity}${found.cwe.map((cwe) => ` · CWE-${cwe}`).join('')}\n`);
  return 0;
}
