/** How many numbers a text becomes. */
export const textDimensions = 384

/** Makes a text a vector of `textDimensions` and length 1: the nearer two meanings, the greater their dot product. */
export interface TextEncoder {
  /** With its version: vectors of two encoders cannot be compared. */
  readonly name: string
  encode(text: string): Float32Array
}
