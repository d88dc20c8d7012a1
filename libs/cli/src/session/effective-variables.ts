type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The environment over a profile. A value and the file that holds it (`<NAME>_FILE`) are one variable: either of them in the
 * environment puts both of the profile's aside. Empty in the environment is not given.
 */
export function effectiveVariables(environment: Variables, profile: Readonly<Record<string, string>>): Variables {
  const given = new Set(
    Object.entries(environment)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name]) => baseOf(name)),
  );
  const behind = Object.entries(profile).filter(([name]) => !given.has(baseOf(name)));
  return { ...environment, ...Object.fromEntries(behind) };
}

function baseOf(name: string): string {
  return name.replace(/_FILE$/, '');
}
