import type { CliContext } from '../context/cli-context.js';
import type { DoctorRow } from '../doctor/run-checks.js';
import { runCli } from '../program/run-cli.js';

/** What the doctor finds by these checks, with its exit code. */
export async function runDoctor(only: readonly string[], surroundings: Partial<CliContext>) {
  let stdout = '';
  const exitCode = await runCli(['doctor', '--only', ...only, '--output', 'json'], {
    ...{ workingDir: '/', env: {}, stderr: () => {} },
    ...surroundings,
    stdout: (text) => (stdout += text),
  });
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly DoctorRow[] };
  return { exitCode, rows: checks };
}
