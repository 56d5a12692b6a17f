// Package arch draws the house and tests that it still stands as drawn.
//
// A Package is what `go list` says of one package; a Law is a sentence about the
// packages together with the check that finds where it is broken; a Violation
// names the package, what it does and why that is not its business. Laws is the
// whole list: the six laws, the storeys, and the rules on test gear. Beside them
// stand checks that read the sources (no init, no package-level variable that
// changes), the module file (no replace) and the root folder (nothing unknown),
// and one that only tells: which files grow long.
//
// If a test here stops you, the line you are writing is in the wrong room: move
// the line, not the law. The tests prove each law able to fail on a small list
// of packages made up to break it.
//
// The package is test gear: only tests import it.
package arch
