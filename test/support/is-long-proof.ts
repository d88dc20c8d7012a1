/** `npm run prove` sets it: specs with a short and a long form then run the long one. */
export const isLongProof = process.env['SPILLWAY_PROVE'] === 'long';
