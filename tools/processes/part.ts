import type { Child } from './child.ts';

/** One process of the system, and how to tell that it is up. */
export interface Part<Name extends string = string> {
  readonly name: Name;
  readonly port: number;
  readonly url: string;
  readonly startTimeoutMs: number;
  /** Starts its process; what must be prepared first may take a while. */
  spawn(): Child | Promise<Child>;
  isReady(child: Child): Promise<boolean>;
}
