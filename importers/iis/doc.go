// Package iis reads the W3C extended logs of Microsoft IIS into the canonical table of
// requests.
//
// Two nouns: a directive is a line that begins with #, of which #Fields names the
// values of the lines after it; a header is what the directives have said so far. It
// may be repeated and changed in the middle of a file, when the server was started or
// configured anew, and holds until the next.
//
// Times are in UTC, by the W3C's draft and Microsoft's documentation of the format,
// unless the mapping states another zone.
package iis
