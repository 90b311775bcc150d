import { expect, test } from 'vitest'
import { sentiment } from './sentiment.ts'
import { closeTimeMs, draw, known } from './testing/chart.ts'

const hourMs = 3_600_000

test('sentiment buys extreme fear and sells extreme greed', () => {
  const fear = sentiment(draw({ context: { fear_greed: known(12) } }))
  const greed = sentiment(draw({ context: { fear_greed: known(88) } }))
  expect(fear).toMatchObject({ direction: 'LONG', validity: 'OK', absent: ['news'] })
  expect(greed.direction).toBe('SHORT')
  expect(greed.probability).toBe(fear.probability)
  expect(fear.reasons).toEqual(['fear & greed is 12'])
})

test('sentiment is FLAT on a mood that is only low', () => {
  expect(sentiment(draw({ context: { fear_greed: known(31) } })).direction).toBe('FLAT')
})

test('sentiment is surer where the news agrees with it, and unsure where they do not', () => {
  const both = sentiment(draw({ context: { fear_greed: known(12), news: known(0.9) } }))
  const against = sentiment(draw({ context: { fear_greed: known(12), news: known(-0.9) } }))
  expect(both.confidence).toBeGreaterThan(0.8)
  expect(against.direction).toBe('FLAT')
  expect(against.probability).toBeLessThan(0.55)
})

test('sentiment abstains without context, or with one older than a day', () => {
  const old = sentiment(draw({ context: { fear_greed: known(12, 25 * hourMs) } }))
  expect(sentiment(draw({})).validity).toBe('NO_DATA')
  expect(old).toMatchObject({ validity: 'STALE', probability: 0.5, confidence: 0 })
})

test('a sentiment vote lives as long as its oldest context', () => {
  const vote = sentiment(draw({ context: { fear_greed: known(12, 6 * hourMs) } }))
  expect(vote.valid_until).toBe(closeTimeMs + 18 * hourMs)
})
