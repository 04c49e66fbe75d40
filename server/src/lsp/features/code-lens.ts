import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import { uriIn } from '../connection/requests.ts';
import type { Session } from '../session.ts';

/** What each function does to references, above it; only with setting `codeLens.enable`. */
export async function codeLenses(session: Session, params: CodeLensParams): Promise<CodeLens[]> {
  const document = session.checked(uriIn(params))?.snapshot();
  await session.ready;
  if (document === undefined || !session.configuration.settingsOf(document.name).codeLens) return [];
  const lenses = await session.service.lenses(document.name);
  // A command without a name is text that cannot be clicked.
  return lenses.map(({ range, title }) => ({ range: document.positions.range(range), command: { title, command: '' } }));
}
