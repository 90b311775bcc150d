/**
 * Kind of a context point by which a source says that its exchange has no candles for a stretch: event time is the open
 * time of the first of them, value their number.
 */
export const exchangeHole = 'exchange_hole'
