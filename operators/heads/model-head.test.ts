import { describe, expect, test } from 'vitest'
import { type Classified, type Classifier, modelVote } from './model-head.ts'
import { closeTimeMs, vectorOf } from './testing/chart.ts'

const vector = vectorOf('15m', 100, { rsi_14: 40, atr_14: null })

function classifier(given: Classified, more: Partial<Classifier> = {}) {
  const asked: Float32Array[] = []
  const model: Classifier = {
    modelVersion: 'mine-1a2b3c4d',
    features: ['rsi_14', 'atr_14'],
    classes: ['SHORT', 'FLAT', 'LONG'],
    async classify(values) {
      asked.push(values)
      return given
    },
    ...more,
  }
  return { model, asked }
}

describe('the vote of a model', () => {
  test('is its most probable class, with the probability and how far that is from a guess', async () => {
    const { model, asked } = classifier({ probabilities: [0.1, 0.2, 0.7] })
    expect(await modelVote(model, vector, 0.5)).toEqual({
      head: 'HEAD_J',
      model_version: 'mine-1a2b3c4d',
      direction: 'LONG',
      probability: 0.7,
      confidence: expect.closeTo(0.55, 12),
      validity: 'OK',
      valid_until: closeTimeMs + 900_000,
      reasons: ['SHORT 0.100, FLAT 0.200, LONG 0.700'],
      absent: ['atr_14'],
    })
    expect([...(asked[0] ?? [])]).toEqual([40, Number.NaN])
  })

  test('is FLAT where no class is probable enough', async () => {
    const { model } = classifier({ probabilities: [0.45, 0.2, 0.35] })
    expect(await modelVote(model, vector, 0.5)).toMatchObject({
      direction: 'FLAT',
      validity: 'OK',
      reasons: ['SHORT 0.450, FLAT 0.200, LONG 0.350', 'none reaches 0.5'],
    })
    expect((await modelVote(model, vector, 0.4)).direction).toBe('SHORT')
  })

  test('of two classes is a guess at one half', async () => {
    const { model } = classifier({ probabilities: [0.5, 0.5] }, { classes: ['SHORT', 'LONG'] })
    expect(await modelVote(model, vector, 0.5)).toMatchObject({ probability: 0.5, confidence: 0 })
  })

  const bad: readonly (readonly [string, Classified, string])[] = [
    [
      'that failed',
      { failure: 'the model took longer than 100 ms' },
      'the model took longer than 100 ms',
    ],
    [
      'that gives what is above 1',
      { probabilities: [0, 0, 3] },
      'these are no probabilities of 3 classes: 0, 0, 3',
    ],
    [
      'that gives too few',
      { probabilities: [0.5, 0.5] },
      'these are no probabilities of 3 classes',
    ],
    ['whose sum is not 1', { probabilities: [0.1, 0.1, 0.1] }, 'these are no probabilities'],
  ]
  test.each(bad)('%s is an ERROR with the reason', async (_, given, reason) => {
    const vote = await modelVote(classifier(given).model, vector, 0.5)
    expect(vote).toMatchObject({ validity: 'ERROR', direction: 'FLAT', confidence: 0 })
    expect(vote.reasons[0]).toContain(reason)
  })

  test('that gives NaN waits for the features that are absent, and is an ERROR where all are there', async () => {
    const given = { probabilities: [Number.NaN, 0.5, 0.5] }
    expect(await modelVote(classifier(given).model, vector, 0.5)).toMatchObject({
      validity: 'WARMING',
      reasons: ['it takes every feature; absent: atr_14'],
    })
    const whole = vectorOf('15m', 100, { rsi_14: 40, atr_14: 1 })
    expect(await modelVote(classifier(given).model, whole, 0.5)).toMatchObject({
      validity: 'ERROR',
      reasons: ['it gave NaN, 0.5, 0.5'],
    })
  })
})
