/** What the command needs of its surroundings. */
export interface CliContext {
  readonly workingDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results. */
  readonly stdout: (text: string) => void;
  /** Talk: what a person should know beside the results. */
  readonly stderr: (text: string) => void;
  /** Which of the two a person looks at; none when absent. */
  readonly terminal?: { readonly stdout: boolean; readonly stderr: boolean };
  /** Asks a person for a line; rejects when there will be none. Absent where nobody sits there. */
  readonly ask?: (question: string) => Promise<string>;
  /** Fires when the command is interrupted. */
  readonly signal?: AbortSignal;
}
