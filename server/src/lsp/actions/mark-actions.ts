import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction } from 'vscode-languageserver';
import type { Step } from '../../analysis/verdict/finding.ts';
import type { ActionData, Mark } from './action-data.ts';
import { argumentNamed, calledFunction } from './call-text.ts';
import type { Asked } from './code-actions.ts';
import { isMarkable, markedFile } from './mark-edit.ts';
import { CLIENT_COMMANDS } from '../protocol.ts';
import { joined } from '../documents/names.ts';

/** `Mark 'foo()' as returning an owned session`: says in the configuration what the analysis could not see. For functions of the project only. */
export async function markActions(asked: Asked): Promise<CodeAction[]> {
  const { session, document, finding, diagnostics } = asked;
  if (!session.configuration.settingsOf(document.name).editModel || !isMarkable(session, document.name)) return [];
  const actions = new Map<string, CodeAction>();
  const file = session.client.commands ? markedFile(session, document.name) : null;
  for (const { name, mark } of await marks(asked)) {
    const title = `Mark '${name}()' as ${'returns' in mark ? `returning ${mark.returns === 'owned' ? 'an owned' : 'a borrowed'} session` : `releasing argument ${mark.frees}`}`;
    const data: ActionData = { do: 'mark', uri: document.uri, fingerprint: finding.fingerprint, function: name, mark };
    actions.set(title, { title, kind: CodeActionKind.QuickFix, diagnostics, data, ...(file === null ? {} : { command: { title, command: CLIENT_COMMANDS.saveConfiguration, arguments: [file] } }) });
  }
  return [...actions.values()];
}

async function marks(asked: Asked): Promise<{ name: string; mark: Mark }[]> {
  const { session, document, finding, report } = asked;
  const found: { name: string; mark: Mark }[] = [];
  for (const step of finding.steps) {
    const name = step.path === finding.path ? document.name : joined(report.base, step.path);
    const text = name === document.name ? document.text : await session.service.text(name);
    const call = text?.slice(step.range.start, step.range.end) ?? '';
    const called = calledFunction(call);
    const mark = called === null ? null : markFor(step, call, finding.message);
    if (called !== null && mark !== null && await isOfProject(asked, called)) found.push({ name: called, mark });
  }
  return found;
}

/** What may be the other way round than the analysis took it. */
function markFor(step: Step, call: string, message: string): Mark | null {
  if (step.kind === 'acquire-owned') return { returns: 'borrowed' };
  if (step.kind === 'acquire-borrowed') return { returns: 'owned' };
  if (step.kind !== 'call' && step.kind !== 'use' && step.kind !== 'transfer') return null;
  const subject = /`([A-Za-z_]\w*)`/.exec(message)?.[1];
  const argument = subject === undefined ? -1 : argumentNamed(call, subject);
  return argument < 0 ? null : { frees: argument };
}

/** False for functions of libraries: what they do is known. */
async function isOfProject({ session, document }: Asked, name: string): Promise<boolean> {
  const text = await session.service.model(document.name, name);
  return text.includes('not in the model') || /^ {2}origin: .*(?:\.ssl-lint\.jsonc?|package\.json)/m.test(text);
}
