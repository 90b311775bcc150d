/** How many numbers a text becomes. */
export const textDimensions = 384

/** Makes a text a vector of `textDimensions` and length 1: the nearer two meanings, the greater their dot product. */
export interface TextEncoder {
  /** With its version: vectors of two encoders cannot be compared. */
  readonly name: string
  encode(text: string): Float32Array
}

/** A text's vector, or why there is none. */
export type EncodedText = { readonly vector: Float32Array } | { readonly failure: string }

/** The same by what works elsewhere and takes its time. What goes wrong there is in what it gives: it never rejects. */
export interface AsynchronousEncoder {
  readonly name: string
  encode(text: string): Promise<EncodedText>
}

export const encoderNames = ['built-in-1', 'minilm-1'] as const

/** Which of them a data folder's texts are encoded by. */
export type EncoderName = (typeof encoderNames)[number]
