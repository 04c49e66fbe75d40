import type { SourceFile } from '../analysis/code/item.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { openModel } from './open-model.ts';
import { compileQuickly, readWasm } from './wasm.ts';

/** Up to this many characters of source the quick compiler is worth it. */
const SHORT_RUN = 8 << 20;

/** The engine of the command: the built-in model, the parser beside the bundle. */
export function openEngine(options: EngineOptions): Promise<Engine> {
  const model = openModel(options.flavor, options.models);
  const analyzeFiles = async (files: readonly SourceFile[]): ReturnType<Engine['analyze']> => {
    const { analyze, createParser } = await import('./analysis.ts');
    if (files.reduce((sum, file) => sum + file.text.length, 0) < SHORT_RUN) compileQuickly();
    const parser = await createParser(readWasm(), { now: options.spent ?? options.now });
    return analyze({ files, model, parser, functionTimeoutMs: options.functionTimeoutMs, now: options.now, ...(options.spent === undefined ? {} : { spent: options.spent }), fixes: options.fixes });
  };
  return Promise.resolve({ hints: model.hints, analyze: analyzeFiles });
}
