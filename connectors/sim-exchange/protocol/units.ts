import type { Listing } from '../market/listing.ts'

/** Spot and USDT-M perpetuals differ in their paths, and in how they write numbers. */
export type Venue = 'spot' | 'futures'

const spotDecimals = 8

/** Numbers as Binance writes them, from the exchange's whole ones. */
export class Units {
  readonly listing: Listing
  readonly #priceDecimals: number
  readonly #quantityDecimals: number
  readonly #turnoverUnit: number

  constructor(listing: Listing, venue: Venue) {
    this.listing = listing
    const { priceDecimals, quantityDecimals, ticksPerUnit, lotsPerUnit } = listing
    this.#priceDecimals = venue === 'spot' ? spotDecimals : priceDecimals
    this.#quantityDecimals = venue === 'spot' ? spotDecimals : quantityDecimals
    this.#turnoverUnit = ticksPerUnit * lotsPerUnit
  }

  price(ticks: number): string {
    return (ticks / this.listing.ticksPerUnit).toFixed(this.#priceDecimals)
  }

  quantity(lots: number): string {
    return (lots / this.listing.lotsPerUnit).toFixed(this.#quantityDecimals)
  }

  /** Of ticks times lots. */
  turnover(product: number): string {
    return (product / this.#turnoverUnit).toFixed(spotDecimals)
  }

  /** A price that need not be a whole number of ticks, as a mark price. */
  finePrice(ticks: number): string {
    return (ticks / this.listing.ticksPerUnit).toFixed(spotDecimals)
  }
}
