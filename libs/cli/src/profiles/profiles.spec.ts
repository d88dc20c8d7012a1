import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCli } from '../program/run-cli.js';
import { ProfileFolder } from '../spec-support/profile-folder.js';
import { expectGolden } from '../spec-support/golden.js';
import { runAgainstApp } from '../spec-support/run-against-app.js';

const golden = (name: string): string => join(import.meta.dirname, 'golden', name);
const nothing = { deadLetters: [], nextCursor: null };

async function run(workingDir: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runCli(args, {
    workingDir,
    env,
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
  });
  return { exitCode, ...printed };
}

/** Which of three addresses, none of which answers, was asked. */
async function asked(workingDir: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { exitCode, stderr } = await run(workingDir, ['dlq', 'ls', 'payments', ...args], env);
  return [exitCode, /^SPW-\d+ {2}(\S+)/.exec(stderr)?.[1]];
}

const profiles = {
  default: 'here',
  profiles: {
    here: {},
    staging: { readOnly: true, variables: { SPILLWAY_URL: 'http://127.0.0.1:2' } },
    live: { production: true, variables: { SPILLWAY_AUDIT_URL: 'http://127.0.0.1:4' } },
  },
};

describe('profiles', () => {
  it('stand behind the environment, and the environment behind flags', async () => {
    using folder = new ProfileFolder(profiles);
    const inEnvironment = { SPILLWAY_URL: 'http://127.0.0.1:3' };
    const { below } = folder;
    expect(await asked(below, ['--profile', 'staging'])).toEqual([1, 'http://127.0.0.1:2']);
    expect(await asked(below, ['--profile', 'staging'], inEnvironment)).toEqual([1, 'http://127.0.0.1:3']);
    const flags = ['--profile', 'staging', '--url', 'http://127.0.0.1:1'];
    expect(await asked(below, flags, inEnvironment)).toEqual([1, 'http://127.0.0.1:1']);
  });

  it('may name a file for an address with a password in it', async () => {
    using folder = new ProfileFolder(profiles);
    const file = join(folder.folder, 'url');
    const variables = { SPILLWAY_URL_FILE: file };
    writeFileSync(join(folder.folder, 'spillway.profiles.json'), JSON.stringify({ profiles: { live: { variables } } }));
    const { stderr } = await run(folder.below, ['dlq', 'ls', 'payments', '--profile', 'live']);
    expect(stderr).toContain(`SPW-2004  SPILLWAY_URL_FILE names ${file}, which cannot be read`);
    writeFileSync(file, 'http://op:s3cret@127.0.0.1:1\n');
    expect(await asked(folder.below, ['--profile', 'live'])).toEqual([1, 'http://•••@127.0.0.1:1']);
    const { stdout } = await run(folder.below, ['status', '--profile', 'live', '--output', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ processes: [{ name: 'consumer', url: 'http://•••@127.0.0.1:1' }] });
  });

  it('are chosen by flag, then by the environment, then by their file', async () => {
    using folder = new ProfileFolder(profiles);
    const chosen = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      (JSON.parse((await run(folder.below, [...args, 'profiles', '-o', 'json'], env)).stdout) as Listed).profiles.find(
        (profile) => profile.chosen,
      )?.name;
    expect(await chosen(['--profile', 'live'], { SPILLWAY_PROFILE: 'staging' })).toBe('live');
    expect(await chosen([], { SPILLWAY_PROFILE: 'staging' })).toBe('staging');
    expect(await chosen([])).toBe('here');
  });

  it('never fall back to what was started here once they say where anything is', async () => {
    using folder = new ProfileFolder(profiles);
    const { exitCode, stderr } = await run(folder.below, ['dlq', 'ls', 'payments', '--profile', 'live']);
    expect([exitCode, stderr.split('\n')[0]]).toEqual([1, 'SPW-5210  The profile live does not say SPILLWAY_URL.']);
  });

  it('are listed', async () => {
    using folder = new ProfileFolder(profiles);
    const { exitCode, stdout, stderr } = await run(folder.below, ['profiles']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expectGolden(golden('profiles.golden'), stdout);
  });

  it('may be none', async () => {
    expect(await run('/', ['profiles', '--output', 'ndjson'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'No spillway.profiles.json here or above.\n',
    });
  });

  it('may lie elsewhere', async () => {
    using folder = new ProfileFolder('no profile file');
    const file = join(folder.folder, 'mine.json');
    writeFileSync(file, JSON.stringify(profiles));
    expect(await asked(folder.below, ['--profile', 'staging'], { SPILLWAY_PROFILES: file })).toEqual([
      1,
      'http://127.0.0.1:2',
    ]);
    const { stderr } = await run(folder.below, ['status'], { SPILLWAY_PROFILES: '/nowhere.json' });
    expect(stderr).toMatch(/^SPW-2010 {2}SPILLWAY_PROFILES names \/nowhere.json, which is not there\./);
  });

  it('have a name and a password for an app in its address, and never show them', async () => {
    const withLogin = { SPILLWAY_URL: 'http://op:s3cret@127.0.0.1:1' };
    const { stderr } = await run('/', ['dlq', 'ls', 'payments'], withLogin);
    expect(stderr).toMatch(/^SPW-5210 {2}http:\/\/•••@127\.0\.0\.1:1 does not answer\./);
    const { exitCode } = await runAgainstApp(['dlq', 'ls', 'payments'], [nothing]);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['no JSON', 'it is no JSON'],
    [{ profile: {} }, 'profiles Invalid input'],
    [{ profiles: { a: { readonly: true } } }, 'profiles.a Unrecognized key: "readonly"'],
    [{ profiles: { a: { variables: { PATH: '/' } } } }, 'profiles.a.variables.PATH is no name for this place'],
    [{ default: 'b', profiles: { a: {} } }, 'default names no profile: b'],
    [
      { profiles: { a: { variables: { SPILLWAY_REGISTRY_PASSWORD: 's3cret' } } } },
      'profiles.a.variables.SPILLWAY_REGISTRY_PASSWORD is a secret: put it into a file of its own and name that by SPILLWAY_REGISTRY_PASSWORD_FILE',
    ],
    [
      { profiles: { a: { variables: { SPILLWAY_URL: 'https://me:s3cret@apps' } } } },
      'profiles.a.variables.SPILLWAY_URL has a password in its address',
    ],
  ])('are refused as %j', async (content, problem) => {
    using folder = new ProfileFolder(content);
    const { exitCode, stdout, stderr } = await run(folder.below, ['profiles']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('SPW-2010  ../../spillway.profiles.json cannot be used: ');
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain('s3cret');
  });

  it('of an unknown name are refused with those there are', async () => {
    using folder = new ProfileFolder(profiles);
    const { exitCode, stderr } = await run(folder.below, ['--profile', 'prod', 'status']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'SPW-2010  There is no profile prod (../../spillway.profiles.json; profiles: here, staging, live).',
    );
    // What the environment says was not typed here.
    expect((await run(folder.below, ['status'], { SPILLWAY_PROFILE: 'prod' })).exitCode).toBe(1);
  });
});

interface Listed {
  readonly profiles: readonly { readonly name: string; readonly chosen: boolean }[];
}
