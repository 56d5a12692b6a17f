// Package glyph draws short texts into an image, fast enough for a table or a
// graph that is drawn anew at every frame.
//
// A Font is a parsed font file. A Face is a Font at one size, with a cache of its
// glyphs: each is rasterised once for every quarter of a pixel at which it may
// begin, and then only copied. Draw and DrawOutlined copy them, Measure adds up
// their widths, and Fit shortens a text to a width.
//
// The package promises that any text can be drawn: control characters, characters
// that turn the direction of writing, and whatever the font lacks appear as the
// replacement character or the font's box. Nothing is drawn outside the clip. It
// shapes nothing: one character is one glyph, from left to right, with the font's
// kerning for ASCII pairs. That is right for names, hashes and numbers, and
// legible, no more, for Arabic or Devanagari.
package glyph
