import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageAsset {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';
const own = fileURLToPath(new URL('../../assets/', import.meta.url));
const uplot = dirname(createRequire(import.meta.url).resolve('uplot'));

/** What the page may load, by name: files of this package and of uPlot as it is published. Nothing is built. */
const files: Readonly<Record<string, { readonly path: string; readonly contentType: string }>> = {
  'boards.js': { path: join(own, 'boards.js'), contentType: script },
  'figures.js': { path: join(own, 'figures.js'), contentType: script },
  'passes.js': { path: join(own, 'passes.js'), contentType: script },
  'boards.css': { path: join(own, 'boards.css'), contentType: style },
  'uplot.js': { path: join(uplot, 'uPlot.iife.min.js'), contentType: script },
  'uplot.css': { path: join(uplot, 'uPlot.min.css'), contentType: style },
};

/** Undefined when the page has no such file. The name only chooses; it never becomes a path. */
export async function readPageAsset(name: string): Promise<PageAsset | undefined> {
  if (!Object.hasOwn(files, name)) return undefined;
  const { path, contentType } = files[name]!;
  return { contentType, bytes: await readFile(path) };
}
