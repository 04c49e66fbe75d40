import { RULES } from '../../analysis/verdict/rules.ts';
import type { FolderStatus } from '../../workspace/service/service.ts';
import { HOMEPAGE, VERSION } from '../../version.ts';
import type { Session } from '../session.ts';

/** What a bug report about the editor needs: versions, client, folders, configuration files, counts. One line each. */
export async function doctor(session: Session): Promise<string> {
  const { client, documents, host, service, configuration } = session;
  const lines: [string, string][] = [
    ['ssl-lint', VERSION + (HOMEPAGE === null ? '' : ` (${HOMEPAGE})`)],
    ...host.describe().map((text): [string, string] => ['runtime', text]),
    ['diagnostics', client.pull ? 'asked for by the client' : 'sent to the client'],
    ['positions', client.encoding],
    ['settings', `run ${configuration.general.run}, scope ${configuration.general.scope}, delay ${configuration.general.delay} ms`],
    ['rules', `${RULES.length}, ${RULES.filter((rule) => rule.severity === 'off').length} of them off by default`],
    ['documents', `${documents.all.length} open, ${documents.all.filter((document) => document.isChecked).length} of them checked`],
  ];
  const statuses = await service.status();
  if (statuses.length === 0) lines.push(['folders', 'none']);
  for (const status of statuses) lines.push(...ofFolder(status));
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
}

function ofFolder({ path, configurations, errors, files, relevant, findings, incomplete }: FolderStatus): [string, string][] {
  return [
    ['folder', path],
    ['configuration', configurations.length === 0 ? 'none, defaults' : configurations.join(', ')],
    ...errors.map((error): [string, string] => ['broken', `${error.path === null ? '' : `${error.path}:${error.line}:${error.column}: `}${error.message}`]),
    ['files', `${files}, ${relevant} of them mention sessions; ${findings} findings, ${incomplete.length} parts not analysed`],
  ];
}
