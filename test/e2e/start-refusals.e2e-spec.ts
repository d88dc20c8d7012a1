import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLauncher, type LauncherOptions } from '../support/launcher.js';

async function refusal(args: readonly string[], options?: LauncherOptions) {
  const launcher = await startLauncher(args, options);
  const exitCode = await launcher.exit;
  return { exitCode, stdout: launcher.stdout(), stderr: launcher.stderr() };
}

describe('npm start refuses, names the cause and the command that fixes it:', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spillway-start-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('an unknown option, as usage', async () => {
    expect(await refusal(['--onec'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: [
        "SPW-1001  Unknown option '--onec'. Did you mean --once?",
        '          Look at the options and their examples: npm start -- --help',
        '',
      ].join('\n'),
    });
  });

  it('an option that npm took for its own, as usage', async () => {
    const { exitCode, stderr } = await refusal([], { environment: { npm_config_once: 'true' } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Put them after two dashes: npm start -- --once');
  });

  it('faults of a payment gateway that is not its own', async () => {
    const { exitCode, stderr } = await refusal(['--memory', '--fail', 'payments=10%', '--data-dir', folder], {
      environment: { SPILLWAY_PAYMENT_GATEWAY_URL: 'http://127.0.0.1:9' },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('SPW-1001  --fail and --outage are for the payment gateway that this command starts.');
    expect(stderr).toContain('unset SPILLWAY_PAYMENT_GATEWAY_URL');
  });

  it('an input that is not there', async () => {
    const { exitCode, stderr } = await refusal(['--input', join(folder, 'none.csv')]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      [
        `SPW-1004  There is no file ${folder}/none.csv`,
        "          Give files or a quoted pattern: npm start -- --input 'path/*.csv.gz'",
        '',
      ].join('\n'),
    );
  });

  it('a port that another process holds, and by which process', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const { exitCode, stderr } = await refusal(['--memory', '--port-base', String(port), '--data-dir', folder]);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`SPW-1003  Port ${port} (producer) is in use by process ${process.pid} (`);
      expect(stderr).toContain(`Stop it (kill ${process.pid}), or choose other ports: npm start -- --port-base `);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('a given broker that does not answer', async () => {
    const { exitCode, stderr } = await refusal(['--once', '--output', 'json'], {
      environment: { SPILLWAY_KAFKA_BROKERS: '127.0.0.1:1', SPILLWAY_REGISTRY_URL: 'http://127.0.0.1:1' },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('SPW-1005  SPILLWAY_KAFKA_BROKERS=127.0.0.1:1 is not reached: no connection (3 tries).');
    expect(stderr).toContain('unset SPILLWAY_KAFKA_BROKERS');
  });

  it('a given database that does not answer, without its password', async () => {
    const { stderr } = await refusal(['--memory'], {
      environment: { SPILLWAY_POSTGRES_URL: 'postgres://spillway:hunter2@127.0.0.1:1/spillway' },
    });
    expect(stderr).toContain('SPW-1005  SPILLWAY_POSTGRES_URL=postgres://127.0.0.1:1/spillway is not reached');
    expect(stderr).not.toContain('hunter2');
  });

  it('a Java that is too old', async () => {
    const { exitCode, stderr } = await refusal([], {
      environment: { JAVA_HOME: join(import.meta.dirname, '../fixtures/java-11') },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^SPW-1002 {2}Java 11 is too old: .* need Java 17 or newer\.\n {10}Install Java 17 /);
  });
});

describe('npm start -- --help', () => {
  it('shows every option with examples', async () => {
    const { exitCode, stdout } = await refusal(['--help']);
    expect(exitCode).toBe(0);
    for (const option of [
      'input',
      'once',
      'output',
      'rate',
      'timeout',
      'memory',
      'port-base',
      'data-dir',
      'keep',
      'fail',
      'outage',
    ]) {
      expect(stdout).toContain(`--${option}`);
    }
    expect(stdout).toContain('Examples\n  npm start\n');
  });
});

describe('npm start -- --version', () => {
  it('names the version of the checkout', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(await refusal(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });
});
