// Reads the benchmark's graph: one edge "A B WEIGHT" a line, the number of nodes first.
import { readFileSync } from "node:fs";
import Graph from "graphology";

export function readGraph(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  const graph = new Graph.UndirectedGraph();
  const nodes = Number(lines[0]);
  for (let n = 0; n < nodes; n++) graph.addNode(String(n));
  for (const line of lines.slice(1)) {
    if (line === "") continue;
    const [a, b, weight] = line.split(" ");
    graph.addEdge(a, b, { weight: Number(weight) });
  }
  return graph;
}

// A small seeded generator (mulberry32), so that a run can be repeated.
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
