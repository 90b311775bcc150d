import { fieldText, quoted, scanDecimal, splitFields } from './csv-scan.ts'
import { scanTimeMs, type TimeUnit, timeFault } from './time-unit.ts'

/**
 * The row of a CSV file that is being read. Values are scanned in place, without a string per
 * field. The first value that cannot be read sets `fault`; the reader asks for it once per row.
 */
export class CsvRow {
  fault: string | null = null
  readonly #ends: Int32Array
  #block: Buffer = Buffer.alloc(0)
  #start = 0

  constructor(columns: number) {
    this.#ends = new Int32Array(columns)
  }

  /** Moves to the row in [start, end); false, with a fault, where it has not as many columns. */
  take(block: Buffer, start: number, end: number): boolean {
    this.#block = block
    this.#start = start
    const columns = this.#ends.length
    const found = splitFields(block, start, end, this.#ends)
    this.fault = found === columns ? null : `has ${found} columns, the header has ${columns}`
    return found === columns
  }

  timeMs(column: number, name: string, unit: TimeUnit): number {
    const time = scanTimeMs(this.#block, this.#from(column), this.#to(column), unit)
    if (Number.isNaN(time)) {
      this.fault ??= timeFault(name, this.#block, this.#from(column), this.#to(column), unit)
    }
    return time
  }

  timeMsOptional(column: number, name: string, unit: TimeUnit): number | null {
    return this.#absent(column) ? null : this.timeMs(column, name, unit)
  }

  number(column: number, name: string): number {
    const number = scanDecimal(this.#block, this.#from(column), this.#to(column))
    if (!Number.isFinite(number)) this.fault ??= `${name} is not a number: ${this.#quoted(column)}`
    return number
  }

  /** Whether a price makes sense is the operators' question; a negative one is none. */
  price(column: number, name: string): number {
    const price = this.number(column, name)
    if (price < 0) this.fault ??= `${name} is negative: ${this.#quoted(column)}`
    return price
  }

  whole(column: number, name: string): number {
    const number = this.number(column, name)
    if (!Number.isSafeInteger(number)) {
      this.fault ??= `${name} is not a whole number: ${this.#quoted(column)}`
    }
    return number
  }

  /** Absent, not zero, where the source does not say. */
  numberOptional(column: number, name: string): number | null {
    return this.#absent(column) ? null : this.number(column, name)
  }

  wholeOptional(column: number, name: string): number | null {
    return this.#absent(column) ? null : this.whole(column, name)
  }

  text(column: number): string {
    return fieldText(this.#block, this.#from(column), this.#to(column))
  }

  #absent(column: number): boolean {
    return column < 0 || this.#from(column) === this.#to(column)
  }

  #quoted(column: number): string {
    return quoted(this.text(column))
  }

  #from(column: number): number {
    return column === 0 ? this.#start : (this.#ends[column - 1] as number) + 1
  }

  #to(column: number): number {
    return this.#ends[column] as number
  }
}
