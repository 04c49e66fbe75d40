// Speed and memory of the built command on trees of C, as ratios that hold on any machine.
//
//   npm run bench -- [--runs N] [--copies N] DIR...
//
// For each DIR: `node -e 0` and `ssl-lint DIR` run in turn, N times (7); printed are the median wall time of the one over
// that of the other, the peak resident memory, the share of each stage, and the slowest function. With --copies, DIR is
// copied so many times into a temporary folder, and the copies are compared with the one.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const CLI = fileURLToPath(new URL('../../server/out/cli.js', import.meta.url));
const COMMAND = [CLI, '--verbose', '--exit-zero', '--isolated', '.'];
/** Makes a process tell its peak memory on its way out. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent("process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + String.fromCharCode(10)))")}`;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '7' }, copies: { type: 'string' } } });
const runs = Number(values.runs);
const copies = values.copies === undefined ? 0 : Number(values.copies);
if (positionals.length === 0 || !(runs >= 1) || Number.isNaN(copies)) {
  console.error('usage: npm run bench -- [--runs N] [--copies N] DIR...');
  process.exit(2);
}
if (!existsSync(CLI)) {
  console.error("bench: server/out/cli.js is missing; run 'npm run build'");
  process.exit(2);
}

for (const given of positionals) {
  const dir = resolve(given);
  if (!existsSync(dir)) {
    console.error(`bench: no such folder: ${given}`);
    process.exitCode = 2;
    continue;
  }
  const one = measure(dir);
  show(given, one);
  if (copies < 1) continue;
  const folder = mkdtempSync(join(tmpdir(), 'ssl-lint-bench-'));
  try {
    for (let i = 0; i < copies; i++) cpSync(dir, join(folder, `copy${i}`), { recursive: true });
    const many = measure(folder);
    show(`${given}, ${copies} copies`, many);
    console.log(`  ${copies} copies over one: time ${(many.wall / one.wall).toFixed(2)}x, memory ${(many.memory / one.memory).toFixed(2)}x`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Medians over the runs: wall time of `node -e 0` and of the command in ms, peak memory in KiB, and what the command says of itself. */
function measure(dir) {
  const samples = [];
  for (let i = 0; i < runs; i++) samples.push({ bare: run(['-e', '0'], dir).wall, ...run(COMMAND, dir) });
  const memories = [0, 1, 2].map(() => Number(/^peak (\d+)$/m.exec(run(['--import', TELL_PEAK, ...COMMAND], dir).said)?.[1] ?? 0));
  const bySpeed = samples.sort((a, b) => a.wall - b.wall);
  return {
    bare: median(samples.map((sample) => sample.bare)), wall: median(samples.map((sample) => sample.wall)), memory: median(memories),
    said: bySpeed[bySpeed.length >> 1]?.said ?? '',
  };
}

function run(args, cwd) {
  const start = process.hrtime.bigint();
  const child = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 30, env: { ...process.env, NO_COLOR: '1' } });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (child.status !== 0) throw new Error(`node ${args.join(' ')}: exit ${child.status}\n${child.stderr}`);
  return { wall, said: child.stderr };
}

function show(title, { bare, wall, memory, said }) {
  console.log(`${title}`);
  console.log(`  ${(wall / bare).toFixed(2)}x the wall time of node -e 0 (median of ${runs}), peak memory ${(memory / 1024).toFixed(0)} MiB`);
  const number = (pattern) => Number(pattern.exec(said)?.[1] ?? 0);
  const parts = {
    walking: number(/([\d.]+) ms finding files/), reading: number(/([\d.]+) ms reading/), scanning: number(/\bscan ([\d.]+)/),
    parsing: number(/\bparse ([\d.]+)/), lowering: number(/\blower ([\d.]+)/), solving: number(/\bsolve ([\d.]+)/),
  };
  const share = (ms) => `${(100 * ms / wall).toFixed(0)} %`;
  const rest = wall - Object.values(parts).reduce((sum, ms) => sum + ms, 0);
  console.log(`  ${Object.entries(parts).map(([stage, ms]) => `${stage} ${share(ms)}`).join(', ')}, start, parser and output ${share(rest)}`);
  const slowest = /slowest function '([^']*)' (\d+) ms/.exec(said);
  if (slowest !== null) console.log(`  slowest function: ${slowest[1]}, ${share(Number(slowest[2]))} of the time`);
  const functions = /(\d+) functions seen, (\d+) of them touch sessions, (\d+) of these not analysed/.exec(said);
  if (functions !== null) console.log(`  functions seen ${functions[1]}, touching sessions ${functions[2]}, not analysed ${functions[3]}`);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
