/** A parameter in milliseconds as a moment, in the text of a statement. */
export const instant = (parameter: string): string => `fromUnixTimestamp64Milli({${parameter}:Int64}, 'UTC')`;
