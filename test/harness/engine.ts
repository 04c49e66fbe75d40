import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { analyze, type AnalysisInput, type AnalysisResult } from '../../server/src/analysis/analyze.ts';
import type { SourceFile } from '../../server/src/analysis/code/item.ts';
import { createParser, type Parser } from '../../server/src/analysis/cst/parser.ts';
import { configuredModel } from '../../server/src/analysis/model/builtin.ts';
import type { Model } from '../../server/src/analysis/model/effects.ts';
import type { Finding, Incomplete } from '../../server/src/analysis/verdict/finding.ts';
import { suppress } from '../../server/src/analysis/verdict/suppress.ts';
import type { Fixture } from './fixture.ts';

/** A clock that stands still: on a busy machine nothing is given up for taking too long. */
const now = (): number => 0;
let parser: Promise<Parser> | null = null;

/** One parser for the whole process, from the packages themselves, so that tests need no build. */
export function theParser(): Promise<Parser> {
  const at = createRequire(import.meta.url);
  const bytes = (name: string): Uint8Array => readFileSync(at.resolve(name));
  return (parser ??= createParser({ runtime: bytes('web-tree-sitter/web-tree-sitter.wasm'), grammar: bytes('tree-sitter-c/tree-sitter-c.wasm') }, { now }));
}

const models = new Map<string, Model>();

function modelOf(fixture: Pick<Fixture, 'config' | 'model'>): Model {
  const flavor = fixture.config.library?.flavor;
  const key = `${flavor ?? ''} ${fixture.model}`;
  let model = models.get(key);
  if (!model) {
    const user = fixture.model === '' ? {} : { user: { file: 'fixture.json', value: JSON.parse(fixture.model) as unknown, position: () => ({ line: 1, column: 1 }) } };
    const { model: made, problems } = configuredModel({ ...(flavor === undefined ? {} : { flavor }), ...user });
    if (problems.length > 0) throw new Error(problems.map((p) => `${p.file}:${p.line}:${p.column}: ${p.message}`).join('\n'));
    model = made;
    models.set(key, model);
  }
  return model;
}

/** The bare analysis of some files, without suppressions. */
export async function analyzeFiles(
  files: readonly SourceFile[], settings: Pick<Fixture, 'config' | 'model'> = { config: {}, model: '' }, fixes = false, more: Pick<Partial<AnalysisInput>, 'memory' | 'parser'> = {},
): Promise<AnalysisResult> {
  const model = modelOf(settings);
  return analyze({ files, model, parser: await theParser(), functionTimeoutMs: 1000, now, fixes, ...more });
}

/** What a run over the fixture reports: findings after its suppression comments, with those about the comments. */
export async function runEngine(fixture: Fixture): Promise<{ findings: Finding[]; incomplete: readonly Incomplete[] }> {
  const wantsFixes = fixture.files.some((file) => file.annotations.some((annotation) => annotation.kind === 'fix'));
  const { findings, incomplete } = await analyzeFiles(fixture.files, fixture, wantsFixes);
  const partial = new Set(incomplete.map((notice) => notice.path));
  const { kept, about } = suppress(findings, fixture.files, () => ({ nolint: 'named', requireReason: false }), (path) => partial.has(path));
  return { findings: [...kept, ...about], incomplete };
}
