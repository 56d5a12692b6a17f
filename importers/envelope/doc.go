// Package envelope reads lines that something put round the lines of another format:
// what container runtimes and syslog write for each line that a program logs.
//
// Four nouns: an envelope is what stands round a line; a Peeler takes it off; a piece
// is what it then holds, a line or a part of one; a message is a line put together
// from its pieces. The formats docker, cri and syslog share it. The line goes to an
// importer that it was given, which is a stranger to it.
//
// It promises that a row has the address, the bytes and the hash of the outer lines:
// what was received is what is kept and shown. A message in several pieces has the
// address of all of them, with what stands between, and the number of the first; the
// others are skipped. What the envelope says is kept as extra fields, and its time is
// the row's where the line inside names none and a person, or the lack of any other,
// says so.
package envelope
