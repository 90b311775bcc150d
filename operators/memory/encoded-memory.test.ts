import type { Observable } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { mapValue } from '../../engine/core/flat-map.ts'
import type { Message } from '../../engine/core/message.ts'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import { type OperatorUnderTest, type Step, underTest } from '../../engine/testing/operator-run.ts'
import type { Candle, Embedding } from '../../schemas/contracts.generated.ts'
import { features } from '../features/features.ts'
import { marketRegime } from '../regime/market-regime.ts'
import { builtInEncoder } from './built-in-encoder.ts'
import { encodedMemory, encodeWith } from './encoded-memory.ts'
import { marketMemory } from './market-memory.ts'
import { type MarketInWords, marketWords } from './market-words.ts'
import type { MemorySettings } from './memory-settings.ts'
import { randomCandles, shortMemory, stepsOf, usualMemory } from './testing/market-candles.ts'
import { type EncodedText, textDimensions } from './text-encoder.ts'

type Encode = (words: MarketInWords) => EncodedText

const vectorOf: Encode = ({ text }) => ({ vector: builtInEncoder.encode(text) })

/** Features and regimes of the same candles. */
function about(candle: Observable<Message<Candle>>) {
  const known = candle.pipe(features({ id: 'features', epochMs: 900_000 }))
  const regime = marketRegime({ id: 'regime', adapt: false })({ candle, features: known })
  return { features: known, regime }
}

/** In two operators, and what encodes between them. */
function apart(settings: MemorySettings, encode: Encode = vectorOf): OperatorUnderTest {
  return underTest(['context', 'candle'], ({ context, candle }) => {
    const words = marketWords({ id: 'words' })({ candle, ...about(candle) })
    const market = words.pipe(
      mapValue((words) => ({ words, encoder: builtInEncoder.name, encoded: encode(words) })),
    )
    return { out: encodedMemory({ id: 'memory', settings })({ context, market }) }
  })
}

/** In one. */
function together(settings: MemorySettings): OperatorUnderTest {
  return underTest(['context', 'candle'], ({ context, candle }) => ({
    out: marketMemory({ id: 'memory', settings, encoder: builtInEncoder })({
      context,
      candle,
      ...about(candle),
    }),
  }))
}

function embeddingsOf(under: OperatorUnderTest, steps: readonly Step[]): readonly Embedding[] {
  return (storyOf(under, steps).outputs.out ?? []).map(({ value }) => value as Embedding)
}

test('words and memory apart remember what they do together', () => {
  const steps = stepsOf(randomCandles(320))
  const found = embeddingsOf(apart(usualMemory), steps)
  expect(found.at(-1)?.long_risk).not.toBeNull()
  expect(found).toEqual(embeddingsOf(together(usualMemory), steps))
})

test('no crash, cut or later record changes what was remembered', () => {
  const steps = stepsOf(randomCandles(60))
  sameUnderEveryCrash(apart(shortMemory), steps)
  sameUnderEveryCut(apart(shortMemory), steps)
  samePrefix(apart(shortMemory), steps)
})

describe('a text that has no vector', () => {
  const hour = 3_600_000
  const failing: Encode = (words) =>
    words.candle.open_time === 50 * hour ? { failure: 'it was too slow' } : vectorOf(words)
  const steps = stepsOf(randomCandles(80))
  const whole = embeddingsOf(apart(shortMemory), steps)
  const found = embeddingsOf(apart(shortMemory, failing), steps)

  test('is told with its reason, without an opinion, and as of no encoder', () => {
    expect(found).toHaveLength(whole.length)
    expect(found[50]).toMatchObject({
      encoder: 'none',
      absent: [...(whole[50]?.absent ?? []), 'text vector: it was too slow'],
      description: whole[50]?.description,
      long_win_rate: null,
      short_risk: null,
      mean_distance: null,
      neighbours: [],
    })
    expect(found[50]?.vector.slice(0, textDimensions).every((value) => value === 0)).toBe(true)
  })

  test('lets states before it be followed by its candle, and joins with what followed itself', () => {
    expect(found.map(({ joined }) => joined)).toEqual(whole.map(({ joined }) => joined))
    expect(found.slice(0, 50)).toEqual(whole.slice(0, 50))
  })

  test('is no nearer to a state after it than what has nothing in common with that', () => {
    const some = embeddingsOf(
      apart(shortMemory, (words) =>
        (words.candle.open_time / hour) % 4 === 0 ? { failure: 'gone' } : vectorOf(words),
      ),
      steps,
    )
    const without = new Set(some.flatMap(({ id, encoder }) => (encoder === 'none' ? id : [])))
    const near = (all: readonly Embedding[]) =>
      all
        .flatMap(({ neighbours }) => neighbours)
        .filter(({ id, distance }) => without.has(id) && distance < 1)
    expect(near(whole).length).toBeGreaterThan(20)
    expect(near(some)).toEqual([])
  })
})

describe('what comes of an encoder', () => {
  const [words] = storyOf(
    underTest(['candle'], ({ candle }) => ({
      out: marketWords({ id: 'words' })({ candle, ...about(candle) }),
    })),
    stepsOf(randomCandles(1)).filter((step) => !('input' in step) || step.input === 'candle'),
  ).outputs.out as readonly { readonly value: MarketInWords }[]
  const encoded = async (answer: EncodedText) =>
    encodeWith({ name: 'test-1', encode: async () => answer })(
      (words as { readonly value: MarketInWords }).value,
    )

  test('is put on the grid, with the encoder’s name', async () => {
    const vector = new Float32Array(textDimensions).fill(0.1)
    const found = await encoded({ vector })
    expect(found.encoder).toBe('test-1')
    expect(found.words.text).toContain('regime')
    expect(found.encoded).toEqual({ vector: vector.map(() => 410 / 4_096) })
  })

  test('is refused where it has another size', async () => {
    expect((await encoded({ vector: new Float32Array(32) })).encoded).toEqual({
      failure: 'it had 32 numbers instead of 384',
    })
  })

  test('passes its reason on where there is no vector', async () => {
    expect((await encoded({ failure: 'gone' })).encoded).toEqual({ failure: 'gone' })
  })
})
