package arch

import "strings"

const (
	fyne    = "fyne.io"
	fyneApp = "fyne.io/fyne/v2/app"
	bbolt   = "go.etcd.io/bbolt"
	dgraph  = "github.com/dominikbraun/graph"
)

func toolkit(p Package, path string) string {
	switch {
	case !under(path, fyne):
		return ""
	case under(p.Room(), "cmd/workbench"):
		return ""
	case under(path, fyneApp):
		return "the app package needs a display and cgo; only cmd/workbench may"
	case under(p.Room(), "ui/viewmodel"):
		return "a view model is tested without a toolkit"
	case under(p.Room(), "ui"):
		return ""
	}
	return "the toolkit is known in ui and cmd/workbench only"
}

func storage(p Package, path string) string {
	if under(path, bbolt) && p.Room() != "casefile/store" {
		return "buckets and keys are known in casefile/store only"
	}
	return ""
}

func graphLibrary(p Package, path string) string {
	if under(path, dgraph) && p.Room() != "graphview" {
		return "communities, layout and kernels stand on internal/csr"
	}
	return ""
}

// engineRooms are the four engines, strangers to one another.
func engineRooms() []string { return []string{"importers", "linkage", "graphview", "casepackage"} }

func engineOf(roomPath string) string {
	for _, e := range engineRooms() {
		if under(roomPath, e) {
			return e
		}
	}
	return ""
}

func engines(p Package, path string) string {
	mine := engineOf(p.Room())
	if mine == "" || !ours(path) {
		return ""
	}
	if other := engineOf(room(path)); other != "" && other != mine {
		return mine + " and " + other + " are strangers; casework joins them"
	}
	if underAny(room(path), "casefile/store", "casefile/command") {
		return "an engine is given what it needs and does not know how a case is stored"
	}
	return ""
}

func window(p Package, path string) string {
	if under(p.Room(), "ui") && ours(path) && underAny(room(path), "casefile/store", "casefile/command") {
		return "the window asks casework by verbs"
	}
	return ""
}

// paneOf names the pane that a room belongs to, "" for what panes share.
func paneOf(roomPath string) string {
	rest, inside := strings.CutPrefix(roomPath, "ui/")
	if !inside {
		return ""
	}
	first, _, _ := strings.Cut(rest, "/")
	switch first {
	case "viewmodel", "widgets", "theme", "uitest":
		return ""
	}
	return first
}

func panes(p Package, path string) string {
	mine, other := paneOf(p.Room()), ""
	if ours(path) {
		other = paneOf(room(path))
	}
	if mine != "" && other != "" && mine != other {
		return "what two panes share is a view model or a widget"
	}
	return ""
}

// offline holds the direct imports only: what dependencies bring along is held by
// the test that traces the system calls of the main job.
func offline(_ Package, path string) string {
	switch path {
	case "net", "net/http", "net/rpc", "net/smtp", "net/textproto", "crypto/tls", "log/syslog", "expvar":
	default:
		if !underAny(path, "net/http", "net/rpc", "golang.org/x/net/http2", "golang.org/x/net/websocket", "golang.org/x/net/proxy") {
			return ""
		}
	}
	return "the house is offline; net/netip and net/url are free"
}
