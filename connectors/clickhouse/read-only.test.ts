import { describe, expect, test } from 'vitest'
import { assertReadOnly } from './read-only.ts'

const taken = [
  'SELECT 1',
  "  select * from candles where symbol = 'a;b' -- done; really",
  '/* ; */ WITH 1 AS x SELECT x;  ',
  '(SELECT 1) UNION ALL (SELECT 2)',
  'SHOW TABLES',
  'describe table candles',
  'DESC candles',
  'EXPLAIN SELECT 1',
  "SELECT 'it''s', 'back\\'slash; ', `odd;name`, \"x;\" FROM t # note; here",
  'SELECT 1 FORMAT JSON;',
  "SELECT insert('abc', 1, 1, 'x')",
  "SELECT 'ünïcode'",
]
const refused = [
  { sql: '', says: 'it is empty' },
  { sql: ' ; ', says: 'it is empty' },
  { sql: 'DROP TABLE ticks', says: 'it begins with DROP' },
  { sql: 'INSERT INTO ticks VALUES (1)', says: 'it begins with INSERT' },
  { sql: 'SET readonly = 0', says: 'it begins with SET' },
  { sql: 'SELECT 1; DROP TABLE ticks', says: 'more than one statement' },
  { sql: "SELECT '\\'; DROP TABLE ticks; --'; SELECT 2", says: 'more than one statement' },
  { sql: 'WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x', says: 'it inserts' },
  { sql: "SELECT 1 INTO OUTFILE '/tmp/x'", says: 'it writes a file' },
  { sql: 'SELECT $$a; DROP TABLE t$$', says: 'unusual sign at place 8' },
  { sql: "SELECT ‘'’; DROP TABLE t; --'", says: 'unusual sign at place 8' },
  { sql: "SELECT 'open", says: 'unclosed or unusual sign at place 8' },
]

describe('assertReadOnly', () => {
  for (const sql of taken) {
    test(`takes ${sql}`, () => expect(() => assertReadOnly(sql)).not.toThrow())
  }
  for (const { sql, says } of refused) {
    test(`refuses ${sql}`, () => expect(() => assertReadOnly(sql)).toThrow(says))
  }
})
