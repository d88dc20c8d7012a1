/** Which dead letters of each scope a release has sent back that were not tried since, by the offsets of their events. */
export class SentBackLetters {
  readonly #scopes = new Map<string, Map<number, number>>();

  /** @param change 1 where a letter was sent back, -1 where it has come to its end */
  count(scope: string, event: number, change: 1 | -1): void {
    const events = this.#scopes.get(scope) ?? new Map<number, number>();
    const count = (events.get(event) ?? 0) + change;
    if (count === 0) events.delete(event);
    else events.set(event, count);
    if (events.size === 0) this.#scopes.delete(scope);
    else this.#scopes.set(scope, events);
  }

  /** Whether one of an earlier event is still to come. */
  hasBefore(scope: string, event: number): boolean {
    // They lie in the order of their events: mostly the first tells.
    for (const earlier of this.#scopes.get(scope)?.keys() ?? []) if (earlier < event) return true;
    return false;
  }
}
