/** Why a variable may not stand in a profile file as it is: such files are shared and get into repositories. */
export function secretProblem(variable: string, value: string): string | undefined {
  if (/_(?:PASSWORD|TOKEN|KEY|SECRET)$/.test(variable))
    return `is a secret: put it into a file of its own and name that by ${variable}_FILE`;
  const isInAddress = /^[a-z][\w+.-]*:\/\/[^\s?#@]*:[^\s?#]*@/i.test(value);
  const isParameter = /[?&][\w.-]*(?:password|passwd|token|secret|key)[\w.-]*=[^&]/i.test(value);
  if (isInAddress || isParameter)
    return `has a password in its address: put the address into a file of its own and name that by ${variable}_FILE`;
  return undefined;
}
