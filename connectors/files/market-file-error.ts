import { StreamError } from '../../engine/core/errors.ts'

export type MarketFileErrorCode =
  | 'not-found'
  | 'is-a-folder'
  | 'unreadable'
  | 'empty'
  | 'corrupt-gzip'
  | 'binary'
  | 'unknown-header'
  | 'depth-only'
  | 'no-data-rows'
  | 'no-symbol'
  | 'unknown-interval'
  | 'changed'

/** A market-data file as a whole cannot be used. Thrown before any of its records is emitted. */
export class MarketFileError extends StreamError {
  readonly code: MarketFileErrorCode
  readonly path: string
  /** What the person can do about it: one sentence. */
  readonly cure: string

  constructor(
    code: MarketFileErrorCode,
    path: string,
    what: string,
    cure: string,
    cause?: unknown,
  ) {
    super(`${path} ${what}. ${cure}`, { path, cure }, cause)
    this.code = code
    this.path = path
    this.cure = cure
  }
}
