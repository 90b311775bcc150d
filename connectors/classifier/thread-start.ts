/** What the thread of a classifier begins with. */
export interface ThreadStart {
  readonly path: string
  readonly features: number
  readonly classes: number
}
