// graphology's ForceAtlas2 on the benchmark's graph. Prints one JSON object with
// the positions x0, y0, x1, y1, …
//
//   node forceatlas2.mjs GRAPH ITERATIONS
import { performance } from "node:perf_hooks";
import forceAtlas2 from "graphology-layout-forceatlas2";
import { readGraph, seeded } from "./graph.mjs";

const [file, iterations] = process.argv.slice(2);
const graph = readGraph(file);
const random = seeded(1);
graph.forEachNode((node) => graph.mergeNodeAttributes(node, { x: random(), y: random() }));
const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: true };
const start = performance.now();
const found = forceAtlas2(graph, { iterations: Number(iterations), settings });
const milliseconds = performance.now() - start;
const positions = [];
for (let n = 0; n < graph.order; n++) positions.push(found[String(n)].x, found[String(n)].y);
console.log(JSON.stringify({ milliseconds, positions }));
