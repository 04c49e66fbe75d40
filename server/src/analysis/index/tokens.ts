/** A token of C text; `gap` is true when white space stands before it. */
export interface Token { readonly text: string; readonly kind: 'word' | 'number' | 'string' | 'punctuation'; readonly gap: boolean }

const TOKEN = /([A-Za-z_$][\w$]*)|(\.?\d(?:[eEpP][+-]|[\w.'])*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(##|<<=|>>=|\.\.\.|->|\+\+|--|&&|\|\||[-+*/%&|^!=<>]=|<<|>>|[^\s])/g;

/** Splits text without comments into tokens. Linear. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const kind = match[1] !== undefined ? 'word' : match[2] !== undefined ? 'number' : match[3] !== undefined ? 'string' : 'punctuation';
    tokens.push({ text: match[0], kind, gap: match.index > end });
    end = match.index + match[0].length;
  }
  return tokens;
}
