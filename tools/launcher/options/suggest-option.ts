/** ` Did you mean --rate?` for a misspelt option, nothing when no option is near. */
export function suggestOption(given: string, known: readonly string[]): string {
  const name = given.replace(/^-+/, '');
  const nearest = known
    .map((option) => ({ option, distance: editDistance(name, option) }))
    .toSorted((a, b) => a.distance - b.distance)[0];
  return nearest !== undefined && nearest.distance <= 2 ? ` Did you mean --${nearest.option}?` : '';
}

/** How many letters must be changed, added or removed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...b].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
