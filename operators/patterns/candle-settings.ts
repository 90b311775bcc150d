/**
 * What counts as long, short, near or equal. TA-Lib's default candle settings: each is a factor times the average
 * of the candles before the one that is judged; its own body, where it says so. TA-Lib's BodyVeryLong is not here:
 * no pattern asks for it.
 */

/** Candles that bodies and shadows are held against. */
export const sizePeriod = 10
/** Candles that distances between prices are held against. */
export const distancePeriod = 5

/** Times the average body. */
export const bodyLongFactor = 1
/** Times the average body. */
export const bodyShortFactor = 1
/** Times the average range, high less low. */
export const bodyDojiFactor = 0.1
/** Times the candle's own body. */
export const shadowLongFactor = 1
/** Times the candle's own body. */
export const shadowVeryLongFactor = 2
/** Times the average of one shadow: half of the average of both. */
export const shadowShortFactor = 1
/** Times the average range. */
export const shadowVeryShortFactor = 0.1
/** Times the average range of `distancePeriod`, as are the two below. */
export const nearFactor = 0.2
export const farFactor = 0.6
export const equalFactor = 0.05

/** How deep a third candle must close into the first's body: stars and the abandoned baby. TA-Lib's default. */
export const starPenetration = 0.3
/** How deep a candle must close into the body before: dark cloud, piercing line, thrusting; how far a mat may sink. */
export const halfBody = 0.5
