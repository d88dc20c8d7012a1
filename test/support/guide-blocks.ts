import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { read } from './source-files.js';

const block = /^```ts file=(\S+)\n([\s\S]*?)^```$/gm;

/** Writes the code blocks of a guide that name a file into a new folder of this checkout, so that they can be run. */
export function writeGuideBlocks(guide: string): { readonly folder: string; readonly files: readonly string[] } {
  const parent = resolve('.cache/guides');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'guide-'));
  const files = [...read(guide).matchAll(block)].map(([, name = '', code = '']) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
    return file;
  });
  return { folder, files };
}

/** What the compiler says about these files under the options of a new Nest app. */
export function compile(files: readonly string[]): readonly string[] {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    customConditions: ['source'],
    types: ['node'],
    strict: false,
    strictNullChecks: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const program = ts.createProgram([...files], options);
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) return [`${file}: not found`];
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}
