import { commands, type Disposable } from 'vscode';
import { createConfig, openConfig, saveConfiguration } from './configuration.ts';
import type { Command, CommandContext } from './context.ts';
import { explainRule, showOwnershipModel } from './explain.ts';
import { cancel, exportSarif, fixAll, lintFile, lintWorkspace } from './lint.ts';
import { clearPath, copyFinding, goToStep, nextStep, previousStep, showPath } from './path.ts';
import { debugInformation, openWalkthrough, restart, showOutput } from './support.ts';

/** The commands of the extension by the last part of their names, as package.json contributes them. */
export const COMMANDS = {
  lintFile, lintWorkspace, cancel, fixAll, exportSarif,
  explainRule, showOwnershipModel,
  showPath, nextStep, previousStep, clearPath, goToStep, copyFinding,
  createConfig, openConfig, saveConfiguration,
  restart, showOutput, debugInformation, openWalkthrough,
} satisfies Readonly<Record<string, Command>>;

export function registerCommands(context: CommandContext): Disposable[] {
  return Object.entries<Command>(COMMANDS).map(([name, command]) =>
    commands.registerCommand(`sslLint.${name}`, (...args: unknown[]) => command(context, ...args)));
}
