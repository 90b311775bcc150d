/** What the thread of an encoder begins with. */
export interface ThreadStart {
  readonly folder: string
  readonly tokensMax: number
}
