export { runCli } from './run-cli.js';
export type { CliContext } from './cli-context.js';
