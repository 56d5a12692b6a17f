// Package chat reads what was asked and what was answered out of the bodies that
// model APIs exchange, of whatever vendor.
//
// Two nouns: a Talk is what was said, turn after turn, as one text; a body is a
// request or a response as a log kept it, whole, streamed in pieces, or written
// inside a string. The formats of vendors share it, since gateways and clouds pass
// one another's bodies on.
//
// A Talk of one turn that the user spoke is the text itself; any other has each
// turn behind its role, so that who said what can be told. What is no text stands
// as a note in brackets: an image, a document with its name and place, the call of
// a tool. Sum is the SHA-256 of a text's canonical form, by which two logs of one
// prompt find each other.
//
// The package knows shapes and guesses nothing: a body of a shape that it does not
// know gives an empty Talk.
package chat
