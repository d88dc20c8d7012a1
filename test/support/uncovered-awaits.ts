import ts from 'typescript';

/** An `await` beside which no failpoint lies. */
export interface UncoveredAwait {
  readonly line: number;
  /** What is awaited, as it is written, up to its arguments. */
  readonly what: string;
}

/** How many statements may lie between, one that reads the answer among them. */
const nearStatements = 2;

/**
 * The awaits of a file that no failpoint can stop a process at: neither the statements before nor those after visit one,
 * nor do statements beside what is around it within the same function.
 */
export function uncoveredAwaits(file: string, text: string): readonly UncoveredAwait[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: UncoveredAwait[] = [];
  const visit = (node: ts.Node): void => {
    const awaited = awaitedBy(node);
    if (awaited !== undefined && !isCovered(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ line: line + 1, what: nameOf(awaited) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function awaitedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isAwaitExpression(node)) return node.expression;
  return ts.isForOfStatement(node) && node.awaitModifier !== undefined ? node.expression : undefined;
}

function isCovered(node: ts.Node): boolean {
  for (let at = node; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isStatement(at) || !ts.isBlock(at.parent)) continue;
    const { statements } = at.parent;
    const index = statements.indexOf(at);
    const beside = statements.slice(Math.max(0, index - nearStatements), index + nearStatements + 1);
    if (beside.some(visitsFailpoint)) return true;
  }
  return false;
}

function visitsFailpoint(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node) && /^failpoint(?:Sync)?$/.test(node.expression.getText())) return true;
  return ts.forEachChild(node, (child) => visitsFailpoint(child) || undefined) === true;
}

function nameOf(awaited: ts.Expression): string {
  const call = ts.isCallExpression(awaited) ? awaited.expression : awaited;
  return call.getText().replaceAll(/\s+/g, ' ');
}
