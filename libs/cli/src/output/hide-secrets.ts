/** A text without the passwords that stand in addresses, before the host or among the parameters. */
export function hideSecrets(text: string): string {
  return text
    .replaceAll(/(\b[a-z][\w+.-]*:\/\/)[^\s?#]*@/gi, '$1•••@')
    .replaceAll(/(^|[\s='"])[^\s:/='"]+:[^\s/@'"]+@/g, '$1•••@')
    .replaceAll(/([?&][\w.-]*(?:password|passwd|token|secret|key)[\w.-]*=)[^&\s#]+/gi, '$1•••');
}
