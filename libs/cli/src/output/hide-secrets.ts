/** A text without the passwords that stand in addresses. */
export function hideSecrets(text: string): string {
  return text.replaceAll(/(\b[a-z][\w+.-]*:\/\/)[^/\s@]+@/gi, '$1•••@');
}
