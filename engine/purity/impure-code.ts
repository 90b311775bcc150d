import { codeOf, importsOf } from './source-code.ts'

const impure: readonly (readonly [RegExp, string])[] = [
  [/\bDate\s*\.\s*now\b/, 'Date.now'],
  [/\bnew\s+Date\s*(?:\(\s*\)|(?![\s(]))/, 'new Date()'],
  [/(?<!\bnew\s+)(?<![.\w])Date\s*\(/, 'Date()'],
  [/\bMath\s*\.\s*random\b/, 'Math.random'],
  [/\bperformance\b/, 'performance'],
  [/\b(?:setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)\b/, 'a timer'],
  [/(?<![.\w])process\s*\./, 'process'],
  [/(?<![.\w])fetch\s*\(/, 'fetch'],
  [/(?<![.\w])crypto\s*\./, 'crypto'],
  [/\bglobalThis\b/, 'globalThis'],
  [/(?<![.\w])console\s*\./, 'console'],
  [/\b(?:WeakRef|FinalizationRegistry)\b/, 'garbage collection'],
  [/\bIntl\b|\.\s*toLocale\w+/, 'the locale'],
  [/\brequire\s*\(|\bimport\s*\(|\bimport\s*\.\s*meta\b/, 'loading at run time'],
]

/** Their last bits differ between versions of Node. */
const inexact =
  /\bMath\s*\.\s*(?:exp|expm1|log|log10|log1p|log2|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b|\*\*/

const rxjsNames = new Set(['map', 'filter'])

/** What in a file would give another result another time: clocks, chance, I/O, inexact mathematics, packages but some of RxJS. */
export function impuritiesOf(
  text: string,
  options: { readonly inexactAllowed?: boolean } = {},
): string[] {
  const code = codeOf(text)
  const faults = impure.filter(([pattern]) => pattern.test(code)).map(([, what]) => what)
  const found = inexact.exec(code)
  if (found !== null && options.inexactAllowed !== true) faults.push(found[0].replace(/\s/g, ''))
  for (const { from, names } of importsOf(text)) {
    // Types are gone at run time.
    if (from.startsWith('.') || names.startsWith('type ')) continue
    if (from !== 'rxjs') faults.push(`package ${from}`)
    else faults.push(...forbiddenOfRxjs(names))
  }
  return faults
}

function forbiddenOfRxjs(names: string): string[] {
  const [, inside] = /^\{([\s\S]*)\}$/.exec(names.trim()) ?? []
  if (inside === undefined) return [`all of rxjs (${names})`]
  return inside
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.split(/\s+as\s+/)[0] ?? name)
    .filter((name) => !rxjsNames.has(name))
    .map((name) => `${name} of rxjs`)
}
