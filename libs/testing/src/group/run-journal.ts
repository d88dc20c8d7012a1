const shownAtStart = 40;
const shownAtEnd = 60;

/** What happened in a run, line by line, with the time since its start. What repeats is one line, with its last time. */
export class RunJournal {
  readonly #lines: string[] = [];
  #last = '';
  #repeats = 1;
  readonly #startMs: number;

  constructor(private readonly nowMs: () => number) {
    this.#startMs = nowMs();
  }

  note(text: string): void {
    this.#repeats = text === this.#last ? this.#repeats + 1 : 1;
    this.#last = text;
    if (this.#repeats > 1) this.#lines.pop();
    const times = this.#repeats > 1 ? ` (${this.#repeats} times)` : '';
    this.#lines.push(`${elapsed(this.nowMs() - this.#startMs)}  ${text}${times}`);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** All of it, or how it began and how it ended, for a failure message. */
  toString(): string {
    const left = this.#lines.length - shownAtStart - shownAtEnd;
    if (left <= 0) return this.#lines.join('\n');
    const middle = `… ${left} lines …`;
    return [...this.#lines.slice(0, shownAtStart), middle, ...this.#lines.slice(-shownAtEnd)].join('\n');
  }
}

/** `+1:02:03.004` */
function elapsed(ms: number): string {
  const time = new Date(ms).toISOString().slice(11, 23);
  return `+${Math.floor(ms / 86_400_000) * 24 + Number(time.slice(0, 2))}${time.slice(2)}`;
}
