/** Where the app answers about the dead letters of a group. */
export function pathOfLetters(group: string): string {
  return `/groups/${encodeURIComponent(group)}/dead-letters`;
}
