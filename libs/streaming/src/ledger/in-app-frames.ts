import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const maxFrames = 3;
const maxFrameLength = 200;
/** Of a stack so many lines of so many characters are looked at, however deep the recursion was. */
const maxLines = 200;
const maxLineLength = 1_000;

/** Where the toolkit itself lies, all its libs: `…/node_modules/@spillway`, or `…/libs` in its own repository. */
const toolkitFolder = `${withSlashes(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))))}/`;

/**
 * The first three frames of a stack that belong to the application, as `module#function` without line numbers: the same
 * on every machine, from sources or built. Frames of Node, of packages and of the toolkit are none.
 *
 * @param stack   `error.stack`
 * @param message `error.message`: the part of the stack that is not looked at
 */
export function inAppFrames(stack: string, message: string): readonly string[] {
  const frames: string[] = [];
  let position = endOfHeader(stack, message);
  for (let line = 0; line < maxLines && position < stack.length && frames.length < maxFrames; line++) {
    const newline = stack.indexOf('\n', position);
    const end = newline < 0 ? stack.length : newline;
    if (end - position <= maxLineLength) {
      const frame = readFrame(stack.slice(position, end).trim());
      if (frame !== undefined) frames.push(frame);
    }
    position = end + 1;
  }
  return frames;
}

/** A message may hold lines that look like frames; one that was changed later is not in the stack's first line. */
function endOfHeader(stack: string, message: string): number {
  const start = message === '' || message.length > stack.length ? -1 : stack.indexOf(message);
  const isHeader = start >= 0 && !stack.slice(0, start).includes('\n');
  return isHeader ? start + message.length : 0;
}

/** `at async Reserve.handle [as run] (file:///app/dist/reserve.js:10:5)` → `reserve#Reserve.handle` */
function readFrame(line: string): string | undefined {
  if (!line.startsWith('at ') || line.includes('(eval at ')) return undefined;
  const open = line.endsWith(')') ? line.lastIndexOf(' (') : -1;
  const location = open < 0 ? line.slice(3) : line.slice(open + 2, -1);
  const path = withSlashes(location.replace(/^async /, '').replace(/^file:\/\//, ''));
  const file = path.replace(/(?:\?[^:]*)?:\d+(?::\d+)?$/, '');
  if (file === path || !isInApp(file)) return undefined;
  const name = open < 0 ? '' : functionName(line.slice(3, open));
  return `${moduleName(file)}#${name || '<anonymous>'}`.slice(-maxFrameLength).toWellFormed();
}

function isInApp(file: string): boolean {
  const isPath = file.startsWith('/') || /^(?:[A-Za-z]:\/|webpack)/.test(file);
  return isPath && !file.includes('/node_modules/') && !file.startsWith(toolkitFolder);
}

/** What lies below the folder of the sources or the build; else the last two parts of the path. */
function moduleName(file: string): string {
  const below = file.replace(/^.*\/(?:src|dist|build)\//, '');
  const module = below === file ? file.split('/').slice(-2).join('/') : below;
  return module.replace(/\.[cm]?[jt]sx?$/, '');
}

function functionName(text: string): string {
  return text
    .replace(/^async /, '')
    .replace(/ \[as [^\]]*\]$/, '')
    .replace(/^(?:Object|Module|Function)\./, '');
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\/(?=[A-Za-z]:\/)/, '');
}
