package ui

import (
	"strings"

	"fyne.io/fyne/v2"
)

// keep is where what belongs to the person is kept between sessions: the toolkit's
// preferences, in the person's own folder.
type keep struct{ p fyne.Preferences }

func (k keep) String(key string) string    { return k.p.String(key) }
func (k keep) SetString(key, value string) { k.p.SetString(key, value) }

// pathsOf returns the files among what was dropped.
func pathsOf(dropped []fyne.URI) []string {
	var paths []string
	for _, u := range dropped {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	return paths
}

func isCase(path string) bool { return strings.HasSuffix(strings.ToLower(path), ".case") }
