import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, ExecuteCommandParams } from 'vscode-languageserver';
import { RULE_BY_ID } from '../../analysis/verdict/rules.ts';
import { doctor } from './doctor.ts';
import { lintDocument, lintWorkspace } from './lint-workspace.ts';
import { SERVER_COMMANDS } from '../protocol.ts';
import { exportSarif } from './sarif-export.ts';
import type { Session } from '../session.ts';

/** Commands of the server; see `SERVER_COMMANDS` for what each takes and answers. */
export async function execute(session: Session, params: ExecuteCommandParams, token: CancellationToken): Promise<unknown> {
  await session.ready;
  const words = Array.isArray(params.arguments) ? params.arguments : [];
  switch (params.command) {
    case SERVER_COMMANDS.lintWorkspace: return words[0] === undefined ? lintWorkspace(session, params.workDoneToken, token) : lintDocument(session, text(words, 0, 'uri'));
    case SERVER_COMMANDS.explain: return explain(session, text(words, 0, 'rule'));
    case SERVER_COMMANDS.model: return session.service.model(session.documents.nameOf(text(words, 0, 'uri')), text(words, 1, 'function name'));
    case SERVER_COMMANDS.exportSarif: return exportSarif(session);
    case SERVER_COMMANDS.doctor: return doctor(session);
    default: throw new ResponseError(ErrorCodes.InvalidParams, `there is no command '${params.command}'`);
  }
}

/** The page of a rule; a client that is not our extension is asked to show it. */
async function explain(session: Session, rule: string): Promise<string | null> {
  if (!RULE_BY_ID.has(rule)) return null;
  const uri = session.host.ruleAddress(rule);
  if (!session.client.commands && session.client.showsDocuments && uri !== null) await session.connection.window.showDocument({ uri, takeFocus: true });
  return session.host.rulePage(rule);
}

function text(words: readonly unknown[], index: number, what: string): string {
  const word = words[index];
  if (typeof word !== 'string') throw new ResponseError(ErrorCodes.InvalidParams, `argument ${index + 1} (${what}) is missing or no text`);
  return word;
}
