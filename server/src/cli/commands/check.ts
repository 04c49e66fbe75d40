import type { Finding } from '../../analysis/verdict/finding.ts';
import { fingerprints } from '../../analysis/verdict/fingerprint.ts';
import { atLeast } from '../../analysis/verdict/select.ts';
import { loadReporter } from '../../report/index.ts';
import { countSeverities } from '../../report/report.ts';
import type { Report, Style } from '../../report/report.ts';
import type { OpenEngine } from '../../workspace/engine.ts';
import { lint } from '../../workspace/lint.ts';
import type { LintResult } from '../../workspace/lint.ts';
import { rulePage } from '../../workspace/package-root.ts';
import { relativeTo } from '../../workspace/paths.ts';
import type { FailOn } from '../../workspace/settings.ts';
import type { Arguments } from '../arguments.ts';
import { useColor } from '../color-choice.ts';
import type { Console, ExitCode } from '../console.ts';
import { aside, closing } from '../messages.ts';
import { outputs, writeReport } from '../outputs.ts';
import type { Output } from '../outputs.ts';
import { progress } from '../progress.ts';
import { lintRequest, wholeNumber } from '../request.ts';

const DEFAULT_WIDTH = 160;

/** `ssl-lint [check] PATHS…`: findings on standard output or in files, everything else on standard error. */
export async function check(args: Arguments, console: Console, open: OpenEngine): Promise<ExitCode> {
  const started = console.now();
  const reports = outputs(args, console);
  const quiet = args.flag('quiet') === true;
  const request = lintRequest(args, console, reports.some(isMachine));
  const maxWarnings = args.has('max-warnings') ? wholeNumber(args.last('max-warnings') ?? '', '--max-warnings', -1) : null;
  if (args.flag('show-files') === true) {
    const { showFiles } = await import('./show-files.ts');
    return showFiles(request, console);
  }
  const display = progress(console, quiet);
  let result: LintResult;
  try {
    result = await lint(display === null ? request : { ...request, onProgress: display.report }, open);
  } finally {
    display?.end();
  }
  const code = exitCode(result, failOn(args, result), maxWarnings ?? result.settings.maxWarnings);
  console.err(aside(result, request.cwd, quiet, args.flag('verbose') === true));
  const { VERSION, HOMEPAGE } = await import('../../version.ts');
  const hash = result.findings.length === 0 || !reports.some(isMachine) ? null : (await import('../../workspace/sha256.ts')).sha256;
  let known: readonly string[] | null = null;
  const report = (output: Output): Report => ({
    version: VERSION, homepage: HOMEPAGE, findings: result.findings, incomplete: result.incomplete, files: result.files.length,
    suppressed: result.suppressed, exitCode: code, success: !result.failed,
    fingerprints: () => (known ??= hash === null ? [] : fingerprints(result.findings, hash)),
    shown: (path) => relativeTo(request.cwd, `${result.base}/${path}`),
    textOf: (path) => result.textOf(path),
    severityOf: (rule) => result.severityOf(rule),
    pageOf: rulePage,
    style: style(args, console, output, quiet, result.settings.maxPathSteps),
  });
  for (const output of reports) {
    const reporter = await loadReporter(output.format);
    const text = reporter(report(output));
    if (output.path === null) console.out(text);
    else writeReport(output.path, text, console);
  }
  if (!quiet && reports.some((output) => output.path === null && output.format === 'full')) {
    console.err(closing(result, console.now() - started, args.flag('verbose') === true));
  }
  return code;
}

const isMachine = (output: Output): boolean => output.format === 'json' || output.format === 'jsonl' || output.format === 'sarif';

function style(args: Arguments, console: Console, output: Output, quiet: boolean, maxSteps: number): Style {
  const isFile = output.path !== null;
  return {
    color: !isFile && useColor(args, console),
    width: (isFile ? null : console.columns) ?? DEFAULT_WIDTH,
    maxSteps,
    summary: !quiet,
  };
}

const failOn = (args: Arguments, result: LintResult): FailOn =>
  args.flag('exit-zero') === true ? 'never' : (args.last('fail-on') as FailOn | null) ?? result.settings.failOn;

/** What failed beats what was found. */
function exitCode(result: LintResult, least: FailOn, maxWarnings: number): ExitCode {
  if (result.failed) return 2;
  if (least === 'never') return 0;
  if (result.findings.some((finding: Finding) => atLeast(finding.severity, least))) return 1;
  return maxWarnings >= 0 && countSeverities(result.findings).warnings > maxWarnings ? 1 : 0;
}
