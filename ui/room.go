package ui

import "runtime"

// MakeRoom lets one goroutine more run at a time than there are processors. Call it
// once, before the window's goroutine is busy. Whenever that comes back from the
// graphics library while searches run, it would otherwise wait for one of them to be
// interrupted, hundreds of times a picture; so the system, which knows that it sleeps
// most of the time, gives it a processor at once.
func MakeRoom() { runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1) }
