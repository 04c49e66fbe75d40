import { getNodePath, parse, parseTree, findNodeAtLocation, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { compose, type LoadOptions, type LocatedProblem } from '../../server/src/analysis/model/compose.ts';
import { readModelFile, type ModelFile } from '../../server/src/analysis/model/model-file.ts';
import type { Model } from '../../server/src/analysis/model/effects.ts';
import type { JsonPath, ModelProblem } from '../../server/src/analysis/model/reader.ts';

export type { LoadOptions, LocatedProblem } from '../../server/src/analysis/model/compose.ts';

/**
 * Builds the model from texts of model files (JSON with comments), the later ones winning per function, and the
 * user's own words on top. Everything wrong is listed with its position; the rest of the model is still usable.
 * Never throws. Time linear in the texts.
 */
export function loadModel(files: readonly { readonly name: string; readonly text: string }[], options: LoadOptions = {}): { model: Model; problems: LocatedProblem[] } {
  const problems: LocatedProblem[] = [];
  const parsed: ModelFile[] = [];
  for (const { name, text } of files) {
    const errors: ParseError[] = [];
    const value = parseDeep(text, errors);
    if (value === TOO_DEEP) {
      problems.push({ file: name, line: 1, column: 1, message: 'not a model: nested too deeply' });
      continue;
    }
    for (const error of errors) {
      problems.push({ file: name, ...lineAndColumn(text, error.offset), message: `not valid JSON: ${sentence(printParseErrorCode(error.error))}` });
    }
    if (errors.length > 0) continue;
    const found: ModelProblem[] = [];
    parsed.push(readModelFile(value, 'built-in', (p) => found.push(p)));
    for (const problem of found) problems.push({ file: name, ...positionInText(text, problem.path, problem.at), message: problem.message });
  }
  const composed = compose(parsed, options);
  return { model: composed.model, problems: [...problems, ...composed.problems] };
}

const TOO_DEEP = Symbol('nested too deeply');

/** The parser recurses: a text of a million brackets would end in a full stack. */
function parseDeep(text: string, errors: ParseError[]): unknown {
  try {
    const value: unknown = parse(text, errors, { allowTrailingComma: true });
    return value;
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP;
    throw error;
  }
}

/**
 * Line and column of the key or value at `path` in JSON `text`; of the nearest enclosing value that exists otherwise.
 * Linear in the text: meant for reporting.
 */
export function positionInText(text: string, path: JsonPath, at: 'key' | 'value'): { line: number; column: number } {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return { line: 1, column: 1 };
  let node: Node | undefined;
  for (let length = path.length; node === undefined && length >= 0; length--) node = findNodeAtLocation(root, path.slice(0, length));
  if (node === undefined) return { line: 1, column: 1 };
  const key = at === 'key' && node.parent?.type === 'property' && getNodePath(node).length === path.length ? node.parent.children?.[0] : undefined;
  return lineAndColumn(text, (key ?? node).offset);
}

export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
    line++;
    start = i + 1;
  }
  return { line, column: offset - start + 1 };
}

/** `CommaExpected` -> `comma expected`. */
const sentence = (code: string): string => code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
