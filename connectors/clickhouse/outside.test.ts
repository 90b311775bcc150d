import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from './ask.ts'
import { outsideFault } from './outside.ts'
import { prepareSchema } from './schema.ts'
import { type TestDatabase, testDatabase } from './testing/embedded.ts'

const folder = mkdtempSync(join(tmpdir(), 'alphapulse-outside-'))
const file = join(folder, 'secret.csv')
let database: TestDatabase

beforeAll(async () => {
  writeFileSync(file, 'a,b\n1,2\n')
  database = await testDatabase()
  await prepareSchema(database.client)
})
afterAll(async () => {
  await database.remove()
  rmSync(folder, { recursive: true })
})

const asked = async (sql: string): Promise<string> =>
  (await ask(database.client, { kind: 'embedded' }, sql, 'TSV')).toString()

test('embedded ClickHouse itself would read the file', async () => {
  expect(await database.rows(`SELECT b FROM file('${file}')`)).toEqual([{ b: 2 }])
  expect(await database.rows(`SELECT b FROM "${file}"`)).toEqual([{ b: 2 }])
})

describe('refused is', () => {
  const refused: readonly (readonly [string, string])[] = [
    [`SELECT * FROM file('${file}')`, 'the function file'],
    ["SELECT * FROM url('http://127.0.0.1:1/x')", 'table function url'],
    ["SELECT * FROM s3('http://127.0.0.1:1/x')", 'table function s3'],
    ["SELECT * FROM remote('127.0.0.1:1', system.one)", 'table function remote'],
    ["SELECT * FROM executable('x.sh', TSV, 'a String')", 'table function executable'],
    ["SELECT * FROM sqlite('x', 'y')", 'table function sqlite'],
    ["SELECT * FROM filesystem('/etc')", 'table function filesystem'],
    ["SELECT * FROM python('x')", 'table function python'],
    ["SELECT * FROM cluster('default', system.one)", 'table function cluster'],
    ["SELECT 1 WHERE 1 IN (SELECT 1 FROM url('http://x', CSV, 'a Int8'))", 'table function url'],
    ["SELECT 1 WHERE 1 IN url('http://x', CSV, 'a Int8')", 'table function url'],
    ["WITH x AS (SELECT * FROM s3('http://x')) SELECT * FROM x", 'table function s3'],
    ["SELECT * FROM view(SELECT * FROM url('http://x'))", 'table function url'],
    ["DESCRIBE TABLE url('http://x')", 'table function url'],
    ["EXPLAIN SELECT * FROM url('http://x')", 'table function url'],
    ["EXPLAIN TABLE OVERRIDE mysql('127.0.0.1:1','d','t','u','p') COLUMNS (a Int32)", 'mysql'],
    ["SELECT * FROM url('http://x') FORMAT Null", 'table function url'],
    ['SELECT 1 AS "a\n", * FROM /* c */ `url`(\'http://x\')', 'table function url'],
    [`SELECT file('${file}')`, 'the function file'],
    [`SELECT arrayMap(file, ['${file}'])`, 'the function file'],
    [`SELECT * APPLY(file) FROM (SELECT '${file}')`, 'APPLY'],
    [`SELECT arrayMap("f\\x69le", ['${file}'])`, 'backslash'],
    [`SELECT * APPLY(x -> x IN "${file}") FROM (SELECT 1)`, 'APPLY'],
    ["SELECT catboostEvaluate('x', 1)", 'the function catboostEvaluate'],
    ["SELECT aiGenerate('x', 'y')", 'the function aiGenerate'],
    [`SHOW TABLES WHERE name IN "${file}"`, 'SHOW takes no condition'],
    [`SELECT * FROM "${file}"`, `there is no table ${file}`],
    [`SELECT (1, 2) IN "${file}"`, `there is no table ${file}`],
    [`SELECT (1, 2) NOT IN "${file}"`, `there is no table ${file}`],
    [`DESCRIBE TABLE "${file}"`, `there is no table ${file}`],
    ['SELECT * FROM `package.json`', 'there is no table package.json'],
    ['SELECT * FROM LICENSE', 'there is no table LICENSE'],
    ['WITH LICENSE AS (SELECT 1) SELECT * FROM LICENSE', 'there is no table LICENSE'],
    ["SELECT 1 SETTINGS additional_result_filter = 'file(1)'", 'it changes settings'],
    ["EXPLAIN SELECT 1 FORMAT TSV SETTINGS output_format_schema = 'x'", 'it changes settings'],
    ["SELECT 1 SETTINGS max_threads = 1, format_template_row = 'x' FORMAT Template", 'settings'],
    ["SELECT 1 SETTINGS max_threads = 1, additional_table_filters = {'t': 'file(1)'}", 'settings'],
    [
      "SELECT * FROM (SELECT 1 SETTINGS additional_result_filter = '1') SETTINGS max_threads = 1",
      'settings',
    ],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 'OUTFILE'],
  ]
  for (const [sql, says] of refused) {
    test(sql, async () => {
      await expect(asked(sql)).rejects.toThrow(says)
    })
  }
})

describe('answered is', () => {
  const taken = [
    'SELECT count() FROM candles',
    'SELECT count() FROM default.candles',
    'SELECT count() FROM system.tables WHERE 0',
    'WITH x AS (SELECT 1 AS a), y AS (SELECT a FROM x) SELECT * FROM x JOIN y USING a',
    'SELECT * FROM numbers(3) WHERE number IN (SELECT version FROM weights)',
    'SELECT 1 AS a, a IN (1, 2), 3 IN tuple(3)',
    'SELECT symbol FROM signals s WHERE s.id NOT IN (SELECT signal_id FROM outcomes)',
    'EXPLAIN indexes = 1 SELECT * FROM candles',
    'SELECT * FROM settings',
    'SELECT 1 SETTINGS max_threads = 1, output_format_json_quote_64bit_integers = 0 FORMAT JSON',
    'SELECT * FROM (SELECT 1 SETTINGS max_threads = 1) FORMAT TSV SETTINGS extremes = 1;',
    "SHOW TABLES LIKE 'can%'",
    'DESCRIBE candles',
    'SHOW CREATE TABLE status',
    'SELECT * FROM head_performance FORMAT JSON',
    'SELECT * FROM generateSeries(1, 3)',
    "SELECT format('{}', 'x'), position('file', 'f');",
    '(SELECT 1) UNION ALL (SELECT 2)',
  ]
  for (const sql of taken) {
    test(sql, async () => {
      await expect(asked(sql)).resolves.toBeDefined()
    })
  }
})

test('every view and table can be asked for', async () => {
  const names = await database.rows<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = currentDatabase()',
  )
  for (const { name } of names)
    await expect(asked(`SELECT * FROM ${name} LIMIT 1`)).resolves.toBeDefined()
})

test('a statement of which nothing is told is refused', () => {
  const known = {
    tableFunctions: new Set<string>(),
    tables: new Set<string>(),
    isOwnName: () => true,
    harmlessClauses: 0,
  }
  expect(outsideFault('', known)).toContain('did not say')
})
