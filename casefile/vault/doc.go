// Package vault holds the keys of an encrypted case.
//
// A Key is the data key: 32 random bytes that seal and open every value of one
// case. It never stands in the file as it is. A Slot is the data key wrapped for
// one Holder, which is a passphrase or a person with an age key, and a Secret is
// what a holder shows to open a slot. casefile/FORMAT.md gives the bytes.
//
// The package knows nothing of files and buckets, asks nobody for anything, and
// writes no secret into an error. It does not slow down guessing beyond age's
// scrypt, and it does not know who a holder is.
package vault
