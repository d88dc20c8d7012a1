/** '' is the store's word for absent: its text columns hold no NULL. */
export function orNull(text: string): string | null {
  return text === '' ? null : text;
}
