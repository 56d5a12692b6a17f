// Package windowtest opens the real window on a real display and works in it as a
// person does: with keys, clicks and drags that come from the X server.
//
// The toolkit owns the first goroutine, so TestMain gives it that and runs the tests
// in another. A test finds what it clicks by the text it reads on the screen, waits
// until what it expects is there, and asks the case itself, opened again by the
// command line's engine, whether what it saw is true. Screenshots are taken from the
// X server, not from the toolkit.
//
// The tests need a display with nobody on it: scripts/window.sh brings one, and sets
// CASEBENCH_WINDOW. Without it they skip.
package windowtest
