// Generated from schemas/spillway/deliveries/OffsetRange.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: cc9d86cfd999b74ad3193dc3cc15bee53980fbc6d578d5747fd7e5f416ff11b2

/** Consecutive offsets of one partition. Offsets in it that hold no record (control, compacted) say nothing. */
export interface OffsetRange {
  /** The first offset. */
  readonly first: number;
  /** The last offset, inclusive. */
  readonly last: number;
}
