export { runCli } from './program/run-cli.js';
export { runProcess } from './process/run-process.js';
export type { CliContext } from './context/cli-context.js';
