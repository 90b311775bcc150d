import { expect, test } from 'vitest'
import { black, readBars, white } from './bar.ts'
import { bodyGaps, candleGaps } from './gap.ts'
import { type Drawn, draw, mirrored } from './testing/draw.ts'

const below: Drawn = [100, 112, 97, 108]
const bodyAbove: Drawn = [109, 118, 106, 115]
const allAbove: Drawn = [115, 118, 113, 117]
const touching: Drawn = [108, 118, 112, 115]

const cases: readonly [string, Drawn, boolean, boolean][] = [
  ['a body above with a shadow that reaches back', bodyAbove, true, false],
  ['a candle wholly above', allAbove, true, true],
  ['a body that begins where the other ends', touching, false, false],
]

for (const [title, later, body, candle] of cases) {
  test(`${title}: ${body ? 'a' : 'no'} gap of bodies, ${candle ? 'a' : 'no'} gap of candles`, () => {
    const [up, first] = readBars(draw([below, later]))
    expect([bodyGaps(up, first, white), candleGaps(up, first, white)]).toEqual([body, candle])
    expect([bodyGaps(up, first, black), candleGaps(up, first, black)]).toEqual([false, false])
    const [down, before] = readBars(draw(mirrored([below, later])))
    expect([bodyGaps(down, before, black), candleGaps(down, before, black)]).toEqual([body, candle])
  })
}
