import { errorTable, SpillwayError, type ErrorCode } from '@spillway/events';
import { Option, type Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { readRunInfo } from '../status/read-run-info.js';

/** Of every command that asks an app. */
export interface AppOptions {
  readonly url?: string;
  readonly output: 'table' | 'json';
}

interface AppRequest {
  readonly path: string;
  readonly body?: object;
  readonly timeoutMs?: number;
}

/** Which app a command asks, when it is not told where that is. */
export type AskedApp = 'consumer' | 'audit';

const apps = {
  consumer: { variable: 'SPILLWAY_URL', about: 'the app that runs the group' },
  audit: { variable: 'SPILLWAY_AUDIT_URL', about: 'the audit app' },
} as const;

const defaultTimeoutMs = 60_000;

export function addAppOptions(
  command: Command,
  { app = 'consumer', forms = ['table', 'json'] }: { readonly app?: AskedApp; readonly forms?: readonly string[] } = {},
): Command {
  const { variable, about } = apps[app];
  return command
    .option('--url <url>', `${about}; default: ${variable}, or what npm start started`)
    .addOption(new Option('-o, --output <form>', 'how to print it').choices(forms).default('table'));
}

/**
 * Asks an app.
 *
 * @throws SpillwayError with the code and the detail of the app's problem document · `SPW-5210` it does not answer ·
 *   `SPW-1011` nothing was started here, and no address was given
 */
export async function askApp<T>(
  context: CliContext,
  { url }: { readonly url?: string | undefined },
  { app = 'consumer', ...request }: AppRequest & { readonly app?: AskedApp },
): Promise<T> {
  return askAppAt(url ?? context.env[apps[app].variable] ?? startedApp(context, app), request);
}

/** The address of an app by its name: one that was given, that of `SPILLWAY_URL`, or what `npm start` started. */
export function appUrl(context: CliContext, app: string, given: Readonly<Record<string, string>>): string {
  return given[app] ?? context.env[apps.consumer.variable] ?? startedApp(context, app);
}

/** The same as `askApp`, of an app whose address is known. */
export async function askAppAt<T>(base: string, { path, body, timeoutMs = defaultTimeoutMs }: AppRequest): Promise<T> {
  let response: Response;
  try {
    const headers = { 'content-type': 'application/json' };
    const post = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    response = await fetch(new URL(path, base), { ...post, signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new SpillwayError('SPW-5210', `${base} does not answer.`, { cause });
  }
  const answer = (await response.json().catch(() => undefined)) as unknown;
  if (response.ok && answer !== undefined) return answer as T;
  throw problemOf(base, response.status, answer);
}

function startedApp({ workingDir }: CliContext, app: string): string {
  const started = readRunInfo(workingDir).processes.find(({ name }) => name === app);
  if (started !== undefined) return started.url;
  throw new SpillwayError('SPW-5210', `What was started here has no ${app} app.`);
}

function problemOf(base: string, status: number, answer: unknown): SpillwayError {
  const { errorCode, detail, errors } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof errorCode !== 'string' || !Object.hasOwn(errorTable, errorCode))
    return new SpillwayError('SPW-5210', `${base} answered ${status}, not as an app of Spillway does.`);
  const issues = (Array.isArray(errors) ? errors : []) as readonly { pointer: string; detail: string }[];
  const listed = issues.map((issue) => ` ${issue.pointer} ${issue.detail}.`).join('');
  return new SpillwayError(errorCode as ErrorCode, `${String(detail)}${listed}`);
}
