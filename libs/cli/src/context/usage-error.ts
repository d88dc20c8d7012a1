import { SpillwayError } from '@spillway/events';

/** A name on the command line that stands for nothing here: the command ends with the exit code of wrong usage. */
export class UsageError extends SpillwayError {}
