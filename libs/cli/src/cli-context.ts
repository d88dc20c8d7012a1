/** What a command needs of its surroundings. */
export interface CliContext {
  readonly workingDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Asks on the terminal; undefined where there is none. */
  readonly confirm?: (question: string) => Promise<boolean>;
}
