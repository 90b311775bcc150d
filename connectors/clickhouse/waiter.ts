/** A pause that can be cut short; a wake that comes before the pause is not lost. */
export class Waiter {
  private woken = false
  private end: (() => void) | undefined

  wake(): void {
    this.woken = true
    this.end?.()
  }

  async wait(ms: number): Promise<void> {
    if (!this.woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.end = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.woken = false
    this.end = undefined
  }
}
