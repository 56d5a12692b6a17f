package linkage_test

import (
	"fmt"
	"testing"

	"casebench/casefile"
	"casebench/linkage"
	"casebench/linkage/linkagetest"
)

// Things that honest accounts have in common by innocence must not make a strong
// link, and the same things in earnest must.
func TestGuards(t *testing.T) {
	both := func(w *linkagetest.World, xs []uint32, f func(x uint32)) {
		for _, x := range xs {
			f(x)
		}
	}
	for _, c := range []struct {
		name  string
		build func(w *linkagetest.World, xs []uint32)
		want  bool
	}{
		{"a class: one assignment, one way out, one sign-up address", func(w *linkagetest.World, xs []uint32) {
			both(w, xs, func(x uint32) {
				w.Observe(x, casefile.ObserveSignupAddr, "198.51.100.1", monday)
				w.Address(x, "198.51.100.1", monday)
				for range 40 {
					w.Request(x, monday, "assignment")
				}
			})
		}, false},
		{"a laboratory computer and one tutorial prompt among many", func(w *linkagetest.World, xs []uint32) {
			both(w, xs, func(x uint32) {
				w.Observe(x, casefile.ObserveDevice, "lab", monday)
				w.Address(x, "198.51.100.1", monday)
				w.Address(x, "198.51.100.2", monday)
				for range 5 {
					w.Request(x, monday, "tutorial")
				}
			})
		}, false},
		{"the colleagues of one declared organisation", func(w *linkagetest.World, xs []uint32) {
			both(w, xs, func(x uint32) {
				w.Observe(x, casefile.ObserveOrg, "firm", monday)
				w.Observe(x, casefile.ObservePayment, "company card", monday)
				w.Observe(x, casefile.ObservePhone, "switchboard", monday)
				for k := range 40 {
					w.Request(x, monday, fmt.Sprint("house style ", k%2))
				}
			})
		}, false},
		{"two shared exits and nothing else", func(w *linkagetest.World, xs []uint32) {
			both(w, xs, func(x uint32) {
				w.Address(x, "198.51.100.1", monday)
				w.Address(x, "203.0.113.9", monday)
			})
		}, false},
		{"two private prompts and two exits in different ranges", func(w *linkagetest.World, xs []uint32) {
			both(w, xs, func(x uint32) {
				w.Address(x, "198.51.100.1", monday)
				w.Address(x, "203.0.113.9", monday)
				for k := range 60 {
					w.Request(x, monday, fmt.Sprint("task ", k%3))
				}
			})
		}, true},
		{"one card and one prompt that is most of the traffic", func(w *linkagetest.World, xs []uint32) {
			both(w, xs, func(x uint32) {
				w.Observe(x, casefile.ObservePayment, "one card", monday)
				for range 60 {
					w.Request(x, monday, "task")
				}
			})
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := linkagetest.NewWorld()
			people(w, 1000)
			var xs []uint32
			for i := range 4 {
				xs = append(xs, person(w, fmt.Sprint("x", i)))
			}
			c.build(w, xs)
			r := run(t, w, linkage.Options{})
			if got := strengthOf(r, xs[0], xs[1]) == casefile.Strong; got != c.want {
				t.Errorf("strong = %v, want %v: %+v", got, c.want, find(loose(t, w.Input(), linkage.Options{}), xs[0], xs[1]))
			}
		})
	}
}
