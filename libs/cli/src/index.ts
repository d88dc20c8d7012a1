export { runCli } from './run-cli.js';
export { runProcess } from './process/run-process.js';
export type { CliContext } from './cli-context.js';
