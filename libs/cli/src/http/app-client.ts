import { errorTable, SpillwayError, type ErrorCode } from '@spillway/events';
import type { Command } from 'commander';
import { hideSecrets } from '../output/hide-secrets.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import type { Session } from '../session/session.js';
import { appAddress, askedApps, type AskedApp } from './app-address.js';
import { sendRequest, type SentRequest } from './send-request.js';

/** Of every command that asks an app. */
export interface AppOptions extends OutputOption {
  readonly url?: string;
}

export interface AppRequest extends SentRequest {
  readonly path: string;
  readonly app?: AskedApp;
}

export function addAppOptions(command: Command, { app = 'consumer' }: { readonly app?: AskedApp } = {}): Command {
  const { variable, about } = askedApps[app];
  return addOutputOption(command.option('--url <url>', `${about}; default: ${variable}, or what npm start started`));
}

/**
 * Asks an app.
 *
 * @throws SpillwayError with the code and the detail of the app's problem document · `SPW-5210` it does not answer ·
 *   `SPW-1011` nothing was started here, and no address was given
 */
export async function askApp<T>(
  session: Session,
  { url }: { readonly url?: string | undefined },
  { path, app = 'consumer', ...request }: AppRequest,
): Promise<T> {
  return askAppAt<T>(session, appAddress(session, app, url), { path, ...request });
}

/** The same as `askApp`, of an app whose address is known. */
export async function askAppAt<T>(
  session: Pick<Session, 'signal'>,
  base: string,
  { path, ...request }: Omit<AppRequest, 'app'>,
): Promise<T> {
  const response = await sendRequest(session, base, path, request);
  const answer = (await response.json().catch(() => undefined)) as unknown;
  if (response.ok && answer !== undefined) return answer as T;
  throw problemOf(hideSecrets(base), response.status, answer);
}

function problemOf(base: string, status: number, answer: unknown): SpillwayError {
  const { errorCode, detail, errors } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof errorCode !== 'string' || !Object.hasOwn(errorTable, errorCode))
    return new SpillwayError('SPW-5210', `${base} answered ${status}, not as an app of Spillway does.`);
  const issues = (Array.isArray(errors) ? errors : []) as readonly { pointer: string; detail: string }[];
  const listed = issues.map((issue) => ` ${issue.pointer} ${issue.detail}.`).join('');
  return new SpillwayError(errorCode as ErrorCode, `${String(detail)}${listed}`);
}
