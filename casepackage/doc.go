// Package casepackage writes what an investigator hands over, and checks what
// somebody was handed.
//
// Three nouns. Contents is everything that may leave a case, as plain data: the
// caller gathers it. A package is one canonical zip that holds one BagIt bag:
// report, exhibits, tables, audit log, method and a signature. A Report is the
// answer of Verify: what was checked, and what is wrong first.
//
// Write makes a package, Verify checks one (zip or unpacked folder), Open reads
// back what another person needs to repeat the linkage, and GenerateKey makes a
// key to sign with. FORMAT.md says what every byte means.
//
// It promises that the same contents, clock and key give the same bytes, that no
// byte of a package can change unnoticed, that nothing marked as privileged
// leaves by any profile, and that text which came from a log is never markup, a
// formula or a path. It decides nothing about guilt: it carries what the machine
// computed and what a person concluded, in separate fields.
//
// It knows neither the store nor linkage nor the graph: casework joins them.
package casepackage
