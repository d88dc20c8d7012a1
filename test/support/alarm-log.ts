import { silentLogger, type Logger } from '@spillway/streaming';

export interface Alarm {
  readonly code?: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly message: string;
}

/** A logger that keeps what is logged as an error: what wakes somebody. */
export function alarmLog(): Logger & { readonly alarms: readonly Alarm[] } {
  const alarms: Alarm[] = [];
  return { ...silentLogger, alarms, error: (fields, message) => void alarms.push({ ...fields, message }) };
}
