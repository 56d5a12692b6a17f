// Package weblog reads the access logs of nginx and Apache, and of whatever else
// writes lines as they do, into the canonical table of requests.
//
// Three nouns: a layout is how a server was told to write a line, an nginx
// log_format or an Apache LogFormat; a slot is one value of it; a matcher cuts a line
// by a layout. Without a layout a file is read in the forms that need none: common,
// combined, either behind name:port, or nginx's packaged "main".
//
// A layout comes from the person, with the mapping. It is compiled once, stated in
// the source, and a line that does not match it to its last byte is rejected.
// Nothing is guessed line by line.
//
// What servers escape (\x22, \", \\) is undone where that gives text without control
// characters, and left as it is written where not. A value "-" is none.
package weblog
