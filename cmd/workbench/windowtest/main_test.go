//go:build cgo

package windowtest

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"casebench/ui"
)

// toolkit is the running app of all tests.
var toolkit fyne.App

// reports collects what the toolkit logs: a call from the wrong goroutine is only
// told there.
var reports report

type report struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *report) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

// wrongThread returns the first report of a call from the wrong goroutine, or "".
func (r *report) wrongThread() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.text.String()
	i := strings.Index(s, "Error in Fyne call thread")
	if i < 0 {
		return ""
	}
	return s[i:min(len(s), i+600)]
}

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv("CASEBENCH_WINDOW") == "" {
		fmt.Println("no display of our own: run `make window`")
		os.Exit(m.Run()) // every test skips
	}
	log.SetOutput(&reports)
	home, err := os.MkdirTemp("", "casebench-window-")
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"} {
		os.Setenv(name, home)
	}
	ui.MakeRoom() // as the program does
	toolkit = app.NewWithID("example.casebench.windowtest")
	code := 1
	toolkit.Lifecycle().SetOnStarted(func() {
		go func() {
			code = m.Run()
			if what := reports.wrongThread(); what != "" {
				fmt.Fprintln(os.Stderr, "FAIL:", what)
				code = 1
			}
			time.AfterFunc(time.Minute, func() { standstill("the end of the program") })
			fyne.Do(toolkit.Quit)
		}()
	})
	toolkit.Run()
	os.RemoveAll(home)
	os.Exit(code)
}
