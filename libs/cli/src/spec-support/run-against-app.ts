import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from '../run-cli.js';

export interface AskedOfApp {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Runs the command against an app that gives these answers, the last of them for ever. */
export async function runAgainstApp(args: readonly string[], answers: readonly unknown[], status = 200) {
  const asked: AskedOfApp[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ method: request.method ?? '', path: request.url ?? '', body });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      response
        .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runCli(args, {
    workingDir: '/',
    env: { SPILLWAY_URL: url, SPILLWAY_AUDIT_URL: url },
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
  });
  await new Promise((resolve) => server.close(resolve));
  return { exitCode, asked, ...printed };
}
