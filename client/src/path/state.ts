import type { PathResult, PathStep } from '../../../server/src/lsp/protocol.ts';

/** The path that is shown and the step the user is at (from 0). Null: no path is shown. */
export type ActivePath = { readonly path: PathResult; readonly at: number } | null;

/** A path as it is opened: at its last step, the finding itself. */
export function open(path: PathResult): ActivePath {
  return path.steps.length === 0 ? null : { path, at: path.steps.length - 1 };
}

/** The same path after the text has changed: still at the step the user was at, by number, or at the finding. */
export function refresh(active: ActivePath, path: PathResult | null): ActivePath {
  if (active === null || path === null || path.steps.length === 0) return null;
  const wasAtFinding = active.at === active.path.steps.length - 1;
  const last = path.steps.length - 1;
  return { path, at: wasAtFinding ? last : Math.min(active.at, last) };
}

/** `by` steps on; after the last step comes the first, before the first the last. */
export function move(active: ActivePath, by: number): ActivePath {
  if (active === null) return null;
  const count = active.path.steps.length;
  return { path: active.path, at: (((active.at + by) % count) + count) % count };
}

/** At a given step, when there is one with this number. */
export function goTo(active: ActivePath, at: number): ActivePath {
  return active !== null && Number.isInteger(at) && at >= 0 && at < active.path.steps.length ? { path: active.path, at } : active;
}

/** A step with those that belong inside it: what happens in the functions it calls. */
export interface StepNode { readonly step: PathStep; readonly index: number; readonly parent: StepNode | null; readonly children: StepNode[] }

/** The steps as a tree by their depth; a step that is deeper than the one before it belongs inside that one. */
export function nest(steps: readonly PathStep[]): StepNode[] {
  const roots: StepNode[] = [];
  const above: StepNode[] = [];
  steps.forEach((step, index) => {
    while (above.length > 0 && above[above.length - 1]!.step.depth >= step.depth) above.pop();
    const parent = above.at(-1) ?? null;
    const node: StepNode = { step, index, parent, children: [] };
    (parent?.children ?? roots).push(node);
    above.push(node);
  });
  return roots;
}

/** What stands behind one line of one document. `line` from 0; `number` from 1, the one in the margin. */
export interface LineLabel { readonly line: number; readonly number: number; readonly text: string; readonly active: boolean }

/** A label for each line with steps in the document that `isHere` recognises. Steps on one line share it; the margin shows the active one or the last. */
export function lineLabels(active: ActivePath, isHere: (uri: string) => boolean): LineLabel[] {
  if (active === null) return [];
  const lines = new Map<number, number[]>();
  active.path.steps.forEach((step, index) => {
    if (isHere(step.uri)) lines.set(step.range.start.line, [...(lines.get(step.range.start.line) ?? []), index]);
  });
  return [...lines].map(([line, indices]) => ({
    line,
    number: 1 + (indices.includes(active.at) ? active.at : (indices.at(-1) ?? 0)),
    text: indices.map((index) => `${numeral(index + 1)} ${firstLine(active.path.steps[index]!.message)}`).join('   '),
    active: indices.includes(active.at),
  }));
}

/** ① to ⑳, (21) and so on. */
export function numeral(n: number): string {
  return n >= 1 && n <= 20 ? String.fromCodePoint(0x245f + n) : `(${n})`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
