/** What the thread of an encoder begins with. */
export interface ThreadStart {
  readonly folder: string
  readonly tokensMax: number
}

export interface ToThread {
  readonly id: number
  readonly text: string
}

/** A vector, or why there is none. */
export type FromThread =
  | { readonly id: number; readonly vector: Float32Array<ArrayBuffer> }
  | { readonly id: number; readonly failure: string }
