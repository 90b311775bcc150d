import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bounded, type Evidence, weigh } from './evidence.ts'

const weighing = { fullWeight: 2, coverage: 1, silence: 1 }
const seen = (score: number, weight = 1): Evidence => ({ score, weight, text: `saw ${score}` })

const score = fc.double({ min: -1, max: 1, noNaN: true })
const evidences = fc.array(
  fc.tuple(score, fc.double({ min: 0.1, max: 2, noNaN: true })).map(([s, w]) => seen(s, w)),
  { maxLength: 8 },
)

test('weigh takes the side with more weight and names what it saw', () => {
  const opinion = weigh([seen(1), seen(0.2), seen(0), seen(-0.2)], weighing)
  expect(opinion.direction).toBe('LONG')
  // A net weight of 1, of which 0.85 × 2 is full strength.
  expect(opinion.probability).toBeCloseTo(0.5 + 0.45 * (1 / 1.7) ** 2, 9)
  expect(opinion.reasons).toEqual(['saw 1', 'saw 0.2', 'saw -0.2'])
})

test('weigh is FLAT on even evidence, and surer of it where both sides are quiet', () => {
  const quiet = weigh([seen(0.05), seen(-0.05)], weighing)
  const contested = weigh([seen(1), seen(-1)], weighing)
  expect(quiet.direction).toBe('FLAT')
  expect(contested.direction).toBe('FLAT')
  expect(quiet.probability).toBeGreaterThan(contested.probability)
  expect(quiet.confidence).toBeGreaterThan(contested.confidence)
})

test('seeing nothing is an opinion only for a head whose silence says something', () => {
  expect(weigh([], { ...weighing, silence: 0 })).toMatchObject({
    probability: 0.5,
    confidence: 0.3,
  })
  expect(weigh([], weighing)).toMatchObject({ direction: 'FLAT', probability: 0.65 })
})

test('probability stays in [0.5, 1) and confidence in [0, 1]', () => {
  fc.assert(
    fc.property(evidences, (evidence) => {
      const { probability, confidence } = weigh(evidence, weighing)
      expect(probability).toBeGreaterThanOrEqual(0.5)
      expect(probability).toBeLessThan(1)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }),
  )
})

test('more evidence for the side taken never lowers probability or confidence', () => {
  fc.assert(
    fc.property(evidences, fc.double({ min: 0, max: 1, noNaN: true }), (evidence, more) => {
      const before = weigh(evidence, weighing)
      fc.pre(before.direction !== 'FLAT')
      const side = before.direction === 'LONG' ? 1 : -1
      const after = weigh([...evidence, seen(side * more)], weighing)
      expect(after.direction).toBe(before.direction)
      expect(after.probability).toBeGreaterThanOrEqual(before.probability - 1e-12)
      expect(after.confidence).toBeGreaterThanOrEqual(before.confidence - 1e-12)
    }),
  )
})

test('bounded keeps a score within −1 and 1', () => {
  expect([-7, -0.5, 0.5, 7].map(bounded)).toEqual([-1, -0.5, 0.5, 1])
})
