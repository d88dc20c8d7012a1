import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CliContext } from '../context/cli-context.js';
import { runCli } from '../program/run-cli.js';

/** A repository with contracts in `schemas/`, and the command run in it. */
export class ContractsCheckout implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'spillway-contracts-'));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
  }

  git(...args: readonly string[]): void {
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', ['-C', this.folder, ...identity, ...args], { stdio: 'ignore' });
  }

  /** @param content text as it is, anything else as indented JSON */
  write(path: string, content: unknown): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', 'Contracts');
  }

  async run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    below = '',
    surroundings: Partial<CliContext> = {},
  ) {
    const printed = { stdout: '', stderr: '' };
    const exitCode = await runCli(['contracts', ...args], {
      ...surroundings,
      workingDir: join(this.folder, below),
      env,
      stdout: (text) => (printed.stdout += text),
      stderr: (text) => (printed.stderr += text),
    });
    return { exitCode, ...printed };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
