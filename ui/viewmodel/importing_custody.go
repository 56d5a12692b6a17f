package viewmodel

import (
	"strings"

	"casebench/casefile"
)

// Came says in one line what lies beside the file on how it came, or "".
func (f *ImportFile) Came() string {
	var parts []string
	for _, x := range f.Look.Beside.Fields() {
		if x.Value != "" {
			parts = append(parts, strings.ToLower(x.Title[:1])+x.Title[1:]+" "+brief(x.Value))
		}
	}
	return strings.Join(parts, "; ")
}

// Beside is what the files themselves come with for a field of custody, where nothing
// else is said: the same of all, or that it is not the same of all.
func (m *Importing) Beside(key string) string {
	said, some := "", false
	for _, f := range m.Files.Get() {
		if !f.Imports() {
			continue
		}
		value := custodyField(f.Look.Beside, key)
		if some && value != said {
			return "not the same of every file"
		}
		said, some = value, true
	}
	return oneLine(said)
}

func custodyField(c casefile.Custody, key string) string {
	for _, f := range c.Fields() {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}
