import type { CliContext } from '../context/cli-context.js';
import { effectiveVariables } from './effective-variables.js';
import type { Profile } from './profile.js';
import { paintFor, type Paint } from '../output/paint.js';

/** The surroundings with a profile in them: its variables stand behind those of the environment. */
export class Session implements CliContext {
  #profile: Profile | undefined;
  #env: CliContext['env'];
  readonly workingDir: string;
  readonly stdout: CliContext['stdout'];
  readonly stderr: CliContext['stderr'];
  readonly paint: Paint;

  constructor(private readonly context: CliContext) {
    this.#env = context.env;
    this.workingDir = context.workingDir;
    this.stdout = context.stdout;
    this.stderr = context.stderr;
    this.paint = paintFor(context);
  }

  get env(): CliContext['env'] {
    return this.#env;
  }

  get profile(): Profile | undefined {
    return this.#profile;
  }

  get ask(): CliContext['ask'] {
    return this.context.ask;
  }

  get signal(): AbortSignal | undefined {
    return this.context.signal;
  }

  use(profile: Profile): void {
    this.#profile = profile;
    this.#env = effectiveVariables(this.context.env, profile.variables);
  }

  /** Tells how far it is; only a person who watches wants to know. */
  progress(text: string): void {
    if (this.context.terminal?.stderr === true) this.stderr(text);
  }
}
