// Package render turns a graphview.Scene into a file: SVG for pages, PNG for
// everything else.
//
// Both promise the same bytes for the same scene, on any number of processors. SVG
// is plain shapes and text: no script, no style sheet, no link to anything outside
// it, and every text escaped, so that a label from a log stays a label. PNG uses
// our own rasteriser (distance to a shape gives the coverage of a pixel) and the
// embedded Go faces; across kinds of processors its pixels may differ by a shade.
package render
