import ts from 'typescript';

/** A place in the code that logs a warning or an error. */
export interface LogLine {
  readonly file: string;
  readonly line: number;
  /** The parts of its text that are written down in the code: one, or several around what is put in at run time. */
  readonly texts: readonly string[];
  /** The error codes it carries, as far as the function around it names them. */
  readonly codes: readonly string[];
}

const levels = new Set(['warn', 'error', 'fatal']);
const leastTextLength = 10;

/** Finds calls of `warn`, `error` and `fatal` on anything that is called a logger. */
export function logLines(file: string, text: string): readonly LogLine[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines: LogLine[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isLogCall(node)) lines.push(describeCall(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

function isLogCall({ expression }: ts.CallExpression): boolean {
  // `logger[severity](…)`: whatever the severity is.
  if (ts.isElementAccessExpression(expression)) return isLogger(expression.expression);
  return (
    ts.isPropertyAccessExpression(expression) && levels.has(expression.name.text) && isLogger(expression.expression)
  );
}

function isLogger(receiver: ts.Expression): boolean {
  return /log(?:ger)?$/i.test(receiver.getText());
}

function describeCall(source: ts.SourceFile, call: ts.CallExpression): LogLine {
  const { line } = source.getLineAndCharacterOfPosition(call.getStart());
  const [fields, message] = call.arguments;
  return {
    file: source.fileName,
    line: line + 1,
    texts: textsOf(source, message).filter((text) => text.length >= leastTextLength),
    codes: [...new Set([...codesOf(fields), ...(isWritten(message) ? [] : codesOf(functionAround(call)))])],
  };
}

/** A text that is built elsewhere is told by the code it was built with. */
function isWritten(message: ts.Expression | undefined): boolean {
  return message !== undefined && (ts.isStringLiteralLike(message) || ts.isTemplateExpression(message));
}

function textsOf(source: ts.SourceFile, message: ts.Expression | undefined): readonly string[] {
  if (message === undefined) return [];
  if (ts.isStringLiteralLike(message)) return [message.text];
  if (ts.isTemplateExpression(message))
    return [message.head.text, ...message.templateSpans.map(({ literal }) => literal.text)].map(trimmed);
  if (ts.isIdentifier(message)) return textsOf(source, initialiserOf(source, message.text));
  return [];
}

function initialiserOf(source: ts.SourceFile, name: string): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) found = node.initializer;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found !== undefined && ts.isStringLiteralLike(found) ? found : undefined;
}

function codesOf(node: ts.Node | undefined): readonly string[] {
  return node?.getText().match(/SPW-\d{4}/g) ?? [];
}

function functionAround(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node, (each) => ts.isFunctionDeclaration(each) || ts.isMethodDeclaration(each));
}

function trimmed(text: string): string {
  return text.replaceAll(/^[\s;:,]+|[\s;:,]+$/g, '');
}
