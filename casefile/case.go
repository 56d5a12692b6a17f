package casefile

import (
	"strings"
	"time"
)

// Case is what the file says about itself.
type Case struct {
	ID      string    `json:"id"` // random UUID, made once
	Title   string    `json:"title"`
	Created time.Time `json:"created"`
	By      string    `json:"by"`
	Format  int       `json:"format"`  // version of the file format
	Program string    `json:"program"` // name and version of the program that made it
	Hold    bool      `json:"hold"`    // a legal hold stands: purge is refused
	// RetainUntil is the day until which the case is to be kept, or "".
	RetainUntil string `json:"retain_until,omitempty"`
}

// Namespace separates the parts of an account key inside a dictionary.
const namespaceMark = "\x1f"

// AccountKey returns the dictionary key of account id in namespace ns.
func AccountKey(ns, id string) string { return ns + namespaceMark + id }

// AccountID returns the account of a dictionary key without its namespace.
func AccountID(key string) string {
	_, id, _ := strings.Cut(key, namespaceMark)
	return id
}

// AccountName prints a dictionary key as people write it: "id", or "ns/id".
func AccountName(key string) string {
	ns, id, ok := strings.Cut(key, namespaceMark)
	switch {
	case !ok:
		return key
	case ns == "":
		return id
	}
	return ns + "/" + id
}

// AccountKeys returns the keys that a printed name may stand for, likeliest
// first: "a/b" may be account b of namespace a, or account "a/b" of none.
func AccountKeys(name string) []string {
	keys := []string{AccountKey("", name)}
	if ns, id, ok := strings.Cut(name, "/"); ok {
		keys = append(keys, AccountKey(ns, id))
	}
	return keys
}
