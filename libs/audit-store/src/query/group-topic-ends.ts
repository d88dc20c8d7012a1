/**
 * Patterns, of JavaScript and of ClickHouse (re2), for what stands behind `<topic>.<group>.` in names of a group's own topics: where
 * copies of records lie that are tried again or were given up, and all. Views have them written out, as they were released.
 */
const copies = String.raw`dlq|redrive|retry\.[^.]+`;
export const copyTopicEnd = `(?:${copies})`;
export const groupTopicEnd = `(?:${copies}|holds)`;
