// Package lines reads logs of one record a line, as web servers and network sensors
// write them, into a canonical table.
//
// Three nouns: a Layout names the values of a line; a Parser cuts a line into the
// values of a Layout; a Log is what a format knows: its parser, and which value
// feeds which column unless a person says otherwise. The formats weblog, alb, iis
// and zeek share it. It knows none of them.
//
// Such logs seldom name an account. A Row that names none has a stand-in for it, the
// value Visitor: enough to count with, no claim about who it is; About says how many
// rows have one. It is the same for the same address and agent in every file and
// format, so that two logs of one visitor come together.
//
// It promises what package canon promises, and that a line leaves by one door: a
// line that is blank or that the parser calls a remark is skipped; one that is no
// text, or that the parser cannot read to its last byte, is rejected alone.
package lines
