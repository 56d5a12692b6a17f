package arch

import (
	"fmt"
	"strings"
)

// storey is a floor of the house. A package imports from its own room and from
// lower floors.
type storey int

const (
	unknown   storey = iota // a room that is not on the plan
	cellar                  // internal: no word of the domain
	words                   // casefile: the vocabulary
	caseRooms               // casefile/...: audit, query, timeline, store, command
	engine                  // importers, linkage, graphview, casepackage
	order                   // casework
	face                    // ui, assets below it
	top                     // cmd, scripts: nobody imports them
)

// storeyOf places a room on its floor. Assets are bytes: they stand in the cellar.
func storeyOf(roomPath string) storey {
	switch {
	case underAny(roomPath, "internal", "assets"):
		return cellar
	case roomPath == "casefile":
		return words
	case under(roomPath, "casefile"):
		return caseRooms
	case engineOf(roomPath) != "":
		return engine
	case under(roomPath, "casework"):
		return order
	case under(roomPath, "ui"):
		return face
	case underAny(roomPath, "cmd", "scripts"):
		return top
	}
	return unknown
}

func storeys(p Package, path string) string {
	if !ours(path) || isGear(p.Room()) {
		return ""
	}
	from, to := storeyOf(p.Room()), storeyOf(room(path))
	switch {
	case from == unknown:
		return fmt.Sprintf("the room %q is not on the plan", p.Room())
	case to == unknown:
		return fmt.Sprintf("the room %q is not on the plan", room(path))
	case to == top:
		return "nobody imports a program"
	case from == words && to != cellar:
		return "the vocabulary knows the cellar alone"
	case to > from:
		return "imports point down"
	}
	return ""
}

// isGear reports whether a room serves tests only: the two of the cellar, and
// any room named like storetest, importertest or uitest.
func isGear(roomPath string) bool {
	return underAny(roomPath, "internal/arch", "internal/golden") || strings.HasSuffix(roomPath, "test")
}

func testGear(p Package, path string) string {
	if ours(path) && isGear(room(path)) && !isGear(p.Room()) && !under(p.Room(), "scripts") {
		return "test gear does not go into the program"
	}
	return ""
}
