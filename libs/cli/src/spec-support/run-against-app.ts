import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CliContext } from '../context/cli-context.js';
import { runCli } from '../program/run-cli.js';

export interface AskedOfApp {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/**
 * Runs the command against an app that gives these answers, the last of them for ever: texts as they are, else JSON.
 *
 * @param status of every answer, or of each
 * @param surroundings other than those of a script
 */
export async function runAgainstApp(
  args: readonly string[],
  answers: readonly unknown[],
  status: number | readonly number[] = 200,
  surroundings: Partial<CliContext> = {},
) {
  const asked: AskedOfApp[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ method: request.method ?? '', path: request.url ?? '', body });
      const turn = Math.min(asked.length, answers.length) - 1;
      const answer = answers[turn];
      const [type, text] =
        typeof answer === 'string' ? ['text/plain', answer] : ['application/json', JSON.stringify(answer)];
      response
        .writeHead(typeof status === 'number' ? status : status[turn]!, { 'content-type': type, connection: 'close' })
        .end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runCli(args, {
    workingDir: '/',
    ...surroundings,
    env: { SPILLWAY_URL: url, SPILLWAY_AUDIT_URL: url, SPILLWAY_PRODUCER_URL: url, ...surroundings.env },
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
  });
  await new Promise((resolve) => server.close(resolve));
  return { exitCode, asked, ...printed };
}
