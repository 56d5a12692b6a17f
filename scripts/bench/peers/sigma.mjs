// sigma.js in headless Chromium on the benchmark's picture. Prints one JSON object
// with the milliseconds of every frame.
//
//   node sigma.mjs PICTURE.json FOLDER
//
// The page is a file and asks the network for nothing; Chromium draws WebGL in
// software. A frame ends when its pixels can be read, so that work left to the
// graphics thread counts.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [picture, folder] = process.argv.slice(2);
const packages = join(dirname(fileURLToPath(import.meta.url)), "node_modules");
const script = (path) => pathToFileURL(join(packages, path)).href;
const version = JSON.parse(readFileSync(join(packages, "sigma/package.json"), "utf8")).version;

function measure(data) {
  const graph = new graphology.UndirectedGraph();
  data.nodes.forEach(([x, y, size, color], n) => graph.addNode(n, { x, y, size, color, label: `acct_${n}` }));
  for (const [a, b] of data.edges) graph.addEdge(a, b, { size: 1, color: "#46505e" });
  const sigma = new Sigma(graph, document.getElementById("stage"), {
    stagePadding: 0,
    enableEdgeEvents: false,
    // Its quickest line, a pixel wide; the usual one is a rectangle.
    edgeProgramClasses: { line: Sigma.rendering.EdgeLineProgram },
    defaultEdgeType: "line",
  });
  const contexts = Object.values(sigma.webGLContexts);
  const pixel = new Uint8Array(4);
  const finish = () => contexts.forEach((gl) => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel));
  const camera = sigma.getCamera();
  camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  sigma.refresh({ schedule: false });
  finish();
  // How the world of the picture lies in sigma's: points for one unit at ratio 1.
  const p = sigma.graphToViewport({ x: 0, y: 0 });
  const q = sigma.graphToViewport({ x: 1, y: 0 });
  const scale = q.x - p.x;
  const state = ([x, y, zoom]) => ({ ...sigma.viewportToFramedGraph(sigma.graphToViewport({ x, y })), ratio: scale / zoom });
  const states = data.path.map(state);
  const frame = (s) => {
    const start = performance.now();
    camera.setState(s);
    sigma.render();
    finish();
    return performance.now() - start;
  };
  states.slice(0, 3).forEach(frame); // the engine compiles; not counted
  // Frames from all over the way, until it is done or the time is up.
  const frames = [];
  const end = performance.now() + 60_000;
  for (let k = 0; k < states.length && (k < 12 || performance.now() < end); k++) frames.push(frame(states[(k * 37) % states.length]));
  const debug = contexts[0].getExtension("WEBGL_debug_renderer_info");
  return {
    frames,
    drawer: debug ? contexts[0].getParameter(debug.UNMASKED_RENDERER_WEBGL) : "",
  };
}

const page = mkdtempSync(join(folder, "sigma-"));
const html = `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#0e1116">
<div id="stage" style="width:1600px;height:1000px"></div><pre id="answer"></pre>
<script src="${script("graphology/dist/graphology.umd.min.js")}"></script>
<script src="${script("sigma/dist/sigma.min.js")}"></script>
<script>
let answer;
try { answer = (${measure})(${readFileSync(picture, "utf8")}); } catch (e) { answer = { error: String(e && e.stack || e) }; }
document.getElementById("answer").textContent = "ANSWER" + JSON.stringify(answer) + "END";
</script>`;
writeFileSync(join(page, "page.html"), html);
try {
  const dom = execFileSync(
    process.env.CHROMIUM || "chromium",
    [
      "--headless=new", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
      "--disable-background-networking", "--disable-extensions", "--no-first-run", "--disable-dev-shm-usage",
      "--window-size=1600,1000", "--timeout=300000", `--user-data-dir=${join(page, "profile")}`, "--dump-dom",
      pathToFileURL(join(page, "page.html")).href,
    ],
    { encoding: "utf8", maxBuffer: 1 << 28, timeout: 300_000, stdio: ["ignore", "pipe", "ignore"] },
  );
  const found = dom.match(/>ANSWER(\{.*\})END</s);
  if (!found) throw new Error("the page gave no answer");
  const answer = JSON.parse(found[1].replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
  if (answer.error) throw new Error(answer.error);
  console.log(JSON.stringify({ ...answer, version }));
} finally {
  rmSync(page, { recursive: true, force: true });
}
