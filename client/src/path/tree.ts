import { EventEmitter, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, window, workspace, type Disposable, type TreeDataProvider } from 'vscode';
import { nest, type ActivePath, type StepNode } from './state.ts';

/** Pictures of VS Code for the kinds of steps. */
const ICONS: Readonly<Record<string, string>> = {
  'acquire-owned': 'add', 'acquire-borrowed': 'link', 'upref': 'diff-added', 'alias': 'arrow-right', 'branch': 'git-branch', 'call': 'symbol-method',
  'return': 'reply', 'release': 'trash', 'use': 'eye', 'escape': 'export', 'transfer': 'arrow-swap', 'exit': 'sign-out',
};

/** The view "SSL Lint Path": the steps in order, what happens in a called function inside the call. */
export class PathTree implements TreeDataProvider<StepNode>, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView('sslLint.path', { treeDataProvider: this });
  #active: ActivePath = null;
  #roots: StepNode[] = [];

  /** Shows a path, or nothing. */
  show(active: ActivePath): void {
    const isSame = active !== null && active.path === this.#active?.path;
    this.#active = active;
    if (!isSame) {
      this.#roots = active === null ? [] : nest(active.path.steps);
      this.#view.description = active?.path.rule ?? '';
      this.#changed.fire();
    }
    // A new path opens the view; later the user may have closed it.
    if (active === null || (isSame && !this.#view.visible)) return;
    const node = find(this.#roots, active.at);
    // The view may be gone meanwhile; then there is nothing to select in it.
    if (node !== null) this.#view.reveal(node, { select: true, focus: false }).then(undefined, () => undefined);
  }

  getChildren(node?: StepNode): StepNode[] { return node?.children ?? this.#roots; }

  getParent(node: StepNode): StepNode | null { return node.parent; }

  getTreeItem({ step, index, children }: StepNode): TreeItem {
    const uri = Uri.parse(step.uri);
    const isFinding = index === (this.#active?.path.steps.length ?? 0) - 1;
    const item = new TreeItem(`${index + 1}. ${step.message}`, children.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None);
    item.id = `${this.#active?.path.fingerprint ?? ''}:${index}`;
    item.description = `${uri.path.split('/').at(-1) ?? ''}:${step.range.start.line + 1}`;
    item.tooltip = `${step.message}\n${workspace.asRelativePath(uri)}:${step.range.start.line + 1}`;
    item.iconPath = new ThemeIcon(isFinding ? severityIcon(this.#active) : (ICONS[step.kind] ?? 'circle-outline'));
    item.command = { command: 'sslLint.goToStep', title: '', arguments: [index] };
    return item;
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}

function severityIcon(active: ActivePath): string {
  return active?.path.severity === 'note' ? 'info' : (active?.path.severity ?? 'warning');
}

function find(nodes: readonly StepNode[], index: number): StepNode | null {
  for (const node of nodes) {
    const found = node.index === index ? node : find(node.children, index);
    if (found !== null) return found;
  }
  return null;
}
