// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the fixtures are texts of programs
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../engine/purity/source-code.ts'
import { purityFaults } from './purity-rule.ts'
import { sourceFiles } from './source-files.ts'

test('nothing in operators/ and pipelines/ depends on when, where or how often it runs', () => {
  expect(sourceFiles().flatMap(purityFaults)).toEqual([])
})

const faultsOf = (text: string, path = 'operators/heads/x.ts') => purityFaults({ path, text })

describe('the purity rule catches', () => {
  const caught: readonly [string, string][] = [
    ['const now = Date.now()', 'Date.now'],
    ['const now = Date\n  .now()', 'Date.now'],
    ['const today = new Date()', 'new Date()'],
    ['const today = new Date', 'new Date()'],
    ['const today = Date()', 'Date()'],
    ['if (Math.random() < 0.5) return', 'Math.random'],
    ['const { now } = performance', 'performance'],
    ['setTimeout(f, 1)', 'a timer'],
    ['queueMicrotask(f)', 'a timer'],
    ['const home = process.env.HOME', 'process'],
    ["await fetch('http://x')", 'fetch'],
    ['crypto.randomUUID()', 'crypto'],
    ['globalThis.x = 1', 'globalThis'],
    ["console.log('x')", 'console'],
    ['price.toLocaleString()', 'the locale'],
    ["const x = require('x')", 'loading at run time'],
    ['`${Date.now()}`', 'Date.now'],
    ['`a ${`b ${Math.random()}`}`', 'Math.random'],
    ["import { readFileSync } from 'node:fs'", 'package node:fs'],
    ["import { z } from 'zod'", 'package zod'],
    ["import { map, scan } from 'rxjs'", 'scan of rxjs'],
    ["import { delay as map } from 'rxjs'", 'delay of rxjs'],
    ["import * as rx from 'rxjs'", 'all of rxjs (* as rx)'],
    ["import { map } from 'rxjs/operators'", 'package rxjs/operators'],
    ['const y = Math.exp(x)', 'Math.exp'],
    ['const y = Math . pow(x, 2)', 'Math.pow'],
    ['const y = x ** 2', '**'],
    ['const ratio = a / b; const then = c / Date.now()', 'Date.now'],
  ]
  for (const [text, fault] of caught) {
    test(JSON.stringify(text), () => {
      expect(faultsOf(text)).toContain(`operators/heads/x.ts: ${fault}`)
    })
  }

  test('the same in pipelines/', () => {
    expect(faultsOf('Date.now()', 'pipelines/x.ts')).toHaveLength(1)
  })
})

describe('the purity rule lets pass', () => {
  const fine: readonly [string, string?][] = [
    ["import { filter, map, type Observable } from 'rxjs'"],
    ["import type { Observable } from 'rxjs'"],
    ['const day = new Date(timeMs).getUTCDay()'],
    ['const at = Date.UTC(2025, 0, 1)'],
    ['const root = Math.sqrt(x) + Math.abs(y) + Math.floor(z)'],
    ['// Date.now() would be wrong here'],
    ['/** Math.random() too */'],
    ["const text = 'new Date() and Date.now()'"],
    ['const text = `Date.now() ${1} Math.random()`'],
    ['const pattern = /Date.now()/'],
    ["const odd = [/'/, 'Date.now()']"],
    ['const log = Math.log(x)', 'operators/statistics/exact-math.ts'],
    ['Date.now()', 'operators/heads/x.test.ts'],
    ['Date.now()', 'operators/heads/testing/x.ts'],
    ['Date.now()', 'connectors/files/x.ts'],
  ]
  for (const [text, path] of fine) {
    test(`${JSON.stringify(text)}${path === undefined ? '' : ` in ${path}`}`, () => {
      expect(faultsOf(text, path)).toEqual([])
    })
  }
})

test('code keeps its lines when comments and strings are blanked out', () => {
  const text = "a /* b\nc */ + 'd' // e\n+ `f${g}h`"
  expect(codeOf(text)).toBe(
    `a${' '.repeat(5)}\n${' '.repeat(4)} +${' '.repeat(9)}\n+ ${' '.repeat(4)}g${' '.repeat(3)}`,
  )
})

test('code of no file of the house has a quote left in it', () => {
  const misread = sourceFiles().filter(({ text }) => /['"`]/.test(codeOf(text)))
  expect(misread.map(({ path }) => path)).toEqual([])
})
