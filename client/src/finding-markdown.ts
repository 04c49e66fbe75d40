import type { PathResult } from '../../server/src/lsp/protocol.ts';

/** A finding as Markdown, for an issue or a review. `place` gives the name of a file for its address. */
export function findingMarkdown(finding: PathResult, place: (uri: string) => string): string {
  const last = finding.steps.at(-1);
  const where = last === undefined ? place(finding.uri) : `${place(last.uri)}:${last.range.start.line + 1}:${last.range.start.character + 1}`;
  const steps = finding.steps.map((step, index) => {
    const indent = '   '.repeat(step.depth);
    return `${indent}${step.depth === 0 ? `${index + 1}.` : '-'} ${inLine(step.message)} (\`${place(step.uri)}:${step.range.start.line + 1}\`)\n`;
  });
  return `**${finding.severity}: ${inLine(finding.message)}** (\`${finding.rule}\`)\n\n\`${where}\`\n\n${steps.join('')}`
    + (finding.help === '' ? '' : `\nHelp: ${inLine(finding.help)}\n`);
}

function inLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
