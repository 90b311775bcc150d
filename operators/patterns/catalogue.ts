import { abandonedBaby } from './abandoned-baby.ts'
import { advanceBlock } from './advance-block.ts'
import type { Bars } from './bar.ts'
import { breakaway } from './breakaway.ts'
import { concealingBabySwallow } from './concealing-baby-swallow.ts'
import { counterattack } from './counterattack.ts'
import { darkCloudCover } from './dark-cloud-cover.ts'
import { doji } from './doji.ts'
import { dojiStar } from './doji-star.ts'
import { dragonflyDoji, gravestoneDoji, takuri } from './dragonfly-doji.ts'
import { engulfing } from './engulfing.ts'
import { gapSideBySideWhite } from './gap-side-by-side-white.ts'
import { gapThreeMethods } from './gap-three-methods.ts'
import { hammer, hangingMan } from './hammer.ts'
import { harami, haramiCross } from './harami.ts'
import { hikkake } from './hikkake.ts'
import { homingPigeon } from './homing-pigeon.ts'
import { identicalThreeCrows } from './identical-three-crows.ts'
import { kicking, kickingByLength } from './kicking.ts'
import { ladderBottom } from './ladder-bottom.ts'
import { longLeggedDoji, rickshawMan } from './long-legged-doji.ts'
import { longLine, shortLine } from './long-line.ts'
import { beltHold, closingMarubozu, marubozu } from './marubozu.ts'
import { matHold } from './mat-hold.ts'
import { matchingLow } from './matching-low.ts'
import { modifiedHikkake } from './modified-hikkake.ts'
import { inNeck, onNeck, thrusting } from './neck-line.ts'
import { piercingLine } from './piercing-line.ts'
import { risingFallingThreeMethods } from './rising-falling-three-methods.ts'
import { separatingLines } from './separating-lines.ts'
import { invertedHammer, shootingStar } from './shooting-star.ts'
import { highWave, spinningTop } from './spinning-top.ts'
import { stalledPattern } from './stalled-pattern.ts'
import { eveningDojiStar, eveningStar, morningDojiStar, morningStar } from './star.ts'
import { stickSandwich } from './stick-sandwich.ts'
import { tasukiGap } from './tasuki-gap.ts'
import { threeBlackCrows } from './three-black-crows.ts'
import { threeInside } from './three-inside.ts'
import { threeLineStrike } from './three-line-strike.ts'
import { threeOutside } from './three-outside.ts'
import { threeStarsInTheSouth } from './three-stars-in-the-south.ts'
import { threeWhiteSoldiers } from './three-white-soldiers.ts'
import { tristar } from './tristar.ts'
import { twoCrows } from './two-crows.ts'
import { uniqueThreeRiver } from './unique-three-river.ts'
import { upsideGapTwoCrows } from './upside-gap-two-crows.ts'

/**
 * What a pattern speaks for, by the literature: a turn of the move before it, or its going on. `either`: the candle alone
 * does not say; a doji or a spinning top then has no direction, whatever its sign.
 */
export type Meaning = 'reversal' | 'continuation' | 'either'

export interface CandlestickPattern<Name extends string = string> {
  readonly name: Name
  /** TA-Lib's name for it. */
  readonly function: string
  /** Candles that the shape is made of, confirmation included. */
  readonly span: number
  /** Candles before the newest without which it is never found: those of the shape and of the averages. */
  readonly lookback: number
  readonly meaning: Meaning
  /**
   * How the newest candle completes it: −100 falling, 100 rising, 0 not at all; ±80 for an engulfing or a harami that
   * meets the other body at an end, ±200 for a hikkake confirmed.
   */
  readonly score: (bars: Bars) => number
}

/** The 61 patterns of TA-Lib, in its order. */
export const patterns = [
  define('CDL2CROWS', 'two crows', 3, 12, 'reversal', twoCrows),
  define('CDL3BLACKCROWS', 'three black crows', 4, 13, 'reversal', threeBlackCrows),
  define('CDL3INSIDE', 'three inside up or down', 3, 12, 'reversal', threeInside),
  define('CDL3LINESTRIKE', 'three-line strike', 4, 8, 'continuation', threeLineStrike),
  define('CDL3OUTSIDE', 'three outside up or down', 3, 3, 'reversal', threeOutside),
  define('CDL3STARSINSOUTH', 'three stars in the south', 3, 12, 'reversal', threeStarsInTheSouth),
  define('CDL3WHITESOLDIERS', 'three white soldiers', 3, 12, 'reversal', threeWhiteSoldiers),
  define('CDLABANDONEDBABY', 'abandoned baby', 3, 12, 'reversal', abandonedBaby),
  define('CDLADVANCEBLOCK', 'advance block', 3, 12, 'reversal', advanceBlock),
  define('CDLBELTHOLD', 'belt hold', 1, 10, 'reversal', beltHold),
  define('CDLBREAKAWAY', 'breakaway', 5, 14, 'reversal', breakaway),
  define('CDLCLOSINGMARUBOZU', 'closing marubozu', 1, 10, 'either', closingMarubozu),
  define(
    'CDLCONCEALBABYSWALL',
    'concealing baby swallow',
    4,
    13,
    'reversal',
    concealingBabySwallow,
  ),
  define('CDLCOUNTERATTACK', 'counterattack', 2, 11, 'reversal', counterattack),
  define('CDLDARKCLOUDCOVER', 'dark cloud cover', 2, 11, 'reversal', darkCloudCover),
  define('CDLDOJI', 'doji', 1, 10, 'either', doji),
  define('CDLDOJISTAR', 'doji star', 2, 11, 'reversal', dojiStar),
  define('CDLDRAGONFLYDOJI', 'dragonfly doji', 1, 10, 'either', dragonflyDoji),
  define('CDLENGULFING', 'engulfing', 2, 2, 'reversal', engulfing),
  define('CDLEVENINGDOJISTAR', 'evening doji star', 3, 12, 'reversal', eveningDojiStar),
  define('CDLEVENINGSTAR', 'evening star', 3, 12, 'reversal', eveningStar),
  define(
    'CDLGAPSIDESIDEWHITE',
    'gap side-by-side white lines',
    3,
    7,
    'continuation',
    gapSideBySideWhite,
  ),
  define('CDLGRAVESTONEDOJI', 'gravestone doji', 1, 10, 'either', gravestoneDoji),
  define('CDLHAMMER', 'hammer', 2, 11, 'reversal', hammer),
  define('CDLHANGINGMAN', 'hanging man', 2, 11, 'reversal', hangingMan),
  define('CDLHARAMI', 'harami', 2, 11, 'reversal', harami),
  define('CDLHARAMICROSS', 'harami cross', 2, 11, 'reversal', haramiCross),
  define('CDLHIGHWAVE', 'high-wave candle', 1, 10, 'either', highWave),
  define('CDLHIKKAKE', 'hikkake', 6, 5, 'either', hikkake),
  define('CDLHIKKAKEMOD', 'modified hikkake', 7, 10, 'reversal', modifiedHikkake),
  define('CDLHOMINGPIGEON', 'homing pigeon', 2, 11, 'reversal', homingPigeon),
  define('CDLIDENTICAL3CROWS', 'identical three crows', 3, 12, 'reversal', identicalThreeCrows),
  define('CDLINNECK', 'in-neck', 2, 11, 'continuation', inNeck),
  define('CDLINVERTEDHAMMER', 'inverted hammer', 2, 11, 'reversal', invertedHammer),
  define('CDLKICKING', 'kicking', 2, 11, 'reversal', kicking),
  define('CDLKICKINGBYLENGTH', 'kicking by length', 2, 11, 'reversal', kickingByLength),
  define('CDLLADDERBOTTOM', 'ladder bottom', 5, 14, 'reversal', ladderBottom),
  define('CDLLONGLEGGEDDOJI', 'long-legged doji', 1, 10, 'either', longLeggedDoji),
  define('CDLLONGLINE', 'long line', 1, 10, 'either', longLine),
  define('CDLMARUBOZU', 'marubozu', 1, 10, 'either', marubozu),
  define('CDLMATCHINGLOW', 'matching low', 2, 6, 'reversal', matchingLow),
  define('CDLMATHOLD', 'mat hold', 5, 14, 'continuation', matHold),
  define('CDLMORNINGDOJISTAR', 'morning doji star', 3, 12, 'reversal', morningDojiStar),
  define('CDLMORNINGSTAR', 'morning star', 3, 12, 'reversal', morningStar),
  define('CDLONNECK', 'on-neck', 2, 11, 'continuation', onNeck),
  define('CDLPIERCING', 'piercing line', 2, 11, 'reversal', piercingLine),
  define('CDLRICKSHAWMAN', 'rickshaw man', 1, 10, 'either', rickshawMan),
  define(
    'CDLRISEFALL3METHODS',
    'rising or falling three methods',
    5,
    14,
    'continuation',
    risingFallingThreeMethods,
  ),
  define('CDLSEPARATINGLINES', 'separating lines', 2, 11, 'continuation', separatingLines),
  define('CDLSHOOTINGSTAR', 'shooting star', 2, 11, 'reversal', shootingStar),
  define('CDLSHORTLINE', 'short line', 1, 10, 'either', shortLine),
  define('CDLSPINNINGTOP', 'spinning top', 1, 10, 'either', spinningTop),
  define('CDLSTALLEDPATTERN', 'stalled pattern', 3, 12, 'reversal', stalledPattern),
  define('CDLSTICKSANDWICH', 'stick sandwich', 3, 7, 'reversal', stickSandwich),
  define('CDLTAKURI', 'takuri line', 1, 10, 'either', takuri),
  define('CDLTASUKIGAP', 'tasuki gap', 3, 7, 'continuation', tasukiGap),
  define('CDLTHRUSTING', 'thrusting', 2, 11, 'continuation', thrusting),
  define('CDLTRISTAR', 'tristar', 3, 12, 'reversal', tristar),
  define('CDLUNIQUE3RIVER', 'unique three river', 3, 12, 'reversal', uniqueThreeRiver),
  define('CDLUPSIDEGAP2CROWS', 'upside gap two crows', 3, 12, 'reversal', upsideGapTwoCrows),
  define(
    'CDLXSIDEGAP3METHODS',
    'upside or downside gap three methods',
    3,
    2,
    'continuation',
    gapThreeMethods,
  ),
] as const

export type PatternName = (typeof patterns)[number]['name']

function define<const Name extends string>(
  talib: string,
  name: Name,
  span: number,
  lookback: number,
  meaning: Meaning,
  score: (bars: Bars) => number,
): CandlestickPattern<Name> {
  return { name, function: talib, span, lookback, meaning, score }
}
