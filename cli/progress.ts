import { minute } from './figures.ts'

const barWidth = 24
const redrawMs = 200
const lineMs = 5_000

/**
 * How far a bounded run has come: a bar that redraws itself in a terminal, a line now and then
 * elsewhere. Writes to standard error, so that standard output stays the result.
 */
export class Progress {
  private readonly total: number
  private readonly startedMs = performance.now()
  private lastMs = Number.NEGATIVE_INFINITY
  private readonly terminal = process.stderr.isTTY === true
  private readonly first: number

  constructor(total: number, done: number) {
    this.total = total
    this.first = done
  }

  show(done: number, clockMs: number): void {
    const nowMs = performance.now()
    if (nowMs - this.lastMs < (this.terminal ? redrawMs : lineMs)) return
    this.lastMs = nowMs
    const share = this.total === 0 ? 1 : Math.min(1, done / this.total)
    const rate = ((done - this.first) / Math.max(1, nowMs - this.startedMs)) * 1_000
    const leftSeconds = rate > 0 ? Math.ceil((this.total - done) / rate) : 0
    const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░')
    const time = Number.isFinite(clockMs) ? minute(clockMs) : ''
    const text = `${bar} ${(100 * share).toFixed(0).padStart(3)} %  ${time}  ${Math.round(rate).toLocaleString('en')} records/s  ${leftSeconds} s left`
    process.stderr.write(this.terminal ? `\r\u001b[K${text}` : `${text}\n`)
  }

  end(): void {
    if (this.terminal) process.stderr.write('\r\u001b[K')
  }
}
