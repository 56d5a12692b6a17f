// DuckDB beside our import and our queries. Prints one JSON object.
//
//   node duckdb.mjs load "read_json_auto('FILE.jsonl')" FILE.duckdb
//   node duckdb.mjs query FILE.duckdb RUNS < [{"name":…,"sql":…}]
//
// Only the work is timed: loading the library and opening the file are not, except where
// opening is what is asked for.
import { readFileSync, statSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { DuckDBInstance, version } from "@duckdb/node-api";

const [verb, ...args] = process.argv.slice(2);

async function load(from, file) {
  const db = await DuckDBInstance.create(file);
  const connection = await db.connect();
  const start = performance.now();
  const worked = process.cpuUsage();
  await connection.run(`CREATE TABLE requests AS SELECT * FROM ${from}`);
  await connection.run("CHECKPOINT");
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(worked);
  const reader = await connection.runAndReadAll("SELECT count(*) FROM requests");
  const rows = Number(reader.getRows()[0][0]);
  connection.closeSync();
  db.closeSync();
  return { seconds, cpu: (user + system) / 1e6, rows, bytes: statSync(file).size, version: version() };
}

// reopen is the median of five: from the closed file to the first count.
async function reopen(file) {
  const times = [];
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    const db = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
    const connection = await db.connect();
    await connection.runAndReadAll("SELECT count(*) FROM requests");
    times.push(performance.now() - start);
    connection.closeSync();
    db.closeSync();
  }
  return times.sort((a, b) => a - b)[2];
}

async function query(file, runs) {
  const opened = await reopen(file);
  const db = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await db.connect();
  const results = [];
  for (const { name, sql } of JSON.parse(readFileSync(0, "utf8"))) {
    const times = [];
    let answer;
    for (let run = 0; run <= runs; run++) {
      const start = performance.now();
      const reader = await connection.runAndReadAll(sql);
      // The first run warms the cache and is not counted.
      if (run > 0) times.push(performance.now() - start);
      answer = reader.getRows();
    }
    times.sort((a, b) => a - b);
    results.push({
      name,
      milliseconds: times[times.length >> 1],
      rows: answer.length,
      // The last column of every query is a count.
      total: answer.reduce((sum, row) => sum + Number(row[row.length - 1]), 0),
    });
  }
  connection.closeSync();
  db.closeSync();
  return { opened, results, version: version() };
}

const work = { load, query: (file, runs) => query(file, Number(runs)) };
console.log(JSON.stringify(await work[verb](...args)));
