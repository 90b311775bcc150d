import { type MarketState, readings } from './market-readings.ts'

export interface MarketDescription {
  /** One phrase a subject; what is not known is said, not left out. */
  readonly text: string
  /** Subjects that could not be read. */
  readonly absent: readonly string[]
}

/**
 * The market in bucket words. Words, because numbers in a text make all texts alike to an encoder;
 * and buckets of each market's own past where a size means nothing across markets.
 */
export function describeMarket(market: MarketState): MarketDescription {
  const absent: string[] = []
  const phrases = readings.map((reading) => {
    const words = reading.read(market)
    if (words !== null) return words
    absent.push(reading.subject)
    return `${reading.subject} unknown`
  })
  return { text: phrases.join(', '), absent }
}
