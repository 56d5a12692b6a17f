package enrich

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"

	"casebench/casefile"
	"casebench/internal/fault"
)

// MaxBook is how large a file may be. City databases with names in all languages
// have some 60 MB.
const MaxBook = 1 << 30

// Subject is what kind of value a Book can be asked about.
type Subject string

// The subjects.
const (
	Address Subject = "address" // an IP address or a prefix, in canonical text
	Host    Subject = "host"    // a domain or host name
	Mail    Subject = "mail"    // a mail address
	Digest  Subject = "digest"  // of a file
)

// Book says something of values.
type Book interface {
	// Dataset says what the book is.
	Dataset() casefile.Dataset
	// About reports whether values of a subject can be looked up.
	About(Subject) bool
	// Look returns what the book says of a value; ok is false when it says nothing.
	// An error means that the book is damaged.
	Look(s Subject, value string) (f casefile.Fact, ok bool, err error)
}

// Open reads a book; name is the file's, of which the base is kept.
func Open(name string, r io.Reader) (Book, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBook+1))
	if err != nil {
		return nil, err
	}
	name = filepath.Base(name)
	if len(data) > MaxBook {
		return nil, fault.New(fault.Unsupported, fmt.Sprintf("%s is larger than %d MiB.", name, MaxBook>>20), "Take a smaller edition.", nil)
	}
	sum := sha256.Sum256(data)
	about := casefile.Dataset{Name: name, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(data))}
	switch {
	case isDatabase(data):
		return openDatabase(about, data)
	case isWarninglist(data):
		return openWarninglist(about, data)
	}
	return nil, fault.New(fault.Unsupported, name+" is neither a database in MaxMind's format nor a MISP warninglist.",
		"Databases end in .mmdb; a warninglist is a JSON object with type and list.", nil)
}
