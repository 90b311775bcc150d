/** Where a pair of delimiters begins and ends; what stands between them is not code. */
const literals = [
  /\/\/[^\n]*/y,
  /\/\*[\s\S]*?\*\//y,
  /'(?:\\.|[^'\\\n])*'/y,
  /"(?:\\.|[^"\\\n])*"/y,
]
/** A slash begins a regular expression where no value can stand before it. */
const regularExpression = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y
const beforeExpression =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|of|in|yield|await))\s*$/

/** The text with comments, strings and regular expressions blanked out. */
export function codeOf(text: string): string {
  let code = ''
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  const templates: number[] = []
  let braces = 0
  while (at < text.length) {
    const literal = literals.map(take).find((found) => found !== undefined)
    if (literal !== undefined) {
      code += blank(literal)
      at += literal.length
      continue
    }
    const character = text[at] as string
    if (character === '/' && beforeExpression.test(code)) {
      const expression = take(regularExpression)
      if (expression !== undefined) {
        code += blank(expression)
        at += expression.length
        continue
      }
    }
    const closesPart = character === '}' && templates[templates.length - 1] === braces
    if (character === '`' || closesPart) {
      if (closesPart) templates.pop()
      const part = take(/[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)?/y) as string
      code += blank(part)
      at += part.length
      if (part.endsWith('${')) templates.push(braces)
      continue
    }
    if (character === '{') braces++
    if (character === '}') braces--
    code += character
    at++
  }
  return code
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

export interface Import {
  readonly from: string
  /** What stands between `import` or `export` and `from`. */
  readonly names: string
}

/** Everything a file imports, re-exports or loads at run time. */
export function importsOf(text: string): Import[] {
  // Blanking keeps every character's place: keywords are looked for in the code, names in the text.
  const code = codeOf(text)
  const patterns = [
    /\b(?:import|export)\s+([\w\s{},*$]+?)\s+from\b/g,
    /\bimport\b()/g,
    /\b(?:import|require)\s*\(()/g,
  ]
  return patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].flatMap(({ 0: found, 1: names = '', index }) => {
      const quoted = /\s*['"]([^'"]+)['"]/y
      quoted.lastIndex = index + found.length
      const [, from] = quoted.exec(text) ?? []
      return from === undefined ? [] : [{ names, from }]
    }),
  )
}
