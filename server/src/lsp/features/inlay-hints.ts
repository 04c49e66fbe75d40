import type { InlayHint, InlayHintParams } from 'vscode-languageserver';
import { rangeIn, uriIn } from '../connection/requests.ts';
import type { Session } from '../session.ts';

/** Who owns what, behind the places where it is decided; only with setting `inlayHints.ownership`. */
export async function inlayHints(session: Session, params: InlayHintParams): Promise<InlayHint[]> {
  const document = session.checked(uriIn(params))?.snapshot();
  const range = rangeIn(params.range);
  await session.ready;
  if (document === undefined || !session.configuration.settingsOf(document.name).inlayHints) return [];
  const [from, to] = [document.positions.offset(range.start), document.positions.offset(range.end)];
  const hints = await session.service.hints(document.name);
  return hints.filter(({ offset }) => offset >= from && offset <= to)
    .map(({ offset, label, tooltip }) => ({ position: document.positions.position(offset), label, tooltip, paddingLeft: true }));
}
