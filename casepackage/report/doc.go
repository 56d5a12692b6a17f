// Package report lays out the one document of a case package that people read.
//
// A Document is plain text in order; Render makes one HTML file of it that needs
// nothing else: no script, no font, no picture and no link from outside, and a
// content security policy that forbids them. It prints on A4 and Letter with the
// marking on every page.
//
// Every text of a Document is escaped as data: what came from a log can never be
// markup. The package decides nothing and leaves nothing out; what the machine
// says and what a person says are different fields here, as everywhere.
//
// Section numbers are those that the field uses for such reports, so that a
// recipient finds "4 Sources" where it always is.
package report
