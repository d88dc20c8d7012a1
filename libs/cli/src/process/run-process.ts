import { judgeNode } from '../doctor/judge/judge-node.js';
import { runCli } from '../program/run-cli.js';
import { openPrompt } from './open-prompt.js';
import { exitCodes } from '../context/exit-codes.js';

/** What a command that was interrupted may take to close its connections. */
const graceMs = 2_000;

/** Runs the command as this process: its arguments, streams and signals. Ends it with the command's exit code. */
export async function runProcess(of: NodeJS.Process): Promise<void> {
  const { state, found, fix } = judgeNode(of.version);
  // The doctor says so himself, among the rest.
  if (state === 'problem' && of.argv[2] !== 'doctor') {
    of.stderr.write(`SPW-1000  ${found}.\n          ${fix}\n`);
    of.exitCode = exitCodes.failed;
    return;
  }
  const interruption = new AbortController();
  const interrupt = (): void => {
    if (interruption.signal.aborted) of.exit(exitCodes.interrupted);
    interruption.abort();
    setTimeout(() => of.exit(exitCodes.interrupted), graceMs).unref();
  };
  of.on('SIGINT', interrupt);
  for (const stream of [of.stdout, of.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') of.exit(exitCodes.brokenPipe);
      throw error;
    });
  }
  const canAsk = of.stdin.isTTY && of.stderr.isTTY;
  const exitCode = await runCli(of.argv.slice(2), {
    workingDir: of.cwd(),
    env: of.env,
    stdout: (text) => of.stdout.write(text),
    stderr: (text) => of.stderr.write(text),
    terminal: { stdout: of.stdout.isTTY, stderr: of.stderr.isTTY },
    ...(canAsk ? { ask: openPrompt(of, interrupt, interruption.signal) } : {}),
    signal: interruption.signal,
  });
  of.off('SIGINT', interrupt);
  // What a driver still holds open must not keep a command that is over.
  for (const stream of [of.stdout, of.stderr]) await new Promise((resolve) => stream.write('', resolve));
  of.exit(exitCode);
}
