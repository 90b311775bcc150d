/** A stand-still: asked for, reached, and over. */
export class Pause {
  readonly standing: Promise<void>
  readonly over: Promise<void>
  reached: () => void = () => undefined
  end: () => void = () => undefined

  constructor() {
    this.standing = new Promise((resolve) => {
      this.reached = resolve
    })
    this.over = new Promise((resolve) => {
      this.end = resolve
    })
  }
}
