import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction } from 'vscode-languageserver';
import type { Step } from '../../analysis/verdict/finding.ts';
import type { ActionData, Mark } from './action-data.ts';
import { calledFunction, callsWith } from './call-text.ts';
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
    // People count arguments from 1, here as in hovers; the configuration file counts from 0.
    const title = `Mark '${name}()' as ${'returns' in mark ? `returning ${mark.returns === 'owned' ? 'an owned' : 'a borrowed'} session` : `releasing argument ${mark.frees + 1}`}`;
    const data: ActionData = { do: 'mark', uri: document.uri, fingerprint: finding.fingerprint, function: name, mark };
    actions.set(title, { title, kind: CodeActionKind.QuickFix, diagnostics, data, ...(file === null ? {} : { command: { title, command: CLIENT_COMMANDS.saveConfiguration, arguments: [file] } }) });
  }
  return [...actions.values()];
}

async function marks(asked: Asked): Promise<{ name: string; mark: Mark }[]> {
  const { session, document, finding, report } = asked;
  const found: { name: string; mark: Mark }[] = [];
  const add = async (name: string | null, mark: Mark | null): Promise<void> => {
    if (name !== null && mark !== null && await isOfProject(asked, name)) found.push({ name, mark });
  };
  for (const step of finding.steps) {
    const name = step.path === finding.path ? document.name : joined(report.base, step.path);
    const text = name === document.name ? document.text : await session.service.text(name);
    await add(calledFunction(text?.slice(step.range.start, step.range.end) ?? ''), otherWay(step));
  }
  for (const { called, argument } of mayRelease(asked)) await add(called, { frees: argument });
  return found;
}

/** What may be the other way round than the analysis took it. */
function otherWay({ kind }: Step): Mark | null {
  if (kind === 'acquire-owned') return { returns: 'borrowed' };
  return kind === 'acquire-borrowed' ? { returns: 'owned' } : null;
}

const MOST_CALLS = 3;

/** Calls that are given what leaks, between where it comes from and where it is lost. */
function mayRelease({ document, finding }: Asked): ReturnType<typeof callsWith> {
  const subject = finding.rule === 'leak' ? /`([A-Za-z_]\w*)`/.exec(finding.message)?.[1] : undefined;
  const first = finding.steps.find((step) => step.path === finding.path)?.range.start;
  return subject === undefined || first === undefined ? [] : callsWith(document.text.slice(first, finding.range.end), subject).slice(0, MOST_CALLS);
}

/** False for functions of libraries: what they do is known. */
async function isOfProject({ session, document }: Asked, name: string): Promise<boolean> {
  const text = await session.service.model(document.name, name);
  return text.includes('not in the model') || /^ {2}origin: .*(?:\.ssl-lint\.jsonc?|package\.json)/m.test(text);
}
