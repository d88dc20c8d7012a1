/** The code of a call of a handler that had not settled when its time was over. */
export const outOfTime = 'SPW-5030';
