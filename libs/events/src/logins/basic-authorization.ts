/** The header for these credentials; none without a user. */
export function basicAuthorization(
  credentials: { readonly username?: string; readonly password?: string } | undefined,
): Record<string, string> {
  if (credentials?.username === undefined) return {};
  const pair = Buffer.from(`${credentials.username}:${credentials.password ?? ''}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}
