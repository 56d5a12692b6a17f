// Package assets holds the bytes that go into the program beside its code: two
// typefaces, the icons and the program's mark.
//
// It knows nothing: not a colour, not a widget. Fonts are as their makers
// published them, with their licences beside them in fonts; the icons are our
// own, drawn on a grid of 16 with strokes of 1.5 in one colour, "currentColor",
// which ui/theme fills in.
package assets

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed fonts icons icon.svg icon.png icon-256.png
var files embed.FS

// Face names one of the embedded typefaces.
type Face string

// The faces: Inter for the interface, JetBrains Mono for identifiers and hashes.
const (
	Sans         Face = "Inter-Regular.otf"
	SansSemiBold Face = "Inter-SemiBold.otf"
	Mono         Face = "JetBrainsMono-Regular.ttf"
	MonoSemiBold Face = "JetBrainsMono-SemiBold.ttf"
)

// Font returns the bytes of a face, as OpenType. The caller may keep them.
func Font(f Face) []byte { return must("fonts/" + string(f)) }

// Licences returns the licence texts of the faces by file name.
func Licences() map[string]string {
	out := map[string]string{}
	for _, name := range names("fonts", ".txt") {
		out[name] = string(must("fonts/" + name))
	}
	return out
}

// Icon returns the SVG of an icon whose colour is still "currentColor", and
// whether there is one of that name.
func Icon(name string) (svg []byte, ok bool) {
	svg, err := files.ReadFile("icons/" + name + ".svg")
	return svg, err == nil
}

// IconNames lists the icons in alphabetical order.
func IconNames() []string {
	list := names("icons", ".svg")
	for i, name := range list {
		list[i] = strings.TrimSuffix(name, ".svg")
	}
	return list
}

// AppIcon returns the program's mark as PNG, 512 pixels wide.
func AppIcon() []byte { return must("icon.png") }

// AppIconSVG returns the program's mark as a drawing.
func AppIconSVG() []byte { return must("icon.svg") }

func names(folder, suffix string) []string {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		panic("assets: " + err.Error())
	}
	var list []string
	for _, e := range entries {
		if path.Ext(e.Name()) == suffix {
			list = append(list, e.Name())
		}
	}
	slices.Sort(list)
	return list
}

func must(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return b
}
