import type { SourceFile } from '../analysis/code/item.ts';
import type { Parser } from '../analysis/cst/parser.ts';
import type { Memory } from '../analysis/memory.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { openModel } from './open-model.ts';
import { compileQuickly, readWasm } from './wasm.ts';

/** Up to this many characters of source the quick compiler is worth it. */
const SHORT_RUN = 8 << 20;

/** The built-in model, the parser beside the bundle. The parser is loaded when there is something to parse, once. */
export function openEngine(options: EngineOptions): Promise<Engine> {
  const model = openModel(options.flavor, options.models);
  let parser: Promise<Parser> | undefined;
  let memory: Memory | undefined;
  const analyzeFiles = async (files: readonly SourceFile[]): ReturnType<Engine['analyze']> => {
    const { analyze, createParser, Memory } = await import('./analysis.ts');
    if (options.remember === true) memory ??= new Memory();
    else if (files.reduce((sum, file) => sum + file.text.length, 0) < SHORT_RUN) compileQuickly();
    parser ??= createParser(readWasm(), { now: options.now });
    return analyze({
      files, model, parser: await parser, functionTimeoutMs: options.functionTimeoutMs, now: options.now, fixes: options.fixes, ...(memory === undefined ? {} : { memory }),
    });
  };
  return Promise.resolve({ hints: model.hints, analyze: analyzeFiles });
}
