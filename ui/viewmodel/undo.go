package viewmodel

import (
	"strings"

	"casebench/casefile"
)

// ActName names an act in a word or two, as a menu says it after Undo: "tag on 14
// things", "reject link", "exhibit 3". It is "" for the zero Act.
func ActName(a casefile.Act) string {
	message := strings.TrimSuffix(a.Message, ".")
	switch a.Verb {
	case "decide":
		return map[string]string{"same": "confirm link", "different": "reject link", "unsure": "unsure about link"}[a.Details["verdict"]]
	case "review":
		return "review of indicators"
	case "exhibit":
		return strings.ToLower(strings.TrimSuffix(message, " was added"))
	case "annotate":
		message = strings.TrimPrefix(strings.TrimPrefix(message, "A "), "a ")
		what, rest, _ := strings.Cut(message, " was ")
		if _, things, ok := strings.Cut(rest, " to "); ok {
			return what + " on " + things
		}
		if _, things, ok := strings.Cut(rest, " on "); ok {
			return what + " on " + things
		}
		return what
	case "view":
		_, did, _ := strings.Cut(message, " was ")
		return map[string]string{"saved": "save view", "renamed": "rename view", "changed": "change view"}[did]
	case "withdraw", "restore":
		message = strings.TrimPrefix(message, "The ")
		what, _, _ := strings.Cut(message, " was ")
		return a.Verb + " " + what
	}
	return strings.ToLower(a.Verb)
}
