interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/**
 * Where the launcher's words go. With `--output json` stdout holds the document alone and everything else is on
 * stderr; progress is shown on a terminal only.
 */
export class Screen {
  readonly #output: 'text' | 'json';
  readonly #stdout: Terminal;
  readonly #stderr: Terminal;
  #liveLines = 0;

  constructor(output: 'text' | 'json', stdout: Terminal, stderr: Terminal) {
    this.#output = output;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** Whether there is a terminal to redraw lines on. */
  get isLive(): boolean {
    return this.#stderr.isTTY === true;
  }

  /** What must be read: the mode, a restart, a refusal. */
  notice(text: string): void {
    this.#print(this.#output === 'json' ? this.#stderr : this.#stdout, text);
  }

  /** A step that went well; left out where nobody watches and stdout holds the document. */
  step(text: string): void {
    if (this.#output === 'text' || this.isLive) this.notice(text);
  }

  /** The document of `--output json`. */
  document(value: unknown): void {
    this.#print(this.#stdout, JSON.stringify(value, null, 2));
  }

  /** Shows these lines in place of the last ones. */
  live(lines: readonly string[]): void {
    if (!this.isLive) return;
    this.#clearLive();
    this.#stderr.write(lines.map((line) => `${line}\n`).join(''));
    this.#liveLines = lines.length;
  }

  #print(terminal: Terminal, text: string): void {
    this.#clearLive();
    terminal.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  #clearLive(): void {
    if (this.#liveLines > 0) this.#stderr.write(`\x1b[${this.#liveLines}A\x1b[0J`);
    this.#liveLines = 0;
  }
}
