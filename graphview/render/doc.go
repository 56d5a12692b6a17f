// Package render draws: a graphview.Scene into a file, SVG for pages and PNG for
// everything else, and a graphview.Chart into the pixels of a window.
//
// A Painter draws charts, many times a second: links are added up in a density and
// toned once, nodes are stamped from a cache of sprites, labels written where no other
// stands. It promises the same pixels for the same chart, camera and options, and
// leaves hardly any garbage.
//
// SVG and PNG promise the same bytes for the same scene, on any number of processors. SVG
// is plain shapes and text: no script, no style sheet, no link to anything outside
// it, and every text escaped, so that a label from a log stays a label. PNG uses
// our own rasteriser (distance to a shape gives the coverage of a pixel) and the
// embedded Go faces; across kinds of processors its pixels may differ by a shade.
package render
