import { MarkupKind } from 'vscode-languageserver';
import type { Hover, HoverParams } from 'vscode-languageserver';
import { plainText } from './markdown.ts';
import { positionIn, uriIn } from '../connection/requests.ts';
import type { Session } from '../session.ts';

/** What a call does to references, or what is known of a variable, at a position. */
export async function hover(session: Session, params: HoverParams): Promise<Hover | null> {
  const document = session.checked(uriIn(params))?.snapshot();
  const position = positionIn(params.position);
  if (document === undefined || !session.configuration.settingsOf(document.name).hover) return null;
  const known = await session.service.hover(document.name, document.positions.offset(position));
  if (known === null) return null;
  const contents = session.client.markdownHover ? { kind: MarkupKind.Markdown, value: known.markdown } : { kind: MarkupKind.PlainText, value: plainText(known.markdown) };
  return { contents, range: document.positions.range(known.range) };
}
