/**
 * May a delivery begin? `probe`: yes, as the one that finds out whether things work again; its end must be reported.
 * Otherwise: not now, ask again then, or earlier when told of a change.
 */
export type Admission = 'go' | 'probe' | { readonly waitUntilMs: number };
